"""Variables that look like the state of a finite-state machine, from pyslang's syntax of meaning.

Such a variable selects a case or is compared with constants by name, and whatever is assigned to it
is a constant, or another variable of which the same is true (the next state of a machine in two
processes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hdl_agent.data import Data


class Machine(Data):
    """The state variable's hierarchical name; the values it is given, as literals, by name where
    they have one."""

    state: str
    values: dict[str, str]


@dataclass
class _Assigned:
    constants: dict[str, str] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)
    other: bool = False


def machines(root: Any, top: str) -> Iterator[Machine]:
    """Each machine found below ``root``."""
    from pyslang.ast import BinaryOperator, ExpressionKind, StatementKind, SymbolKind

    from hdl_agent.rtl.symbols import below

    assigned: dict[str, _Assigned] = {}
    selects: set[str] = set()

    def name_of(expression: Any) -> str | None:
        expression = _bare(expression)
        if expression.kind is not ExpressionKind.NamedValue:
            return None
        return below(expression.symbol, top)

    def target(expression: Any) -> str | None:
        """The variable of which at least a part is assigned."""
        while hasattr(expression, "value") and expression.kind is not ExpressionKind.NamedValue:
            expression = expression.value
        return name_of(expression)

    def visit(item: Any) -> bool:
        kind = getattr(item, "kind", None)
        if kind is StatementKind.Case and (name := name_of(item.expr)):
            selects.add(name)
        elif kind is ExpressionKind.BinaryOp and item.op is BinaryOperator.Equality:
            if _named_constant(item.right) and (name := name_of(item.left)):
                selects.add(name)
        elif kind is SymbolKind.Net and item.initializer and (name := below(item, top)):
            _collect(item.initializer, assigned.setdefault(name, _Assigned()), name_of)
        elif kind is ExpressionKind.Assignment and (name := target(item.left)):
            note = assigned.setdefault(name, _Assigned())
            if name_of(item.left) is None:
                note.other = True
            else:
                _collect(item.right, note, name_of)
        return True

    root.visit(visit)
    for state in sorted(selects):
        values = _values(state, assigned)
        if values is not None and len(set(values.values())) > 2:
            yield Machine(state=state, values=values)


def _bare(expression: Any) -> Any:
    from pyslang.ast import ExpressionKind

    while expression.kind is ExpressionKind.Conversion:
        expression = expression.operand
    return expression


def _named_constant(expression: Any) -> str | None:
    """The literal that a parameter or a name of an enumeration stands for."""
    from pyslang.ast import ExpressionKind, SymbolKind

    from hdl_agent.rtl.symbols import literal

    bare = _bare(expression)
    if bare.kind is not ExpressionKind.NamedValue:
        return None
    named = bare.symbol.kind in (SymbolKind.Parameter, SymbolKind.EnumValue)
    return literal(bare.symbol) if named else None


def _collect(expression: Any, note: _Assigned, name_of: Any) -> None:
    """Add what an assigned expression may be to ``note``."""
    from pyslang.ast import ExpressionKind

    width = expression.type.bitWidth
    bare = _bare(expression)
    if bare.kind is ExpressionKind.ConditionalOp:
        _collect(bare.left, note, name_of)
        _collect(bare.right, note, name_of)
    elif bare.kind is ExpressionKind.NamedValue:
        if value := _named_constant(bare):
            note.constants[bare.symbol.name] = value
            return
        name = name_of(bare)
        if name is None:
            note.other = True
        else:
            note.variables.add(name)
    elif bare.kind in (ExpressionKind.IntegerLiteral, ExpressionKind.UnbasedUnsizedIntegerLiteral):
        try:
            value = f"{width}'d{int(bare.value)}"
        except (TypeError, ValueError):
            note.other = True
            return
        note.constants[value] = value
    else:
        note.other = True


def _values(state: str, assigned: dict[str, _Assigned]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    waiting, seen = [state], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        note = assigned.get(name)
        if note is None or note.other:
            return None
        found |= note.constants
        waiting += sorted(note.variables)
    return found
