"""The text as synthesis practice reads it (IEEE Std 1364.1-2002): what the netlist is made from.

Three things mean more to a simulator than to synthesis, and the front end of Yosys refuses them.
Delays in assignments are left out. Functions and tasks are automatic: one whose variables are
shared by all its calls would else be a signal with several drivers, as would the counter of loops
in several processes. Lines stay where they are.
"""

from __future__ import annotations

from typing import Any

from pyslang.syntax import SyntaxKind, SyntaxNode, SyntaxTree

from hdl_agent.rtl.counters import shared_counters

DELAYED = (
    SyntaxKind.TimingControlExpression,
    SyntaxKind.ContinuousAssign,
    SyntaxKind.NetDeclaration,
    SyntaxKind.PrimitiveInstantiation,
)
"""What a delay may stand in; a statement that waits has no meaning in synthesis, and stays."""

ROUTINES = (SyntaxKind.FunctionDeclaration, SyntaxKind.TaskDeclaration)


def as_practised(tree: SyntaxTree, text: bytes) -> bytes:
    """The ``text`` that ``tree`` was read from, without delays and with automatic routines and
    counters."""
    changes: list[tuple[int, int, bytes]] = []

    def visit(node: Any) -> None:
        kind = node.kind if isinstance(node, SyntaxNode) else None
        if kind in ROUTINES and not str(node.prototype.lifetime).strip():
            end = _offset(tree, node.prototype.keyword.range.end)
            changes.append((end, end, b" automatic"))
        elif kind == SyntaxKind.ModuleDeclaration:
            for start, variable in shared_counters(node):
                offset = _offset(tree, start)
                changes.append((offset, offset, f"{variable} ".encode()))
        elif kind == SyntaxKind.DelayControl and node.parent.kind in DELAYED:
            span = node.sourceRange
            changes.append((_offset(tree, span.start), _offset(tree, span.end), b""))

    tree.root.visit(visit)
    for start, end, new in sorted(changes, reverse=True):
        lines = text[start:end].count(b"\n")
        text = text[:start] + new + b"\n" * lines + text[end:]
    return text


def _offset(tree: SyntaxTree, place: Any) -> int:
    """Behind a macro's use, where that is what ends the range."""
    manager = tree.sourceManager
    if manager.isMacroLoc(place):
        place = manager.getExpansionRange(place).end
    return int(place.offset)
