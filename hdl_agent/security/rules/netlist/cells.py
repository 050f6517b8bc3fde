"""How one bit of a Yosys word-level cell follows from its inputs, as decision diagrams.

A model yields the nets whose functions it needs and returns the bit's function. Cells without a
model, and shapes that grow beyond measure as diagrams, raise TooLarge or are not listed: cuts.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from hdl_agent.security.rules.netlist.bdd import Bdd, TooLarge

Work = Generator[Any, int, int]
Model = Callable[[Bdd, Any, int], Work]

WIDE = 8
"""Bits of two variable operands up to which sums and orders are modelled; beyond, only against
constants: the order of variables is not interleaved."""

SHIFTS = 6
"""Bits of a shift amount that are modelled."""


def _port(cell: Any, port: str) -> list[Any]:
    bits: list[Any] = cell["connections"][port]
    return bits


def _signed(cell: Any, port: str) -> bool:
    return str(cell["parameters"].get(f"{port}_SIGNED", "0"))[-1] == "1"


def _extended(cell: Any, port: str, width: int) -> list[Any]:
    bits = _port(cell, port)
    both = _signed(cell, "A") and (_signed(cell, "B") or "B" not in cell["connections"])
    fill = bits[-1] if both and bits else "0"
    return [*bits, *[fill] * (width - len(bits))][:width] if len(bits) < width else bits[:width]


def _bitwise(combine: Callable[[Bdd, int, int], int]) -> Model:
    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        a = yield _extended(cell, "A", index + 1)[index]
        b = yield _extended(cell, "B", index + 1)[index]
        return combine(bdd, a, b)

    return model


def _not(bdd: Bdd, cell: Any, index: int) -> Work:
    return bdd.not_((yield _extended(cell, "A", index + 1)[index]))


def _pos(bdd: Bdd, cell: Any, index: int) -> Work:
    return (yield _extended(cell, "A", index + 1)[index])


def _any(bits: list[Any], bdd: Bdd) -> Work:
    result = 0
    for bit in bits:
        result = bdd.or_(result, (yield bit))
    return result


def _reduce(combine: Callable[[Bdd, int, int], int], first: int, invert: bool = False) -> Model:
    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        result = first
        for bit in _port(cell, "A"):
            result = combine(bdd, result, (yield bit))
        return bdd.not_(result) if invert else result

    return model


def _logic(combine: Callable[[Bdd, int, int], int]) -> Model:
    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        a = yield from _any(_port(cell, "A"), bdd)
        b = yield from _any(_port(cell, "B"), bdd)
        return combine(bdd, a, b)

    return model


def _equal(invert: bool) -> Model:
    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        width = max(len(_port(cell, "A")), len(_port(cell, "B")))
        result = 1
        pairs = zip(_extended(cell, "A", width), _extended(cell, "B", width), strict=True)
        for a_bit, b_bit in pairs:
            a = yield a_bit
            b = yield b_bit
            result = bdd.and_(result, bdd.not_(bdd.xor(a, b)))
        return bdd.not_(result) if invert else result

    return model


def _operands(bdd: Bdd, cell: Any, width: int) -> Generator[Any, int, list[tuple[int, int]]]:
    pairs = []
    for a_bit, b_bit in zip(
        _extended(cell, "A", width), _extended(cell, "B", width), strict=True
    ):
        a = yield a_bit
        b = yield b_bit
        pairs.append((a, b))
    variable = [sum(pair[side] > 1 for pair in pairs) for side in (0, 1)]
    if min(variable) > 0 and max(variable) > WIDE:
        raise TooLarge
    return pairs


def _order(swap: bool, invert: bool) -> Model:
    """A < B, with operands swapped for >, the result inverted for >= and <=."""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        if _signed(cell, "A") and _signed(cell, "B"):
            raise TooLarge
        width = max(len(_port(cell, "A")), len(_port(cell, "B")))
        pairs = yield from _operands(bdd, cell, width)
        less = 0
        for a, b in pairs:
            low, high = (b, a) if swap else (a, b)
            less = bdd.ite(bdd.xor(low, high), high, less)
        return bdd.not_(less) if invert else less

    return model


def _sum(subtract: bool) -> Model:
    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        pairs = yield from _operands(bdd, cell, index + 1)
        carry, total = int(subtract), 0
        for a, raw in pairs:
            b = bdd.not_(raw) if subtract else raw
            half = bdd.xor(a, b)
            total = bdd.xor(half, carry)
            carry = bdd.or_(bdd.and_(a, b), bdd.and_(half, carry))
        return total

    return model


def _mux(bdd: Bdd, cell: Any, index: int) -> Work:
    select = yield _port(cell, "S")[0]
    a = yield _port(cell, "A")[index]
    b = yield _port(cell, "B")[index]
    return bdd.ite(select, b, a)


def _pmux(bdd: Bdd, cell: Any, index: int) -> Work:
    width = len(_port(cell, "A"))
    result = yield _port(cell, "A")[index]
    for number, select_bit in enumerate(_port(cell, "S")):
        select = yield select_bit
        value = yield _port(cell, "B")[number * width + index]
        result = bdd.ite(select, value, result)
    return result


def _bmux(bdd: Bdd, cell: Any, index: int) -> Work:
    width, selects = len(_port(cell, "Y")), _port(cell, "S")
    values = []
    for bit in _port(cell, "A")[index::width]:
        values.append((yield bit))
    for select_bit in selects:
        select = yield select_bit
        values = [bdd.ite(select, b, a) for a, b in zip(values[::2], values[1::2], strict=True)]
    return values[0]


def _shift(left: bool) -> Model:
    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        amount = _port(cell, "B")
        live = [bit for bit in amount if bit != "0"]
        if len(live) > SHIFTS or _signed(cell, "A") or _signed(cell, "B"):
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
        bits = _port(cell, "A")
        for position, when in positions.items():
            if 0 <= position < len(bits):
                result = bdd.or_(result, bdd.and_(when, (yield bits[position])))
        return result

    return model


MODELS: dict[str, Model] = {
    "$and": _bitwise(lambda bdd, a, b: bdd.and_(a, b)),
    "$or": _bitwise(lambda bdd, a, b: bdd.or_(a, b)),
    "$xor": _bitwise(lambda bdd, a, b: bdd.xor(a, b)),
    "$xnor": _bitwise(lambda bdd, a, b: bdd.not_(bdd.xor(a, b))),
    "$not": _not,
    "$pos": _pos,
    "$reduce_and": _reduce(lambda bdd, a, b: bdd.and_(a, b), 1),
    "$reduce_or": _reduce(lambda bdd, a, b: bdd.or_(a, b), 0),
    "$reduce_bool": _reduce(lambda bdd, a, b: bdd.or_(a, b), 0),
    "$reduce_xor": _reduce(lambda bdd, a, b: bdd.xor(a, b), 0),
    "$reduce_xnor": _reduce(lambda bdd, a, b: bdd.xor(a, b), 0, invert=True),
    "$logic_not": _reduce(lambda bdd, a, b: bdd.or_(a, b), 0, invert=True),
    "$logic_and": _logic(lambda bdd, a, b: bdd.and_(a, b)),
    "$logic_or": _logic(lambda bdd, a, b: bdd.or_(a, b)),
    "$eq": _equal(invert=False),
    "$eqx": _equal(invert=False),
    "$ne": _equal(invert=True),
    "$nex": _equal(invert=True),
    "$lt": _order(swap=False, invert=False),
    "$ge": _order(swap=False, invert=True),
    "$gt": _order(swap=True, invert=False),
    "$le": _order(swap=True, invert=True),
    "$add": _sum(subtract=False),
    "$sub": _sum(subtract=True),
    "$mux": _mux,
    "$pmux": _pmux,
    "$bmux": _bmux,
    "$shl": _shift(left=True),
    "$sshl": _shift(left=True),
    "$shr": _shift(left=False),
    "$shiftx": _shift(left=False),
    "$shift": _shift(left=False),
}
