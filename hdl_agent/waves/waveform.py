"""Signals over cycles as WaveJSON, the format of WaveDrom (wavedrom.com), one letter a cycle."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from hdl_agent.data import Data

VIOLATION = "violation"
"""The name of the row that is 1 where the property is violated."""

_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("?", text)[:200]


Text = Annotated[str, AfterValidator(_printable)]
"""What may come from a design: a terminal and XML take any character that is left."""

Label = Annotated[str, Field(pattern=r"^[0-9a-fxz]+$", max_length=1 << 16)]


class Row(Data):
    """A signal. ``wave``: p for a clock, 0, 1, x, z, = for the next of ``data``, and a dot where
    nothing changes. ``twin``: the name of the same signal in another copy of the design, with
    which to compare it; WaveDrom does not look at it."""

    name: Text
    wave: str = Field(pattern=r"^[p01xz=][p01xz=.]*$", max_length=1000)
    data: Annotated[tuple[Label, ...], Field(max_length=1000)] = ()
    twin: Text | None = None

    @property
    def values(self) -> list[str]:
        """What to write in each cycle: a digit, x or z, hex digits; p for a clock."""
        values: list[str] = []
        labels = iter(self.data)
        for letter in self.wave:
            last = values[-1] if values else "x"
            values.append(last if letter == "." else _label(letter, labels))
        return values


class Head(Data):
    """``tick`` is the number of the first cycle."""

    text: Text
    tick: int


class Config(Data):
    """``hscale`` widens WaveDrom's cycles so that hex values fit."""

    hscale: int = 2


class Waveform(Data):
    """A picture's worth: all rows have the same number of cycles."""

    signal: Annotated[tuple[Row, ...], Field(min_length=1, max_length=40)]
    head: Head
    config: Config = Config()

    @model_validator(mode="after")
    def _as_long_as_each_other(self) -> Self:
        if len({len(row.wave) for row in self.signal}) > 1:
            raise ValueError("rows differ in their number of cycles")
        return self

    @property
    def cycles(self) -> range:
        """The cycles' numbers."""
        return range(self.head.tick, self.head.tick + len(self.signal[0].wave))

    @property
    def violated(self) -> set[int]:
        """The numbers of the cycles with a violation."""
        marks = [row.values for row in self.signal if row.name == VIOLATION]
        return {n for row in marks for n, v in zip(self.cycles, row, strict=True) if v == "1"}


def clock_row(name: str, cycles: int) -> Row:
    """A clock that ticks in each cycle."""
    return Row(name=name, wave="p" + "." * (cycles - 1))


def row(name: str, values: Sequence[str], twin: str | None = None) -> Row:
    """``values``: bits, the most significant first, a cycle each. Wide ones become hex digits, with
    an x for a digit that is not wholly known."""
    labels = [value if len(value) == 1 else _hex(value) for value in values]
    wave, data, last = "", [], None
    for label, value in zip(labels, values, strict=True):
        if label == last:
            wave += "."
        elif len(value) == 1 or set(label) in ({"x"}, {"z"}):
            wave += label[0]
        else:
            wave += "="
            data.append(label)
        last = label
    return Row(name=name, wave=wave, data=tuple(data), twin=twin)


def _label(letter: str, labels: Iterator[str]) -> str:
    return next(labels, "") if letter == "=" else letter


def _hex(bits: str) -> str:
    digits = [bits[max(0, end - 4) : end] for end in range(len(bits), 0, -4)][::-1]
    return "".join(_digit(digit) for digit in digits)


def _digit(bits: str) -> str:
    if set(bits) <= {"0", "1"}:
        return f"{int(bits, 2):x}"
    return "z" if set(bits) == {"z"} else "x"
