"""Statements of a design that build nothing: reports to a simulator's user, and assertions.

Synthesis leaves them out, so they are taken out of a user's own text before any tool reads it. What
a simulator runs can then neither end nor fake a replay, and an assertion that only some tools can
read hinders none of them.
"""

from __future__ import annotations

import re
from typing import Any

from pyslang.syntax import SyntaxKind, SyntaxNode, SyntaxTree

from hdl_agent.rtl.integrity import ALLOWED_FUNCTIONS

REPORTS = frozenset(
    ["$display", "$write", "$strobe", "$monitor", "$info", "$warning", "$error", "$fatal"]
    + ["$finish", "$stop"]
)
LOOKS = REPORTS | ALLOWED_FUNCTIONS | {"$time", "$stime", "$realtime", "$sformatf", "$isunknown"}
LOOKS |= {"$sampled", "$past", "$rose", "$fell", "$stable", "$changed"}
"""System names that change no variable of the design."""

ASSERTIONS = (
    SyntaxKind.ImmediateAssertStatement,
    SyntaxKind.ImmediateAssumeStatement,
    SyntaxKind.ImmediateCoverStatement,
    SyntaxKind.AssertPropertyStatement,
    SyntaxKind.AssumePropertyStatement,
    SyntaxKind.CoverPropertyStatement,
    SyntaxKind.CoverSequenceStatement,
    SyntaxKind.RestrictPropertyStatement,
)
LISTS = (
    SyntaxKind.SequentialBlockStatement,
    SyntaxKind.FunctionDeclaration,
    SyntaxKind.TaskDeclaration,
)
"""In them a statement may be missing; elsewhere an empty one must stand in for it."""
MEMBERS = (
    SyntaxKind.ImmediateAssertionMember,
    SyntaxKind.ConcurrentAssertionMember,
    SyntaxKind.PropertyDeclaration,
    SyntaxKind.SequenceDeclaration,
)
"""What stands among a module's items, and leaves no statement behind."""

NOTHING = b"begin end"
"""A statement that linters do not mistake for a slip, and Icarus takes everywhere."""

_WORDS = re.compile(rb"^(?![ \t]*`).+$", re.M)
"""Lines but for directives, which say where the lines behind them are from."""


def as_built(text: str) -> str:
    """The text without them; everything else keeps its line, and its column but behind a short one.

    One that could change a variable, by an assignment or a call, stays: the integrity gate and the
    front end say what they think of it.
    """
    raw = text.encode()
    for start, end, is_needed in reversed(_outermost(SyntaxTree.fromText(text))):
        blank = _WORDS.sub(lambda match: b" " * len(match[0]), raw[start:end])
        if is_needed:
            first, *more = blank.split(b"\n")
            blank = b"\n".join([NOTHING.ljust(len(first)), *more])
        raw = raw[:start] + blank + raw[end:]
    return raw.decode()


def _outermost(tree: SyntaxTree) -> list[tuple[int, int, bool]]:
    """Offsets of each, and whether a statement must stand there."""
    found: list[tuple[int, int, bool]] = []

    def visit(node: Any) -> None:
        if isinstance(node, SyntaxNode) and _builds_nothing(node):
            start, end = node.sourceRange.start.offset, node.sourceRange.end.offset
            missing = node.kind in MEMBERS or node.parent.kind in LISTS
            if not found or start >= found[-1][1]:
                found.append((start, end, not missing))

    tree.root.visit(visit)
    return found


def _builds_nothing(node: Any) -> bool:
    if node.kind == SyntaxKind.ExpressionStatement:
        call = node.expr
        task = call.left if call.kind == SyntaxKind.InvocationExpression else call
        if task.kind != SyntaxKind.SystemName or task.systemIdentifier.valueText not in REPORTS:
            return False
    elif node.kind not in (*ASSERTIONS, *MEMBERS):
        return False
    return _only_looks(node)


def _only_looks(node: Any) -> bool:
    changes: list[Any] = []

    def visit(item: Any) -> None:
        kind = item.kind
        if kind == SyntaxKind.SystemName:
            changed = item.systemIdentifier.valueText not in LOOKS
        elif kind == SyntaxKind.InvocationExpression:
            changed = item.left.kind != SyntaxKind.SystemName
        else:
            name = getattr(kind, "name", "")
            changed = name.endswith("AssignmentExpression") or "crement" in name
        if changed:
            changes.append(item)

    node.visit(visit)
    return not changes
