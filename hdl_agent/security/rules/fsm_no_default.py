"""A state machine that stays for ever in a code that no state uses."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.cases import patterns, unmatched
from hdl_agent.security.rules.ast.expressions import plain, symbol
from hdl_agent.security.rules.ast.machines import Machine
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """The case statements that make a machine's steps and leave codes out."""
    for machine in design.machines:
        if any(step.sources is None and not step.is_reset for step in machine.steps):
            continue  # some step leaves every code
        for case in design.behaviour.cases:
            if symbol(case.expr) is not machine.state or case.defaultCase is not None:
                continue
            left = unmatched(patterns(case, machine.state) or [], _width(case))
            if left and _steps_in(case, machine):
                yield Hit(
                    design.place(case.sourceRange.start),
                    f"the case on {machine.state.name} has no default and {left} of its codes no "
                    "item: a disturbed register stays there; add a default to a safe state",
                )


def _width(case: object) -> int:
    return int(plain(case.expr).type.bitWidth)  # type: ignore[attr-defined]


def _steps_in(case: object, machine: Machine) -> bool:
    start = case.expr.sourceRange.start  # type: ignore[attr-defined]
    return any(
        guard.is_case and guard.subject.sourceRange.start == start
        for step in machine.steps
        for guard in step.assign.guards
    )


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire go, input wire ok, output wire open);
    localparam [1:0] IDLE = 2'd0, CHECK = 2'd1, OPEN = 2'd2;
    reg [1:0] state;
    always @(posedge clk)
        if (!rst_n) state <= IDLE;
        else
            case (state)
                IDLE: if (go) state <= CHECK;
                CHECK: state <= ok ? OPEN : IDLE;
                OPEN: if (!go) state <= IDLE;{default}
            endcase
    assign open = state == OPEN;
endmodule
"""

RULE = Rule(
    id="fsm-no-default",
    cwe=(1245,),
    severity=Severity.LOW,
    title="State machine without a way out of unused codes",
    why=(
        "A glitch or an upset can put the state register into a code that no state uses. Without a "
        "default the machine hangs there, with whatever its outputs then are, until reset. A "
        "default that goes to a safe state costs a gate or two."
    ),
    bad=_DESIGN.replace("{default}", ""),
    good=_DESIGN.replace("{default}", "\n                default: state <= IDLE;"),
    find=find,
)
