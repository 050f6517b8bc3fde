"""The integrity gate: does the text reach for the harness instead of the problem?

It works on pyslang's syntax tree with an allow-list of what pure RTL needs, and says what it
rejects by name and line. Rejected text is never elaborated, synthesized or simulated.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pyslang.parsing import Token, TokenKind, TriviaKind
from pyslang.syntax import SyntaxKind, SyntaxNode, SyntaxTree

from hdl_agent.data import Data

ALLOWED_FUNCTIONS = frozenset(
    ["$clog2", "$signed", "$unsigned", "$bits", "$high", "$low", "$left", "$right"]
    + ["$size", "$onehot", "$onehot0", "$countones"]
)
ALLOWED_ATTRIBUTES = frozenset(
    ["keep", "keep_hierarchy", "dont_touch", "ram_style", "rom_style", "fsm_encoding", "async_reg"]
)
OWN_PREFIX = "hdl_agent"
COMMENTS = (TriviaKind.LineComment, TriviaKind.BlockComment)
REFUSED_NODES = {
    SyntaxKind.DPIImport: "DPI import",
    SyntaxKind.DPIExport: "DPI export",
    SyntaxKind.BindDirective: "bind",
    SyntaxKind.ConfigDeclaration: "configuration",
    SyntaxKind.IncludeDirective: "`include",
    SyntaxKind.LineDirective: "`line",
    SyntaxKind.PragmaDirective: "`pragma",
    SyntaxKind.UndefineAllDirective: "`undefineall",
}
CONDITIONALS = (
    SyntaxKind.IfDefDirective,
    SyntaxKind.IfNDefDirective,
    SyntaxKind.ElsIfDirective,
)
_STEERING = re.compile(r"\b(translate_o(n|ff)|synthesis_o(n|ff)|full_case|parallel_case)\b")
_PREDEFINED = re.compile("synthesis|verilator|icarus|yosys|formal|slang|systemc|cov|vams", re.I)
"""What the macros look like that some tool has before it reads a file."""
_MACRO_HIDES = re.compile(r"\$[a-zA-Z_]\w*")


VENDORS = frozenset(
    ["ramstyle", "romstyle", "ram_block", "rom_block", "preserve", "noprune", "mark_debug"]
    + ["max_fanout", "shreg_extract", "use_dsp", "use_dsp48", "iob", "altera_attribute"]
    + ["syn_keep", "syn_preserve", "syn_ramstyle", "syn_romstyle", "syn_encoding"]
)
"""Attributes for place and route, in lower case; none of our tools heeds them."""
OF_OWN_DESIGNS: frozenset[SyntaxKind | str] = frozenset(
    [SyntaxKind.LineDirective, "full_case", "parallel_case", *VENDORS]
)
"""What else a user's own, preprocessed text may hold: `line directives, which rtl.preprocess wrote,
claims about cases, which a static rule judges and none of our tools believes, and attributes for
other tools."""


class Refusal(Data):
    """One reason for rejection, and its place: lines count from 1, ``file`` is "" where there is
    only one."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: line {self.line}: {self.reason}".removeprefix(": ")

    def in_file(self, file: str) -> Refusal:
        """The same, said of another name."""
        return self.model_copy(update={"file": file})


def integrity(tree: SyntaxTree, allowed: Collection[SyntaxKind | str] = ()) -> list[Refusal]:
    """Reasons for rejection in the order of places; empty when the text is pure RTL.

    ``allowed``: kinds of nodes, and words that steer tools, that are no reason.
    """
    scan = _Scan(tree, allowed)
    tree.root.visit(scan.visit)
    return scan.refusals()


class _Scan:
    def __init__(self, tree: SyntaxTree, allowed: Collection[SyntaxKind | str]) -> None:
        self._manager = tree.sourceManager
        self._allowed = allowed
        self._found: list[tuple[Any, str]] = []
        self._defined: set[str] = set()
        self._tested: list[tuple[Any, str]] = []
        self._guards: list[tuple[Any, str]] = []
        self._scoped: list[tuple[Any, str, str]] = []
        self._inside: set[str] = set()

    def refusals(self) -> list[Refusal]:
        found = list(self._found)
        for where, name in self._guards:
            if name not in self._defined or _PREDEFINED.search(name):
                self._tested.append((where, name))
        for where, name in self._tested:
            found.append((where, f"`ifdef {name}` shows tools different designs"))
        for where, root, text in self._scoped:
            if root not in self._inside:
                found.append((where, f"hierarchical name {text!r} reaches out of its module"))
        placed = {
            (self._manager.getFileName(where), self._manager.getLineNumber(where), reason)
            for where, reason in found
        }
        return [Refusal(file=f, line=n, reason=reason) for f, n, reason in sorted(placed)]

    def visit(self, item: Any) -> None:
        if isinstance(item, Token):
            self._token(item)
        elif isinstance(item, SyntaxNode):
            self._node(item)

    def _say(self, where: Any, reason: str) -> None:
        self._found.append((where, reason))

    def _token(self, token: Token) -> None:
        for trivia in token.trivia:
            if trivia.kind == TriviaKind.Directive:
                self._node(trivia.syntax())
            elif trivia.kind in COMMENTS:
                self._comment(trivia.getRawText(), token.location)
        if token.kind == TokenKind.Identifier and token.rawText.startswith("\\"):
            self._say(token.location, f"escaped identifier {token.rawText!r}")
        elif token.kind == TokenKind.Identifier and token.valueText.lower().startswith(OWN_PREFIX):
            self._say(token.location, f"the name {token.valueText!r} belongs to the harness")

    def _comment(self, text: str, where: Any) -> None:
        for match in _STEERING.finditer(text):
            if match[0] not in self._allowed:
                self._say(where, f"comment pragma {match[0]!r} steers single tools")

    def _node(self, node: Any) -> None:
        kind = node.kind
        where = node.sourceRange.start
        if kind in REFUSED_NODES and kind not in self._allowed:
            self._say(where, f"{REFUSED_NODES[kind]} is not allowed")
        elif kind == SyntaxKind.SystemName:
            name = str(node).strip()
            if name not in ALLOWED_FUNCTIONS:
                self._say(where, f"system task or function {name}")
        elif kind == SyntaxKind.AttributeSpec:
            name = node.name.valueText
            if name not in ALLOWED_ATTRIBUTES and name.lower() not in self._allowed:
                self._say(where, f"attribute (* {name} *) steers single tools")
        elif kind in CONDITIONALS:
            words = re.findall(r"[A-Za-z_]\w*", str(node.expr))
            guard = kind == SyntaxKind.IfNDefDirective and len(words) == 1
            tests = self._guards if guard else self._tested
            tests += [(where, word) for word in words if word not in self._defined]
        elif kind == SyntaxKind.UndefDirective:
            self._defined.discard(node.name.valueText)
        elif kind == SyntaxKind.DefineDirective:
            self._defined.add(node.name.valueText)
            if node.name.valueText.lower().startswith(OWN_PREFIX):
                self._say(where, f"macro {node.name.valueText!r} belongs to the harness")
            for name in _MACRO_HIDES.findall(str(node)):
                if name not in ALLOWED_FUNCTIONS:
                    self._say(where, f"macro that holds {name}")
        elif kind == SyntaxKind.ScopedName and "::" not in (text := _tokens(node)):
            root = re.split(r"[.\[]", text, maxsplit=1)[0].strip()
            self._scoped.append((where, root, text))
        elif kind == SyntaxKind.NamedBlockClause or kind == SyntaxKind.Declarator:
            self._inside.add(node.name.valueText)


def _tokens(node: Any) -> str:
    """What is written there, without comments and white space."""
    found: list[str] = []
    node.visit(lambda item: found.append(item.rawText) if isinstance(item, Token) else None)
    return "".join(found)
