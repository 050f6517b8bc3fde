"""A waveform as an SVG picture that needs nothing else: no style sheet, no script, no font file.

Lengths are in the units of the view box, CSS pixels at full size. ``Markup.format`` escapes texts.
Colours repeat what is also said otherwise: by the violation's row, by the numbers.
"""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from hdl_agent.waves.waveform import VIOLATION, Row, Waveform

WIDEST, NARROW, WIDE = 1080, 34, 96
"""The picture's width, as far as no cycle gets narrower than NARROW; a cycle's at most."""

ROW, HIGH, LOW, TOP, SLOPE = 27, 5, 21, 46, 3
LETTER = 6.7
"""Width of a character of the monospaced font, at most."""

INK, BUS, UNKNOWN, ALARM = "#1f3a56", "#eef4fa", "#d9d9d9", "#b3261e"
VIOLATED, DIFFERS, GRID = "#fbe4e1", "#ffe9a8", "#dde3e8"


def draw(waveform: Waveform) -> Markup:
    """The picture. Columns with a violation are tinted, and so are the cycles in which a signal
    and its twin differ."""
    rows, cycles = waveform.signal, len(waveform.cycles)
    left = round(max(len(_shortened(row.name, 30)) for row in rows) * LETTER) + 14
    step = max(NARROW, min(WIDE, (WIDEST - left) / cycles))
    width, height = left + step * cycles + 6, TOP + ROW * len(rows) + 6
    by_name = {row.name: row for row in rows}
    parts = [
        _text(0, 13, waveform.head.text, INK, "start", "bold"),
        _text(0, 35, "cycle", INK),
        _placed(left, 0, _columns(waveform, step, height)),
    ]
    for number, row in enumerate(rows):
        y = TOP + number * ROW
        parts.append(_text(0, y + LOW - 4, _shortened(row.name, 30), _colour(row)))
        differences = _differences(row, by_name.get(row.twin or "", row), step)
        parts.append(_placed(left, y, differences + _wave(row, step)))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.0f} {h}" width="{w:.0f}"'
        ' height="{h}" role="img" aria-label="{title}" font-family="monospace"'
        ' style="max-width:{w:.0f}px"><title>{title}</title>{parts}</svg>'
    ).format(w=width, h=height, title=waveform.head.text, parts=Markup("").join(parts))


def _columns(waveform: Waveform, step: float, height: float) -> Markup:
    """The cycles' numbers, the lines between them, the tint of a violation."""
    parts = []
    for index, cycle in enumerate(waveform.cycles):
        x, violated = index * step, cycle in waveform.violated
        if violated:
            parts.append(_rect(x, TOP - 24, step, height - TOP + 22, VIOLATED))
        colour, weight = (ALARM, "bold") if violated else (INK, "normal")
        parts.append(_text(x + step / 2, 35, str(cycle), colour, "middle", weight))
        parts.append(_path(f"M{x:.1f} {TOP}V{height - 4}", GRID))
    return Markup("").join(parts)


def _wave(row: Row, step: float) -> Markup:
    if row.wave.startswith("p"):
        tick = f"V{HIGH}h{step / 2:.1f}V{LOW}h{step / 2:.1f}"
        return _path(f"M0 {LOW}" + tick * len(row.wave), INK)
    boxes, line, start, before = [], "", 0.0, None
    for value, run in groupby(row.values):
        end = start + step * len(list(run))
        level = None
        if value in ("0", "1") and "=" not in row.wave:
            level = HIGH if value == "1" else LOW
            line += f"M{start:.1f} {level if before is None else before}V{level}H{end:.1f}"
        else:
            boxes.append(_box(value, start, end))
        start, before = end, level
    return Markup("").join([*boxes, *([_path(line, _colour(row))] if line else [])])


def _box(value: str, start: float, end: float) -> Markup:
    """A value that is no digit of one bit, from x to x; whole in the title where it is cut."""
    unknown = set(value) <= {"x", "z"}
    middle = (HIGH + LOW) / 2
    path = (
        f"M{start:.1f} {middle}l{SLOPE} {HIGH - middle}H{end - SLOPE:.1f}"
        f"l{SLOPE} {middle - HIGH}l-{SLOPE} {LOW - middle}H{start + SLOPE:.1f}Z"
    )
    label = _shortened(value, max(1, int((end - start - 2 * SLOPE) / LETTER)))
    return Markup('<g><title>{}</title><path d="{}" fill="{}" stroke="{}"/>{}</g>').format(
        _shortened(value, 200),
        path,
        UNKNOWN if unknown else BUS,
        INK,
        _text((start + end) / 2, LOW - 4, label, INK, "middle"),
    )


def _differences(row: Row, twin: Row, step: float) -> Markup:
    values = zip(row.values, twin.values, strict=True)
    places = [index for index, (one, other) in enumerate(values) if one != other]
    return Markup("").join(
        _rect(index * step, HIGH - 4, step, LOW - HIGH + 8, DIFFERS) for index in places
    )


def _placed(x: float, y: float, part: Markup) -> Markup:
    return Markup('<g transform="translate({},{})">{}</g>').format(x, y, part)


def _colour(row: Row) -> str:
    return ALARM if row.name == VIOLATION else INK


def _text(
    x: float, y: float, text: str, fill: str, anchor: str = "start", weight: str = "normal"
) -> Markup:
    return Markup(
        '<text x="{:.1f}" y="{}" text-anchor="{}" font-weight="{}"'
        ' style="fill:{};font-size:11px">{}</text>'
    ).format(x, y, anchor, weight, fill, text)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    return Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" fill="{}"/>').format(
        x, y, width, height, fill
    )


def _path(path: str, stroke: str) -> Markup:
    return Markup('<path d="{}" fill="none" stroke="{}" stroke-width="1.2"/>').format(path, stroke)


def _shortened(text: str, length: int) -> str:
    """Both ends of what is too long; a value that differs in the middle is whole elsewhere."""
    if len(text) <= length:
        return text
    tail = (length - 1) // 2
    return f"{text[: length - 1 - tail]}…{text[len(text) - tail :]}"
