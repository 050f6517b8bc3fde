"""Counters of loops that processes share, such as ``integer i`` of a module.

Each process sets them anew, and nothing else looks at them; a netlist would nevertheless have one
signal with a driver in each process. In each loop a variable of its own means the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.parsing import Token
from pyslang.syntax import SyntaxKind

TYPES = {SyntaxKind.IntegerType: "integer", SyntaxKind.IntType: "int"}


def shared_counters(module: Any) -> Iterator[tuple[Any, str]]:
    """The places in a module where a loop sets its counter, and the type of the variable that can
    be declared there: no use of the name is outside such loops."""
    types: dict[str, set[str]] = {}
    loops: list[tuple[str, Any]] = []
    used: set[str] = set()

    def declared(node: Any) -> None:
        plain = node.initializer is None and not len(node.dimensions)
        whole = plain and node.parent.kind == SyntaxKind.DataDeclaration
        kind = TYPES.get(node.parent.type.kind, "") if whole else ""
        types.setdefault(node.name.valueText, set()).add(kind)

    def visit(item: Any) -> None:
        if isinstance(item, Token):
            return
        if item.kind == SyntaxKind.Declarator:
            declared(item)
        elif item.kind == SyntaxKind.ForLoopStatement and (name := _counter(item)):
            loops.append((name, item))
        elif item.kind in (SyntaxKind.IdentifierName, SyntaxKind.IdentifierSelectName):
            name = item.identifier.valueText
            if not _is_in_its_loop(name, item):
                used.add(name)

    module.visit(visit)
    for name, loop in loops:
        kinds = types.get(name, {""})
        if name not in used and len(kinds) == 1 and (kind := min(kinds)):
            yield _start(loop), kind


def _counter(loop: Any) -> str | None:
    """The variable that alone is set at the loop's start."""
    starts = [item for item in loop.initializers if not isinstance(item, Token)]
    if len(starts) != 1 or starts[0].kind != SyntaxKind.AssignmentExpression:
        return None
    left = starts[0].left
    return str(left.identifier.valueText) if left.kind == SyntaxKind.IdentifierName else None


def _start(loop: Any) -> Any:
    return next(item for item in loop.initializers if not isinstance(item, Token)).sourceRange.start


def _is_in_its_loop(name: str, node: Any) -> bool:
    while node is not None:
        if node.kind == SyntaxKind.ForLoopStatement and _counter(node) == name:
            return True
        node = node.parent
    return False
