"""Diagnostics and the interface of a top module, from pyslang's elaboration."""

from __future__ import annotations

from typing import Any

from pyslang import Bag, DiagnosticEngine, DiagnosticSeverity
from pyslang.ast import ArgumentDirection, Compilation, CompilationOptions, SymbolKind
from pyslang.syntax import SyntaxTree

from hdl_agent.data import Data
from hdl_agent.tasks.task import Port

MAX_DIAGNOSTICS = 20
"""Of each severity: many warnings must not hide an error."""


class Diagnostic(Data):
    """One message with its place; lines and columns count from 1."""

    file: str
    line: int
    column: int
    severity: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message}"


class Elaboration(Data):
    """``modules`` are all module names; ``ports`` those of the top, None when it is not there."""

    modules: tuple[str, ...]
    ports: tuple[Port, ...] | None
    diagnostics: tuple[Diagnostic, ...]

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
    diagnostics = _diagnostics(compilation)
    ports = None
    if top in names:
        instance = next((i for i in compilation.getRoot().topInstances if i.name == top), None)
        ports = tuple(_port(symbol) for symbol in instance.body.portList) if instance else None
    return Elaboration(modules=tuple(names), ports=ports, diagnostics=tuple(diagnostics))


def _port(symbol: Any) -> Port:
    if symbol.kind != SymbolKind.Port:
        return Port(name=symbol.name or "unnamed", direction="input", width=1)
    direction = "input" if symbol.direction == ArgumentDirection.In else "output"
    about = "inout" if symbol.direction not in (ArgumentDirection.In, ArgumentDirection.Out) else ""
    width = max(1, symbol.type.bitWidth)
    return Port(name=symbol.name or "unnamed", direction=direction, width=width, about=about)


def _diagnostics(compilation: Compilation) -> list[Diagnostic]:
    manager = compilation.sourceManager
    engine = DiagnosticEngine(manager)
    found: list[Diagnostic] = []
    for item in compilation.getAllDiagnostics():
        severity = engine.getSeverity(item.code, item.location)
        if severity in (DiagnosticSeverity.Error, DiagnosticSeverity.Fatal):
            name = "error"
        elif severity == DiagnosticSeverity.Warning:
            name = "warning"
        else:
            continue
        if sum(known.severity == name for known in found) == MAX_DIAGNOSTICS:
            continue
        place = manager.getFullyOriginalLoc(item.location)
        found.append(
            Diagnostic(
                file=manager.getFileName(place).rsplit("/", 1)[-1],
                line=manager.getLineNumber(place),
                column=manager.getColumnNumber(place),
                severity=name,
                message=engine.formatMessage(item),
            )
        )
    return found
