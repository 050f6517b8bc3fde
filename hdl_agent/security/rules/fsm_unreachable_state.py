"""A state that has a name and a case item, and that no step leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.expressions import number, symbol
from hdl_agent.security.rules.ast.machines import Machine
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Named codes that cases on the state list, and no assignment takes."""
    for machine in design.machines:
        reached = {step.target for step in machine.steps}
        for case in design.behaviour.cases:
            if symbol(case.expr) is machine.state and _has_work(case):
                yield from _items(design, machine, reached, case)


def _has_work(case: Any) -> bool:
    return len(case.items) > 1


def _items(design: Design, machine: Machine, reached: set[int], case: Any) -> Iterator[Hit]:
    for item in case.items:
        for expression in item.expressions:
            value = number(expression, machine.state)
            name = symbol(expression)
            if value is not None and value not in reached and name is not None:
                yield Hit(
                    design.place(expression.sourceRange.start),
                    f"no step leads {machine.state.name} to {name.name}: what it does never "
                    "happens; add the step, or remove the state",
                )


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire go, input wire ok, output reg open);
    localparam [1:0] IDLE = 2'd0, CHECK = 2'd1, OPEN = 2'd2, ALARM = 2'd3;
    reg [1:0] state;
    always @(posedge clk)
        if (!rst_n) begin
            state <= IDLE;
            open <= 1'b0;
        end else
            case (state)
                IDLE: if (go) state <= CHECK;
                CHECK: state <= ok ? OPEN : {wrong};
                OPEN: open <= 1'b1;
                ALARM: open <= 1'b0;
            endcase
endmodule
"""

RULE = Rule(
    id="fsm-unreachable-state",
    cwe=(1245,),
    severity=Severity.LOW,
    title="State that no step leads to",
    why=(
        "Someone gave this state a name and wrote down what it does, and the machine never enters "
        "it. If it is the state that raises the alarm or clears the key, that step is missing. "
        "Only a fault or an attacker brings the machine there."
    ),
    bad=_DESIGN.replace("{wrong}", "IDLE"),
    good=_DESIGN.replace("{wrong}", "ALARM"),
    find=find,
)
