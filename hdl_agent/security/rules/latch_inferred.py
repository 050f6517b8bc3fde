"""A latch where combinational logic was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang import Diags
from pyslang.ast import ExpressionKind, ProceduralBlockKind, StatementKind

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.behaviour import Assign, Process
from hdl_agent.security.rules.ast.cases import claims, patterns, unmatched
from hdl_agent.security.rules.ast.expressions import number, plain, reads, symbol
from hdl_agent.security.rules.names import is_clock, vocabulary, words
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

MEANT = vocabulary("latch lat icg gate gating gated")
"""Words by which a designer says that a latch is meant."""


def find(design: Design) -> Iterator[Hit]:
    """What flow analysis finds in always_comb, and incomplete assignment in ``always @*``."""
    for item in design.analysis.getDiagnostics():
        if item.code == Diags.InferredLatch:
            yield Hit(design.place(item.location), _message(str(item.args[0])))
    for process in design.behaviour.processes:
        if process.block.procedureKind == ProceduralBlockKind.Always and not process.edges:
            yield from _process(design, process)


def _process(design: Design, process: Process) -> Iterator[Hit]:
    mine = [a for a in design.behaviour.assigns if a.process is process]
    if any(is_clock(name.name) for a in mine for g in a.guards for name in reads(g.subject)):
        return  # transparent in one phase of a clock: part of a clock gate
    sure = _Sure(design, process.block).after(process.body)
    for name in dict.fromkeys(a.target for a in mine):
        first = next(a for a in mine if a.target is name)
        if name not in sure and _is_plain(first) and _is_seen(design, name, process):
            yield Hit(design.place(first.location), _message(name.name))


def _message(name: str) -> str:
    return (
        f"{name} keeps its old value on some paths, so it is a latch; assign it at the top of the "
        "process, or on every path"
    )


def _is_plain(assign: Assign) -> bool:
    return MEANT.isdisjoint(words(assign.target.name)) and symbol(assign.left) is not None


def _is_seen(design: Design, name: Any, process: Process) -> bool:
    """Is it read elsewhere? One that is read only here may be a helper that is always set first."""
    if name in _ports(name.parentScope):
        return True
    return any(
        name in reads(a.source) or any(name in reads(g.subject) for g in a.guards)
        for a in design.behaviour.assigns
        if a.process is not process
    )


def _ports(scope: Any) -> list[Any]:
    """The signals behind the ports of the module that the scope is in."""
    ports = scope.containingInstance.portList
    return [port.internalSymbol for port in ports if hasattr(port, "internalSymbol")]


class _Sure:
    """Signals that are assigned, at least in part, on every path through a statement."""

    def __init__(self, design: Design, scope: Any) -> None:
        self._design = design
        self._scope = scope

    def after(self, node: Any) -> set[Any]:
        kind = node.kind
        if kind == StatementKind.List:
            return set().union(*(self.after(inner) for inner in node.list))
        if kind == StatementKind.Conditional:
            return self._conditional(node)
        if kind == StatementKind.Case:
            return self._case(node)
        if kind == StatementKind.ExpressionStatement:
            return self._assigned(node.expr)
        inner = getattr(node, "body", None) or getattr(node, "stmt", None)
        return self.after(inner) if inner is not None else set()

    def _conditional(self, node: Any) -> set[Any]:
        values = [number(item.expr, self._scope) for item in node.conditions]
        if all(values) and None not in values:
            return self.after(node.ifTrue)
        otherwise = self.after(node.ifFalse) if node.ifFalse is not None else set()
        return otherwise if 0 in values else self.after(node.ifTrue) & otherwise

    def _case(self, node: Any) -> set[Any]:
        branches = [self.after(item.stmt) for item in node.items]
        if node.defaultCase is not None:
            branches.append(self.after(node.defaultCase))
        elif not self._is_full(node):
            return set()
        return set.intersection(*branches) if branches else set()

    def _is_full(self, node: Any) -> bool:
        if "full_case" in claims(node, self._design.compilation):
            return True
        found = patterns(node, self._scope)
        width = plain(node.expr).type.bitWidth
        return found is None or unmatched(found, width) == 0

    def _assigned(self, expression: Any) -> set[Any]:
        if expression.kind != ExpressionKind.Assignment:
            return set()
        return reads(expression.left)


_DESIGN = """\
module top (input wire read, input wire [31:0] word, output wire [31:0] bus);
    reg [31:0] data;
    always @* begin{first}
        if (read) data = word;
    end
    assign bus = data;
endmodule
"""

RULE = Rule(
    id="latch-inferred",
    cwe=(1298,),
    severity=Severity.MEDIUM,
    title="Latch where combinational logic was meant",
    why=(
        "On the path that assigns nothing the signal keeps what it last had: data of an earlier "
        "access stays visible, or a permission stays given. The latch has no reset, and its timing "
        "is not analysed as that of a register is."
    ),
    bad=_DESIGN.replace("{first}", ""),
    good=_DESIGN.replace("{first}", "\n        data = 32'd0;"),
    find=find,
)
