"""Models of comparing, adding and shifting cells."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from hdl_agent.security.rules.netlist.bdd import Bdd, TooLarge
from hdl_agent.security.rules.netlist.cells import Model, Work, extended, port, signed

WIDE = 8
"""Bits of two variable operands up to which sums and orders are modelled; beyond, only against
constants: the order of variables is not interleaved."""

SHIFTS = 6
"""Bits of a shift amount that are modelled."""


def equal(invert: bool) -> Model:
    """Are two operands equal?"""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        width = max(len(port(cell, "A")), len(port(cell, "B")))
        result = 1
        pairs = zip(extended(cell, "A", width), extended(cell, "B", width), strict=True)
        for a_bit, b_bit in pairs:
            a = yield a_bit
            b = yield b_bit
            result = bdd.and_(result, bdd.not_(bdd.xor(a, b)))
        return bdd.not_(result) if invert else result

    return model


def _operands(bdd: Bdd, cell: Any, width: int) -> Generator[Any, int, list[tuple[int, int]]]:
    pairs = []
    for a_bit, b_bit in zip(extended(cell, "A", width), extended(cell, "B", width), strict=True):
        a = yield a_bit
        b = yield b_bit
        pairs.append((a, b))
    variable = [sum(pair[side] > 1 for pair in pairs) for side in (0, 1)]
    if min(variable) > 0 and max(variable) > WIDE:
        raise TooLarge
    return pairs


def order(swap: bool, invert: bool) -> Model:
    """A < B, with operands swapped for >, the result inverted for >= and <=."""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        if signed(cell, "A") and signed(cell, "B"):
            raise TooLarge
        width = max(len(port(cell, "A")), len(port(cell, "B")))
        pairs = yield from _operands(bdd, cell, width)
        less = 0
        for a, b in pairs:
            low, high = (b, a) if swap else (a, b)
            less = bdd.ite(bdd.xor(low, high), high, less)
        return bdd.not_(less) if invert else less

    return model


def total(subtract: bool) -> Model:
    """A + B or A - B."""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        pairs = yield from _operands(bdd, cell, index + 1)
        carry, result = int(subtract), 0
        for a, raw in pairs:
            b = bdd.not_(raw) if subtract else raw
            half = bdd.xor(a, b)
            result = bdd.xor(half, carry)
            carry = bdd.or_(bdd.and_(a, b), bdd.and_(half, carry))
        return result

    return model


def shift(left: bool) -> Model:
    """A shifted by B, without signs."""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        amount = port(cell, "B")
        live = [bit for bit in amount if bit != "0"]
        if len(live) > SHIFTS or signed(cell, "A") or signed(cell, "B"):
            raise TooLarge
        positions = {index: 1}  # where this bit may come from, and when
        for power, bit in enumerate(amount):
            select = yield bit
            moved: dict[int, int] = {}
            for position, when in positions.items():
                step = (1 << power) * (-1 if left else 1)
                for place, condition in ((position, bdd.not_(select)), (position + step, select)):
                    both = bdd.and_(when, condition)
                    if both:
                        moved[place] = bdd.or_(moved.get(place, 0), both)
            positions = moved
        result = 0
        bits = port(cell, "A")
        for position, when in positions.items():
            if 0 <= position < len(bits):
                result = bdd.or_(result, bdd.and_(when, (yield bits[position])))
        return result

    return model
