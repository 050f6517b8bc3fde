"""Diagnostics and the interface of a top module, from pyslang's elaboration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from pyslang import Bag, DiagnosticEngine, DiagnosticSeverity, SourceManager
from pyslang.ast import ArgumentDirection, Compilation, CompilationOptions, SymbolKind
from pyslang.syntax import SyntaxTree

from hdl_agent.data import Data
from hdl_agent.tasks.task import Port

MAX_DIAGNOSTICS = 500
"""Kept of each severity."""


class Diagnostic(Data):
    """One message with its place; lines and columns count from 1. ``code`` is slang's name of the
    warning, "" for most errors."""

    file: str
    line: int
    column: int
    severity: str
    message: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message}"


class Elaboration(Data):
    """``modules`` are all module names; ``ports`` those of the top, None when it is not there."""

    modules: tuple[str, ...]
    ports: tuple[Port, ...] | None
    diagnostics: tuple[Diagnostic, ...]

    @classmethod
    def nothing(cls, diagnostics: tuple[Diagnostic, ...] = ()) -> Elaboration:
        """Of a text that was not elaborated."""
        return cls(modules=(), ports=None, diagnostics=diagnostics)

    @property
    def errors(self) -> list[Diagnostic]:
        """Diagnostics that make the text illegal."""
        return [d for d in self.diagnostics if d.severity == "error"]

    @property
    def is_sound(self) -> bool:
        """Is the top there, and nothing illegal?"""
        return self.ports is not None and not self.errors

    @property
    def warnings(self) -> list[Diagnostic]:
        """Diagnostics of what is legal and doubtful."""
        return [d for d in self.diagnostics if d.severity == "warning"]


def elaborate(trees: list[SyntaxTree], top: str | None) -> Elaboration:
    """Elaborate the trees with ``top`` (None: whatever is not instantiated)."""
    return described(compiled(trees, top), top)


def compiled(trees: list[SyntaxTree], top: str | None) -> Compilation:
    """The design itself, for those who look inside; elaborated when something is asked of it."""
    options = CompilationOptions()
    if top is not None:
        options.topModules = {top}
    compilation = Compilation(Bag([options]))
    for tree in trees:
        compilation.addSyntaxTree(tree)
    return compilation


def described(compilation: Compilation, top: str | None) -> Elaboration:
    """What is to be known of an elaborated design from outside."""
    names = [symbol.name for symbol in compilation.getDefinitions()]
    ports = None
    if top in names:
        instance = next((i for i in compilation.getRoot().topInstances if i.name == top), None)
        ports = tuple(_port(symbol) for symbol in instance.body.portList) if instance else None
    manager = compilation.sourceManager
    said = diagnostics(compilation.getAllDiagnostics(), manager, partial(_file, manager))
    return Elaboration(modules=tuple(names), ports=ports, diagnostics=tuple(said))


def _port(symbol: Any) -> Port:
    if symbol.kind != SymbolKind.Port:
        return Port(name=symbol.name or "unnamed", direction="input", width=1)
    direction = "input" if symbol.direction == ArgumentDirection.In else "output"
    about = "inout" if symbol.direction not in (ArgumentDirection.In, ArgumentDirection.Out) else ""
    width = max(1, symbol.type.bitWidth)
    return Port(name=symbol.name or "unnamed", direction=direction, width=width, about=about)


def diagnostics(
    items: Iterable[Any], manager: SourceManager, name_of: Callable[[Any], str]
) -> list[Diagnostic]:
    """slang's errors, and behind them its warnings, as ours; ``name_of`` names a place's file."""
    engine = DiagnosticEngine(manager)
    found: dict[str, list[Diagnostic]] = {"error": [], "warning": []}
    for item in items:
        severity = engine.getSeverity(item.code, item.location)
        if severity in (DiagnosticSeverity.Error, DiagnosticSeverity.Fatal):
            name = "error"
        elif severity == DiagnosticSeverity.Warning:
            name = "warning"
        else:
            continue
        place = manager.getFullyOriginalLoc(item.location)
        found[name].append(
            Diagnostic(
                file=name_of(place),
                line=manager.getLineNumber(place),
                column=manager.getColumnNumber(place),
                severity=name,
                message=engine.formatMessage(item),
                code=engine.getOptionName(item.code),
            )
        )
    return [item for items in found.values() for item in items[:MAX_DIAGNOSTICS]]


def _file(manager: SourceManager, place: Any) -> str:
    """The bare name; or, where a `line directive names the file, all that it says."""
    raw, name = manager.getRawFileName(place.buffer), manager.getFileName(place)
    return raw.rsplit("/", 1)[-1] if raw == name else name
