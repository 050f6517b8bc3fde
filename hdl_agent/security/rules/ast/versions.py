"""What a source text assigns, for a tool that defines a macro and for one that does not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pyslang import Bag, SourceManager
from pyslang.parsing import PreprocessorOptions, Token
from pyslang.syntax import SyntaxKind, SyntaxTree

ASSIGNMENTS = (SyntaxKind.AssignmentExpression, SyntaxKind.NonblockingAssignmentExpression)
SIMULATED = (SyntaxKind.InitialBlock, SyntaxKind.FinalBlock)
TRANSLATE_OFF = re.compile(
    r"(?<=translate_off)\b.*?(?=//[^\n]*\btranslate_on\b|/\*[^*]*\btranslate_on\b|\Z)", re.S
)


@dataclass
class Version:
    """``declared`` names, and ``assigned``: name, conditions and text of each assignment.

    ``lines`` is where an assignment stands, the first if it stands in several places.
    """

    declared: set[str] = field(default_factory=set)
    assigned: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)


def version(text: str, macro: str | None) -> Version:
    """Parse the text with ``macro`` defined, alone."""
    options = PreprocessorOptions()
    options.predefines = [f"{macro}=1"] if macro else []
    manager = SourceManager()
    tree = SyntaxTree.fromText(text, manager, "source", "", Bag([options]))
    found = Version()

    def note(node: Any) -> None:
        if isinstance(node, Token):
            return
        if node.kind == SyntaxKind.Declarator:
            _declarator(node, found, manager)
        elif node.kind in ASSIGNMENTS and _is_logic(node):
            _note(node, node.left, found, manager)

    tree.root.visit(note)
    return found


def _declarator(node: Any, found: Version, manager: SourceManager) -> None:
    found.declared.add(node.name.valueText)
    parent = node.parent
    if node.initializer is not None and parent.kind == SyntaxKind.NetDeclaration:
        _note(node, node.name, found, manager)


def _note(node: Any, target: Any, found: Version, manager: SourceManager) -> None:
    name = re.match(r"\W*(\w+)", _text(target))
    if name is None:
        return
    key = (name[1], " ".join([*_conditions(node), _text(node)]))
    found.assigned[key] += 1
    found.lines.setdefault(key, manager.getLineNumber(node.sourceRange.start))


def _conditions(node: Any) -> list[str]:
    found = []
    outer = node.parent
    while outer is not None:
        if outer.kind == SyntaxKind.ConditionalStatement:
            found.append(f"if {_text(outer.predicate)}")
        elif outer.kind in (SyntaxKind.ElseClause, SyntaxKind.DefaultCaseItem):
            found.append("else")
        elif outer.kind == SyntaxKind.StandardCaseItem:
            found.append(f"case {_text(outer.expressions)}")
        elif outer.kind == SyntaxKind.CaseStatement:
            found.append(_text(outer.expr))
        outer = outer.parent
    return found


def _is_logic(node: Any) -> bool:
    """Not in an initial block, and not the counting of a loop."""
    outer = node.parent
    if outer is not None and outer.kind == SyntaxKind.ForLoopStatement:
        return False
    while outer is not None:
        if outer.kind in SIMULATED:
            return False
        outer = outer.parent
    return True


def _text(node: Any) -> str:
    """The tokens of a node, or of a list of them, without comments and white space."""
    if isinstance(node, Token):
        return node.rawText
    if isinstance(node, list):
        return " ".join(map(_text, node))
    tokens: list[str] = []

    def note(item: Any) -> None:
        if isinstance(item, Token):
            tokens.append(item.rawText)

    node.visit(note)
    return " ".join(tokens)


def without_translate_off(text: str) -> str:
    """The text as tools see it that heed the pragma; lines keep their numbers."""
    return TRANSLATE_OFF.sub(lambda match: "\n" * match[0].count("\n"), text)
