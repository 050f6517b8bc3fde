"""A waveform as a table of plain text, signals by cycles: for terminals, and for models."""

from __future__ import annotations

from hdl_agent.waves.waveform import Row, Waveform

NAME, VALUE = 28, 34
"""Characters at most of a name and of a value."""


def table(waveform: Waveform, width: int = 100) -> str:
    """At most ``width`` characters a line, a line a signal: the last cycles that fit, and one if
    none does. A dot: as in the cycle before. A star: the property is violated in this cycle."""
    rows = [row for row in waveform.signal if not row.wave.startswith("p")]
    names = ["cycle", *(_cut(row.name, NAME) for row in rows)]
    heads = [f"{n}{'*' * (n in waveform.violated)}" for n in waveform.cycles]
    values = [[_cut(value, VALUE) for value in row.values] for row in rows]
    dotted = [_dotted(row) for row in rows]
    room = width - max(map(len, names))
    columns: list[list[str]] = []
    for n in reversed(range(len(heads))):
        first = [heads[n], *(row[n] for row in values)]
        later = [[heads[m], *(row[m] for row in dotted)] for m in range(n + 1, len(heads))]
        if columns and sum(map(_taken, [first, *later])) > room:
            break
        columns = [first, *later]
    padded = [[cell.rjust(max(map(len, column))) for cell in column] for column in columns]
    left = max(map(len, names))
    lines = [
        "  ".join([name.ljust(left), *(column[line] for column in padded)])
        for line, name in enumerate(names)
    ]
    return "\n".join(lines)


def _dotted(row: Row) -> list[str]:
    values = row.values
    pairs = zip(values, [None, *values], strict=False)
    return ["." if value == before else _cut(value, VALUE) for value, before in pairs]


def _taken(column: list[str]) -> int:
    return 2 + max(map(len, column))


def _cut(text: str, length: int) -> str:
    """The middle goes first: both ends of a long value tell more."""
    half = (length - 1) // 2
    return text if len(text) <= length else f"{text[:half]}~{text[-half:]}"
