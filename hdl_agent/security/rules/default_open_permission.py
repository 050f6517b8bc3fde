"""A permission that reset gives."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.expressions import number
from hdl_agent.security.rules.ast.permissions import is_permission
from hdl_agent.security.rules.ast.resets import in_reset
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Registers named for a permission, reset to all ones, and cleared or set later."""
    for assign in design.behaviour.synthesized:
        if assign.is_whole and in_reset(assign) and is_permission(assign.target):
            width = assign.target.type.bitWidth
            if number(assign.right, design.root) == (1 << width) - 1:
                yield Hit(
                    design.place(assign.location),
                    f"reset gives the permission {assign.target.name}; start without it, and grant "
                    "it after the check",
                )


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire check_done, input wire check_ok,
            input wire [7:0] secret, output wire [7:0] out);
    reg read_allowed;
    always @(posedge clk)
        if (!rst_n) read_allowed <= 1'b{value};
        else if (check_done) read_allowed <= check_ok;
    assign out = read_allowed ? secret : 8'd0;
endmodule
"""

RULE = Rule(
    id="default-open-permission",
    cwe=(1221, 276),
    severity=Severity.HIGH,
    title="Permission given by reset",
    why=(
        "From reset to the first check everyone has the permission, and a glitch on the reset line "
        "gives it back. A permission has to start refused."
    ),
    bad=_DESIGN.replace("{value}", "1"),
    good=_DESIGN.replace("{value}", "0"),
    find=find,
)
