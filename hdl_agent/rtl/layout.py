"""How a signal's bits are arranged, and which of them a chain of constant selects names.

Packed and unpacked parts alike are laid out from the right: the right index of an array and the
last field of a struct hold the lowest bits (IEEE 1800-2017, 7.2.1 and 7.4.1), as Yosys lays them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hdl_agent.data import Data


class BadSelect(Exception):
    """A select that the layout does not have; the message says what it has."""


_BITS = re.compile(r"\[\s*(\d+)\s*(?:(:|\+:|-:)\s*(\d+)\s*)?\]")
"""A select of bits by constants."""


class Layout(Data):
    """``width`` in bits. A vector has ``left`` and ``right`` bounds; an array has them and an
    ``element``; a struct has ``fields``, the first the highest; a scalar has none of these.

    ``packed`` is False for what is no vector as a whole in SystemVerilog.
    """

    width: int
    left: int | None = None
    right: int | None = None
    signed: bool = False
    packed: bool = True
    element: Layout | None = None
    fields: dict[str, Layout] = {}

    @property
    def is_vector(self) -> bool:
        """May a variable index select bits of it?"""
        return self.left is not None and self.element is None


class Slice(Data):
    """Bits of a signal: ``path`` continues its name as far as it is unpacked, ``base`` is the
    lowest bit of that in the signal, ``whole`` its width; ``low`` counts from there."""

    layout: Layout
    path: str = ""
    base: int = 0
    whole: int
    low: int = 0
    rest: tuple[str, ...] = ()


def select(layout: Layout, parts: Sequence[str]) -> Slice:
    """Follow ``parts``, such as ``[3]`` and ``.lock``. What selects bits of a vector stays in
    ``rest``. Raises BadSelect."""
    found = Slice(layout=layout, whole=layout.width)
    for number, part in enumerate(parts):
        here = found.layout
        if here.is_vector:
            rest = tuple(parts[number:])
            if len(rest) > 1 or not rest[0].startswith("["):
                raise BadSelect(f"{rest[-1]} selects from a single bit")
            return found.model_copy(update={"rest": rest})
        low, inner = _field(here, part) if part.startswith(".") else _element(here, part)
        if here.packed:
            found = found.model_copy(update={"layout": inner, "low": found.low + low})
        else:
            found = found.model_copy(
                update={
                    "layout": inner,
                    "path": found.path + part,
                    "base": found.base + low,
                    "whole": inner.width,
                }
            )
    return found


def check_bits(layout: Layout, selects: str) -> None:
    """Do the constants of the select at the start of a text lie within the bounds of a vector?
    Verilog reads what lies outside as x. Raises BadSelect."""
    found = _BITS.match(selects.lstrip())
    if found is None:
        return
    first, second = int(found[1]), int(found[3] or found[1])
    more = second - 1
    last = {"+:": first + more, "-:": first - more}.get(found[2], second)
    left, right = layout.left or 0, layout.right or 0
    low, high = sorted((left, right))
    if not (low <= min(first, last) and max(first, last) <= high):
        raise BadSelect(f"{found[0]} is outside [{left}:{right}]")


def _field(layout: Layout, part: str) -> tuple[int, Layout]:
    name = part.removeprefix(".")
    if name not in layout.fields:
        there = f"its fields are {', '.join(layout.fields)}" if layout.fields else "it is no struct"
        raise BadSelect(f"there is no {part}: {there}")
    names = list(layout.fields)
    after = names[names.index(name) + 1 :]
    return sum(layout.fields[other].width for other in after), layout.fields[name]


def _element(layout: Layout, part: str) -> tuple[int, Layout]:
    if layout.element is None or layout.left is None or layout.right is None:
        raise BadSelect(f"{part} selects from what is no array")
    index = int(part.strip("[]"))
    low, high = sorted((layout.left, layout.right))
    if not low <= index <= high:
        raise BadSelect(f"{part} is outside [{layout.left}:{layout.right}]")
    return abs(index - layout.right) * layout.element.width, layout.element
