"""A signal that two places drive."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from pyslang.analysis import DriverSource
from pyslang.ast import NetSymbol, SubroutineSymbol, SymbolKind, ValueSymbol, VariableSymbol

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.expressions import bits
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Wires, and registers of several processes, with drivers of the same bits."""
    signals: list[Any] = []
    of_functions: set[Any] = set()  # which may have callers in several places

    def note(item: Any) -> None:
        if isinstance(item, SubroutineSymbol):
            item.visit(lambda inner: of_functions.add(inner) if _is_signal(inner) else None)
        elif _is_signal(item) and _may_contend(item):
            signals.append(item)

    design.root.visit(note)
    for signal in signals:
        if signal in of_functions:
            continue
        for one, other in combinations(_drivers(design, signal), 2):
            if _contend(one, other):
                where = design.place(one.sourceRange.start)
                yield Hit(
                    design.place(other.sourceRange.start),
                    f"{signal.name} is also driven in line {where.line}; let one place drive it, "
                    "from a selection of the two",
                )
                break


def _is_signal(item: Any) -> bool:
    return isinstance(item, NetSymbol | VariableSymbol)


def _may_contend(item: Any) -> bool:
    if isinstance(item, NetSymbol):
        return bool(item.netType.name == "wire")
    # a memory may have several ports, and processes share a loop's counter
    return not (item.type.isUnpackedArray or item.type.isPredefinedInteger)


def _drivers(design: Design, signal: ValueSymbol) -> list[Any]:
    found = [
        driver
        for driver in design.analysis.getDrivers(signal)
        if driver.source not in (DriverSource.Initial, DriverSource.Final)
        and driver.containingSymbol.kind
        in (SymbolKind.ContinuousAssign, SymbolKind.ProceduralBlock, SymbolKind.Instance)
    ]
    return [] if any(_lets_go(driver, design) for driver in found) else found


def _lets_go(driver: Any, design: Design) -> bool:
    """Does it drive z at times, as bus drivers do?"""
    inside = driver.containingSymbol
    if inside.kind == SymbolKind.Instance:
        return not driver.isUnidirectionalPort
    if inside.kind != SymbolKind.ContinuousAssign:
        return False
    found: list[str] = []
    inside.assignment.right.visit(lambda item: found.append(_bits(item, design)))
    return any("z" in text for text in found)


def _bits(item: Any, design: Design) -> str:
    return (bits(item, design.root) or "") if hasattr(item, "eval") and hasattr(item, "op") else ""


def _contend(one: Any, other: Any) -> bool:
    if one.containingSymbol == other.containingSymbol:
        return False
    return bool(one.bounds[0] <= other.bounds[1] and other.bounds[0] <= one.bounds[1])


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire set, input wire clear, output reg locked);
    always @(posedge clk)
        if (!rst_n) locked <= 1'b0;
        else if (set) locked <= 1'b1;{second}
endmodule
"""

RULE = Rule(
    id="multi-driven-net",
    cwe=(1298,),
    severity=Severity.HIGH,
    title="Signal with several drivers",
    why=(
        "Which of the drivers wins depends on the tool, on the order of processes or, in silicon, "
        "on which transistor is stronger. A lock that two places write is as good as no lock in "
        "one of these outcomes."
    ),
    bad=_DESIGN.replace(
        "{second}", "\n    always @(posedge clk)\n        if (clear) locked <= 1'b0;"
    ),
    good=_DESIGN.replace("{second}", "\n        else if (clear) locked <= 1'b0;"),
    find=find,
)
