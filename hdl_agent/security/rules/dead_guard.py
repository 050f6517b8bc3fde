"""A permission input that nothing looks at."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import PERMISSION, says
from hdl_agent.security.rules.netlist import bounded, view
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire       clk, rst_n, we, priv,
    input  wire       addr,
    input  wire [7:0] wdata,
    output reg  [7:0] gain, limit
);
    always @(posedge clk)
        if (!rst_n) begin
            gain  <= 8'd0;
            limit <= 8'd0;
        end else if (we) begin
            if (addr) limit <= wdata;
            else      gain  <= wdata;
        end
endmodule
"""

GOOD = BAD.replace("if (addr) limit", "if (addr && priv) limit")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """No register, memory or output depends on the input."""
    netlist = view(design)
    for name, port in netlist.ports.items():
        if port["direction"] != "input" or not netlist.registers or not says(name, PERMISSION):
            continue
        reached = [netlist.flow.reached(bit) for bit in port["bits"]]
        if not any(registers or outputs for registers, outputs in reached):
            yield Hit(
                netlist.place(name),
                f"nothing depends on the input {name}: check it where access is granted, or "
                "remove it",
            )


RULE = Rule(
    id="dead-guard",
    cwe=(1220,),
    severity=Severity.MEDIUM,
    title="A permission input has no effect",
    why="The system passes on who asks, or whether it is allowed, and relies on the block to act "
    "on it. A block that ignores the signal treats everyone alike.",
    bad=BAD,
    good=GOOD,
    find=find,
)
