"""Tokens as text again, each at its file, line and column."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pyslang import SourceManager
from pyslang.parsing import Token, TriviaKind
from pyslang.syntax import SyntaxKind, SyntaxNode

KEPT = frozenset(
    [
        SyntaxKind.BeginKeywordsDirective,
        SyntaxKind.CellDefineDirective,
        SyntaxKind.DefaultNetTypeDirective,
        SyntaxKind.EndCellDefineDirective,
        SyntaxKind.EndKeywordsDirective,
        SyntaxKind.NoUnconnectedDriveDirective,
        SyntaxKind.PragmaDirective,
        SyntaxKind.ResetAllDirective,
        SyntaxKind.TimeScaleDirective,
        SyntaxKind.UnconnectedDriveDirective,
    ]
)
"""Directives that mean something to whoever reads the result."""
COMMENTS = (TriviaKind.LineComment, TriviaKind.BlockComment)
GAP = 20
"""Empty lines written before a `line directive is shorter."""


class TokenWriter:
    """Visits a preprocessed tree and collects ``text``. Macros' tokens stand where they are used.

    Comments are kept: some steer tools, which the integrity gate must see.
    """

    def __init__(self, manager: SourceManager, root: Path) -> None:
        self._manager = manager
        self._root = root
        self._parts: list[str] = []
        self._file = ""
        self._line = 0
        self._column = 1
        self._names: dict[Any, str] = {}

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts) + "\n"

    def visit(self, item: Any) -> None:
        """Write a token; nodes are of no interest."""
        if not isinstance(item, Token):
            return
        from_macro = self._manager.isMacroLoc(item.location)
        for trivia in item.trivia:
            if trivia.kind == TriviaKind.Directive:
                self._directive(trivia.syntax())
            elif not from_macro:
                self._comment(trivia)
        if item.rawText and not item.isMissing:
            self._move(item.location)
            self._write(item.rawText)

    def _directive(self, node: SyntaxNode) -> None:
        for trivia in node.getFirstToken().trivia:
            self._comment(trivia)
        if node.kind in KEPT:
            extent = node.sourceRange
            source = self._manager.getSourceText(extent.start.buffer).encode()
            self._move(extent.start)
            self._write(source[extent.start.offset : extent.end.offset].decode().strip() + "\n")

    def _comment(self, trivia: Any) -> None:
        if trivia.kind in COMMENTS:
            end = "\n" if trivia.kind == TriviaKind.LineComment else " "
            self._write(trivia.getRawText() + end)

    def _move(self, location: Any) -> None:
        place = self._manager.getFullyExpandedLoc(location)
        file, line = self.name(place), self._manager.getLineNumber(place)
        column = self._manager.getColumnNumber(place)
        gap = line - self._line
        if file != self._file or not 0 <= gap <= GAP:
            self._write(f'\n`line {line} "{file}" 0\n')
            self._file, self._line = file, line
        elif gap:
            self._write("\n" * gap)
        elif column > 1 and self._column > column:
            self._write(" ")
        self._write(" " * (column - self._column))

    def _write(self, text: str) -> None:
        if not text:
            return
        self._parts.append(text)
        self._line += text.count("\n")
        last = text.rpartition("\n")[2]
        self._column = len(last.encode()) + (1 if "\n" in text else self._column)

    def name(self, place: Any) -> str:
        """The file relative to the root; or what a `line directive of the user's own says."""
        raw, given = self._manager.getRawFileName(place.buffer), self._manager.getFileName(place)
        if raw != given:
            return str(given)
        if place.buffer not in self._names:
            path = self._manager.getFullPath(place.buffer)
            self._names[place.buffer] = os.path.relpath(path, self._root)
        return self._names[place.buffer]
