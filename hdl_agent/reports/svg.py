"""Pictures as inline SVG: the funnel by hint level, and the heat map of weaknesses.

Sizes are in the units of the picture's view box, near CSS pixels at full width. ``Markup.format``
escapes every text. Colours have the same order in grey; each is doubled by a number or a pattern.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from hdl_agent.metrics.funnel import Funnel, Level, Step
from hdl_agent.metrics.weaknesses import Cell, HeatMap
from hdl_agent.reports.notation import HINTS, NOTHING, between, hint_name, percent, ratio
from hdl_agent.verdict import Rung

WIDTH = 1200
PANEL = 400
BAR_LEFT, BAR_WIDTH, BAR_HEIGHT, ROW, TOP = 62, 206, 20, 36, 50
LABEL, CELL_WIDTH, CELL_HEIGHT, HEAD = 560, 150, 28, 44
PALE, STRONG = (253, 243, 230), (158, 58, 8)
"""The heat map's ends: none fail, all fail. Linear between."""

_GAP = Markup(
    '<defs><pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#fbe3c2"/>'
    '<rect width="2" height="6" fill="#c8741a"/></pattern></defs>'
)


def funnel_picture(funnel: Funnel) -> Markup:
    """A panel per hint level: how many attempts reach each rung, whiskers for the intervals."""
    panels = [
        Markup('<g transform="translate({} {})">{}</g>').format(
            index % 3 * PANEL, index // 3 * _panel_height(), _panel(level)
        )
        for index, level in enumerate(funnel.levels)
    ]
    height = _panel_height() * -(-len(panels) // 3)
    return _picture(WIDTH, height, "Share of attempts that reach each rung", [_GAP, *panels])


def heat_picture(heat: HeatMap, names: Mapping[int, str]) -> Markup:
    """Rows are CWEs, columns are hint levels; a cell says how many of how many fail."""
    parts: list[Markup] = []
    for column, hint in enumerate(heat.hints):
        x = LABEL + column * CELL_WIDTH + CELL_WIDTH / 2
        parts += [
            _text(x, 16, hint_name(hint), "strong mid"),
            _text(x, 33, HINTS.get(hint, ""), "small mid"),
        ]
    for row, (cwe, cells) in enumerate(zip(heat.cwes, heat.cells, strict=True)):
        y = HEAD + row * CELL_HEIGHT
        parts += [
            _text(0, y + 18, f"CWE-{cwe}", "strong"),
            _text(84, y + 18, _shortened(names.get(cwe, ""), 66), "label"),
            *(_cell(cell, column, y) for column, cell in enumerate(cells)),
        ]
    height = HEAD + len(heat.cwes) * CELL_HEIGHT + 2
    width = LABEL + len(heat.hints) * CELL_WIDTH
    return _picture(width, height, "Weaknesses of functional designs, by hint level", parts)


def _panel_height() -> int:
    return TOP + len(Rung) * ROW + 26


def _panel(level: Level) -> Markup:
    gap = level.gap
    text = "gap: no figure"
    if gap:
        text = f"gap {percent(gap.value)} ({between(gap.interval)}): functional, not secure"
    about = HINTS.get(level.hint or 0, "")
    parts = [
        _text(0, 16, f"{hint_name(level.hint)}: {about}", "strong"),
        _text(0, 34, f"attempts: {level.attempts}, blocks: {level.tasks}", "small"),
        *(_bar(step, level, TOP + index * ROW) for index, step in enumerate(level.steps)),
        _rect(0, TOP + len(Rung) * ROW + 3, 12, 12, "url(#gap)"),
        _text(18, TOP + len(Rung) * ROW + 14, text, "small"),
    ]
    return Markup("").join(parts)


def _bar(step: Step, level: Level, y: int) -> Markup:
    parts = [
        _text(0, y + 15, step.rung.value, "label"),
        _rect(BAR_LEFT, y, BAR_WIDTH, BAR_HEIGHT, "#eef1f4"),
    ]
    x = BAR_LEFT + BAR_WIDTH + 8
    undecided = f", {step.unknown} ?" if step.unknown else ""
    if step.reached is None:
        note = f"{step.errors} errors" if step.errors else "not judged"
        parts += [_text(x, y + 10, NOTHING, "strong"), _text(x, y + 24, note, "small")]
        return Markup("").join(parts)
    length = step.reached.value * BAR_WIDTH
    parts.append(_rect(BAR_LEFT, y, length, BAR_HEIGHT, "#3f7cac"))
    if step.rung is Rung.SECURE and level.gap:
        parts.append(
            _rect(BAR_LEFT + length, y, level.gap.value * BAR_WIDTH, BAR_HEIGHT, "url(#gap)")
        )
    interval = step.reached.interval
    low, high = (BAR_LEFT + end * BAR_WIDTH for end in (interval.low, interval.high))
    middle = y + BAR_HEIGHT / 2
    path = f"M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8"
    parts += [
        Markup('<path d="{}" class="halo"/><path d="{}" class="whisker"/>').format(path, path),
        _text(x, y + 10, f"{percent(step.reached.value)}", "strong"),
        _text(x, y + 24, ratio(step.reached) + undecided, "small"),
    ]
    return Markup("").join(parts)


def _cell(cell: Cell, column: int, y: float) -> Markup:
    x = LABEL + column * CELL_WIDTH
    text = ratio(cell.failing) + (f", {cell.unknown} ?" if cell.unknown else "")
    fraction = cell.failing.value if cell.failing else 0.0
    mixed = (round(a + (b - a) * fraction) for a, b in zip(PALE, STRONG, strict=True))
    fill = "#{:02x}{:02x}{:02x}".format(*mixed) if cell.failing else "#f4f5f6"
    style = "mid light" if fraction > 0.55 else "mid" if cell.failing else "mid small"
    return _rect(x + 1, y + 1, CELL_WIDTH - 2, CELL_HEIGHT - 2, fill) + _text(
        x + CELL_WIDTH / 2, y + 18, text, style
    )


def _picture(width: float, height: float, title: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg viewBox="0 0 {} {}" style="max-width:{}px" role="img" aria-label="{}">{}</svg>'
    ).format(width, height, width, title, Markup("").join(parts))


def _rect(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" fill="{}"/>').format(
        x, y, width, height, fill
    )


def _text(x: float, y: float, text: str, style: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}">{}</text>').format(x, y, style, text)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
