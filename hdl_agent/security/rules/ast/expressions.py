"""Reading pyslang's expressions: constants, names, and what a condition is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang import LiteralBase
from pyslang.ast import BinaryOperator, EvalContext, Expression, ExpressionKind, UnaryOperator

EITHER = (BinaryOperator.LogicalOr, BinaryOperator.BinaryOr)
BOTH = (BinaryOperator.LogicalAnd, BinaryOperator.BinaryAnd)
NOT = (UnaryOperator.LogicalNot, UnaryOperator.BitwiseNot)
EQUAL = (BinaryOperator.Equality, BinaryOperator.CaseEquality, BinaryOperator.WildcardEquality)
UNEQUAL = (
    BinaryOperator.Inequality,
    BinaryOperator.CaseInequality,
    BinaryOperator.WildcardInequality,
)


def plain(expression: Any) -> Any:
    """The expression without conversions of width and type around it."""
    while expression.kind == ExpressionKind.Conversion:
        expression = expression.operand
    return expression


def symbol(expression: Any) -> Any:
    """The signal or parameter that the whole expression names, or None."""
    inner = plain(expression)
    if inner.kind in (ExpressionKind.NamedValue, ExpressionKind.HierarchicalValue):
        return inner.symbol
    return None


def bits(expression: Any, scope: Any) -> str | None:
    """The constant's bits, most significant first, of 0, 1, x and z; None if it is not constant."""
    value = expression.eval(EvalContext(scope)).value if not expression.bad else None
    if value is None or not hasattr(value, "bitWidth"):
        return None
    width: int = value.bitWidth
    if not value.hasUnknown:
        return format(int(value) & ((1 << width) - 1), f"0{width}b")
    text: str = value.toString(LiteralBase.Binary, False).lower()
    return text.rjust(width, text[0] if text[0] in "xz" else "0")


def number(expression: Any, scope: Any) -> int | None:
    """The constant as an unsigned number; None if it is not constant or not wholly known."""
    text = bits(expression, scope)
    return int(text, 2) if text and set(text) <= {"0", "1"} else None


def parts(expression: Any, operators: tuple[BinaryOperator, ...]) -> list[Any]:
    """The operands of a tree of these operators, left to right; the expression, if it is none."""
    inner = plain(expression)
    if inner.kind == ExpressionKind.BinaryOp and inner.op in operators:
        return parts(inner.left, operators) + parts(inner.right, operators)
    return [inner]


def literal(expression: Any, scope: Any) -> tuple[Any, bool] | None:
    """A signal and the value that makes the expression true: ``!a``, ``a == 1'b0``, ``a``."""
    inner = plain(expression)
    if (name := symbol(inner)) is not None:
        return name, True
    if inner.kind == ExpressionKind.UnaryOp and inner.op in NOT:
        found = literal(inner.operand, scope)
        return (found[0], not found[1]) if found else None
    if inner.kind == ExpressionKind.BinaryOp and inner.op in (*EQUAL, *UNEQUAL):
        name, value = symbol(inner.left), number(inner.right, scope)
        if name is not None and value in (0, 1) and name.type.bitWidth == 1:
            return name, bool(value) == (inner.op in EQUAL)
    return None


def walk(node: Any) -> Iterator[Any]:
    """The expression and all in it."""
    found: list[Any] = []

    def note(item: Any) -> None:
        if isinstance(item, Expression):
            found.append(item)

    node.visit(note)
    yield from found


def reads(node: Any) -> set[Any]:
    """The signals and parameters that the expression names."""
    kinds = (ExpressionKind.NamedValue, ExpressionKind.HierarchicalValue)
    return {item.symbol for item in walk(node) if item.kind in kinds}
