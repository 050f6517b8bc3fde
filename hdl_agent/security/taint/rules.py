"""How taint passes each cell: one rule a cell, as a sum of products.

A bit's taint in a run says that the bit may differ in another run, one that agrees with the first
wherever the first has no taint. A rule knows the values in the first run (gate-level information
flow tracking: Tiwari et al., ASPLOS 2009), so an untainted 0 blocks an AND, and an untainted select
lets only the chosen side through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Literal:
    """The value of a pin, its complement (``inverted``), or its taint (``tainted``)."""

    pin: str
    tainted: bool = False
    inverted: bool = False


Rule = tuple[tuple[Literal, ...], ...]
"""The output is tainted when all literals of any product are 1."""


def _rule(*products: str) -> Rule:
    """``A`` is pin A's value, ``!A`` its complement, ``tA`` its taint."""
    return tuple(
        tuple(Literal(word[-1], word[0] == "t", word[0] == "!") for word in product.split())
        for product in products
    )


_ONE = _rule("tA")
_ANY = _rule("tA", "tB")
_AND = _rule("tA tB", "tA B", "tB A")
_OR = _rule("tA tB", "tA !B", "tB !A")

RULES: dict[str, Rule] = {
    "$_BUF_": _ONE,
    "$_NOT_": _ONE,
    "$_AND_": _AND,
    "$_NAND_": _AND,
    "$_OR_": _OR,
    "$_NOR_": _OR,
    "$_XOR_": _ANY,
    "$_XNOR_": _ANY,
    "$_ANDNOT_": _rule("tA tB", "tA !B", "tB A"),
    "$_ORNOT_": _rule("tA tB", "tA B", "tB !A"),
    "$_MUX_": _rule("!S tA", "S tB", "tS tA", "tS tB", "tS A !B", "tS !A B"),
}
"""The rules of the gates, output pin Y."""

REGISTER = "$_DFF_P_"
"""A register's taint is a register, too: it stores the taint of D. It powers up without taint, for
both runs power up alike."""


def literals(rule: Rule) -> tuple[Literal, ...]:
    """Each literal of a rule once, in order."""
    return tuple(dict.fromkeys(literal for product in rule for literal in product))


def taint_of(
    rule: Rule,
    of: Callable[[Literal], Value],
    both: Callable[[Value, Value], Value],
    either: Callable[[Value, Value], Value],
) -> Value:
    """The rule in any algebra: literals of a graph, Verilog text, truth values."""
    total: Value | None = None
    for product in rule:
        first, *rest = map(of, product)
        for value in rest:
            first = both(first, value)
        total = first if total is None else either(total, first)
    assert total is not None
    return total
