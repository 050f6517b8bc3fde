"""Models of bitwise, reducing and selecting cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hdl_agent.security.rules.netlist.bdd import Bdd
from hdl_agent.security.rules.netlist.cells import Model, Work, extended, port


def bitwise(combine: Callable[[Bdd, int, int], int]) -> Model:
    """Two operands, bit by bit."""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        a = yield extended(cell, "A", index + 1)[index]
        b = yield extended(cell, "B", index + 1)[index]
        return combine(bdd, a, b)

    return model


def negated(bdd: Bdd, cell: Any, index: int) -> Work:
    """$not."""
    return bdd.not_((yield extended(cell, "A", index + 1)[index]))


def passed(bdd: Bdd, cell: Any, index: int) -> Work:
    """$pos."""
    return (yield extended(cell, "A", index + 1)[index])


def any_of(bits: list[Any], bdd: Bdd) -> Work:
    """Is any of the nets 1?"""
    result = 0
    for bit in bits:
        result = bdd.or_(result, (yield bit))
    return result


def reduce(combine: Callable[[Bdd, int, int], int], first: int, invert: bool = False) -> Model:
    """All bits of an operand, into one."""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        result = first
        for bit in port(cell, "A"):
            result = combine(bdd, result, (yield bit))
        return bdd.not_(result) if invert else result

    return model


def logic(combine: Callable[[Bdd, int, int], int]) -> Model:
    """Two operands, each true if any of its bits is."""

    def model(bdd: Bdd, cell: Any, index: int) -> Work:
        if index:
            return 0
        a = yield from any_of(port(cell, "A"), bdd)
        b = yield from any_of(port(cell, "B"), bdd)
        return combine(bdd, a, b)

    return model


def mux(bdd: Bdd, cell: Any, index: int) -> Work:
    """$mux."""
    select = yield port(cell, "S")[0]
    a = yield port(cell, "A")[index]
    b = yield port(cell, "B")[index]
    return bdd.ite(select, b, a)


def pmux(bdd: Bdd, cell: Any, index: int) -> Work:
    """$pmux; of several selects the last wins, which Yosys leaves open."""
    width = len(port(cell, "A"))
    result = yield port(cell, "A")[index]
    for number, select_bit in enumerate(port(cell, "S")):
        select = yield select_bit
        value = yield port(cell, "B")[number * width + index]
        result = bdd.ite(select, value, result)
    return result


def bmux(bdd: Bdd, cell: Any, index: int) -> Work:
    """$bmux: the select is an index."""
    width, selects = len(port(cell, "Y")), port(cell, "S")
    values = []
    for bit in port(cell, "A")[index::width]:
        values.append((yield bit))
    for select_bit in selects:
        select = yield select_bit
        values = [bdd.ite(select, b, a) for a, b in zip(values[::2], values[1::2], strict=True)]
    return values[0]
