"""A value handed from one clocked process to another with a blocking assignment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.behaviour import Process
from hdl_agent.security.rules.ast.expressions import reads, symbol
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Variables blocking-assigned at an edge and read elsewhere at the same edge."""
    behaviour = design.behaviour
    for target in dict.fromkeys(a.target for a in behaviour.synthesized):
        writers = [
            a for a in behaviour.to(target) if a.process and a.process.is_clocked and a.is_blocking
        ]
        for writer in writers[:1]:
            if any(_races(target, writer.process, a) for a in behaviour.synthesized):
                yield Hit(
                    design.place(writer.location),
                    f"{target.name} is assigned with = at a clock edge at which another process "
                    "reads it: old or new value, as the tool likes; use <=",
                )


def _races(target: Any, writer: Process | None, reader: Any) -> bool:
    other = reader.process
    if other is None or other is writer or writer is None or not _share_an_edge(writer, other):
        return False
    return target in reads(reader.source) or any(
        target in reads(guard.subject) for guard in reader.guards
    )


def _share_an_edge(one: Process, other: Process) -> bool:
    return any(
        symbol(a) is symbol(b) is not None and edge == edge_b
        for a, edge in one.edges
        for b, edge_b in other.edges
    )


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire check, input wire [7:0] secret,
            output reg [7:0] out);
    reg allowed;
    always @(posedge clk)
        if (!rst_n) allowed {op} 1'b0;
        else allowed {op} check;
    always @(posedge clk)
        if (!rst_n) out <= 8'd0;
        else if (allowed) out <= secret;
endmodule
"""

RULE = Rule(
    id="clocked-blocking-race",
    cwe=(1298,),
    severity=Severity.MEDIUM,
    title="Race between clocked processes",
    why=(
        "With a blocking assignment the reader at the same edge sees the new value if its process "
        "happens to run later, and the old one if it runs earlier. Simulators choose freely, and "
        "synthesis always builds the old one: a check can be a cycle early or late."
    ),
    bad=_DESIGN.replace("{op}", "="),
    good=_DESIGN.replace("{op}", "<="),
    find=find,
)
