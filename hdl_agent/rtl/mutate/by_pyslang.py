"""Mutants of any SystemVerilog: pyslang's syntax tree says which text to replace with which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.syntax import SyntaxKind, SyntaxNode, SyntaxTree

from hdl_agent.rtl.mutate.operators import RELATIONS, RESET, ZERO, Register, worth_leaking

ORDER = (
    SyntaxKind.LessThanExpression,
    SyntaxKind.LessThanEqualExpression,
    SyntaxKind.GreaterThanExpression,
    SyntaxKind.GreaterThanEqualExpression,
)
LOGIC = (
    *ORDER,
    SyntaxKind.LogicalAndExpression,
    SyntaxKind.LogicalOrExpression,
    SyntaxKind.UnaryLogicalNotExpression,
    SyntaxKind.EqualityExpression,
    SyntaxKind.InequalityExpression,
)
"""Expressions of one bit."""

LITERALS = (SyntaxKind.IntegerLiteralExpression, SyntaxKind.IntegerVectorExpression)

Change = tuple[str, Any, str]
"""Operator, the node to replace, the text to replace it with."""


def rewrite(text: str) -> Iterator[tuple[str, int, str, str, str]]:
    """Operator, line, before, after and the whole new text of each change."""
    tree = SyntaxTree.fromText(text)
    data, manager = text.encode(), tree.sourceManager
    for operator, node, new in _all(tree.root):
        span = node.sourceRange
        if manager.isMacroLoc(span.start) or manager.isMacroLoc(span.end):
            continue
        start, end = span.start.offset, span.end.offset
        before = data[start:end].decode()
        whole = (data[:start] + new.encode() + data[end:]).decode()
        yield operator, manager.getLineNumber(span.start), before, new, whole


def _all(root: Any) -> list[Change]:
    found: list[Change] = []
    leaked: list[str | None] = [None]

    def visit(node: Any) -> None:
        if not _is_node(node):
            return
        if node.kind == SyntaxKind.ModuleDeclaration:
            leaked[0] = worth_leaking(_registers(node))
        found.extend(_changes(node))
        zero = _zero_that_is_read(node)
        if leaked[0] and zero is not None:
            found.append(("leak_register", zero, leaked[0]))

    root.visit(visit)
    return found


def _changes(node: Any) -> Iterator[Change]:
    kind = node.kind
    if kind in (SyntaxKind.ConditionalStatement, SyntaxKind.ConditionalExpression):
        condition = node.predicate
        if RESET.search(str(condition)):
            yield from _resets(node)
        else:
            yield "remove_guard", condition, "1'b1"
            yield "invert_condition", condition, f"!({_text(condition)})"
    elif kind == SyntaxKind.LogicalAndExpression:
        yield "drop_conjunct", node, f"({_text(node.left)})"
        yield "drop_conjunct", node, f"({_text(node.right)})"
    elif kind == SyntaxKind.EqualityExpression and _is_constant(node.right):
        for shift in (">>", "<<"):
            sides = [f"(({_text(side)}) {shift} 1)" for side in (node.left, node.right)]
            yield "widen_match", node, " == ".join(sides)
    elif kind in ORDER:
        sign = RELATIONS[node.operatorToken.rawText]
        yield "off_by_one", node, f"{_text(node.left)} {sign} {_text(node.right)}"
    elif kind == SyntaxKind.ContinuousAssign:
        for assignment in node.assignments:
            if _is_node(assignment):
                yield from _stuck(assignment.right)
    elif kind == SyntaxKind.Declarator and node.initializer:
        yield from _stuck(node.initializer.expr)


def _stuck(value: Any) -> Iterator[Change]:
    if value.kind in LOGIC:
        for level in (0, 1):
            yield "stuck_signal", value, f"1'b{level}"


def _resets(conditional: Any) -> Iterator[Change]:
    """The nonblocking assignments that are made while the reset is active."""
    if conditional.kind == SyntaxKind.ConditionalStatement:
        for node in _below(conditional.statement):
            if node.kind == SyntaxKind.NonblockingAssignmentExpression:
                yield "drop_reset", node.parent, ";"


def _zero_that_is_read(node: Any) -> Any:
    """The 0 that is read where nothing else is: of a ternary, or in a default branch."""
    if node.kind == SyntaxKind.ConditionalExpression:
        value = node.right
    elif node.kind == SyntaxKind.DefaultCaseItem:
        kinds = (SyntaxKind.AssignmentExpression, SyntaxKind.NonblockingAssignmentExpression)
        value = next((n.right for n in _below(node.clause) if n.kind in kinds), None)
    else:
        return None
    is_zero = value is not None and value.kind in LITERALS and ZERO.fullmatch(_text(value))
    return value if is_zero else None


def _registers(module: Any) -> list[Register]:
    kinds = (SyntaxKind.RegType, SyntaxKind.LogicType)
    return [
        Register(declarator.name.valueText, bool(len(node.type.dimensions)))
        for node in _below(module)
        if node.kind == SyntaxKind.DataDeclaration and node.type.kind in kinds
        for declarator in node.declarators
        if _is_node(declarator) and not len(declarator.dimensions)
    ]


def _below(root: Any) -> list[Any]:
    nodes: list[Any] = []
    root.visit(lambda item: nodes.append(item) if _is_node(item) else None)
    return nodes


def _is_node(item: Any) -> bool:
    """And no token."""
    return isinstance(item, SyntaxNode)


def _is_constant(node: Any) -> bool:
    text = _text(node)
    return node.kind in LITERALS or (text.isidentifier() and text == text.upper())


def _text(node: Any) -> str:
    return str(node).strip()
