"""A state that the machine enters and never leaves."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.machines import Step
from hdl_agent.security.rules.names import vocabulary, words
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

TERMINAL = vocabulary(
    "done end final finish finished fail failed failure err error fault lock locked lockdown halt"
    " halted stop stopped dead alert alarm trap open opened run running scrap scrapped revoked"
    " invalid terminal hang off kill killed fatal boot booted success pass passed sleep complete"
    " forever sink block blocked deny denied refuse refused secure secured destroyed"
)
"""Names of states that are meant to last until reset."""


def find(design: Design) -> Iterator[Hit]:
    """States with a name that does not say they last, and no step to another state."""
    for machine in design.machines:
        moves = [step for step in machine.steps if not step.is_reset]
        for code, name in machine.names.items():
            if not name or not TERMINAL.isdisjoint(words(name)):
                continue
            entries = [step for step in machine.steps if step.target == code]
            if entries and not any(_leaves(step, code) for step in moves):
                yield Hit(
                    design.place(entries[0].assign.location),
                    f"{machine.state.name} never leaves {name} but by reset; add the step that is "
                    "missing, or name the state for what it is (LOCKED, DONE, ...)",
                )


def _leaves(step: Step, code: int) -> bool:
    return step.target != code and (step.sources is None or code in step.sources)


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire go, input wire ready, output wire busy);
    localparam [1:0] IDLE = 2'd0, LOAD = 2'd1, WAIT = 2'd2;
    reg [1:0] state;
    always @(posedge clk)
        if (!rst_n) state <= IDLE;
        else
            case (state)
                IDLE: if (go) state <= LOAD;
                LOAD: state <= WAIT;
                WAIT: {wait}
                default: state <= IDLE;
            endcase
    assign busy = state != IDLE;
endmodule
"""

RULE = Rule(
    id="fsm-trap-state",
    cwe=(1245,),
    severity=Severity.MEDIUM,
    title="State without a way out",
    why=(
        "Once the machine is in this state nothing but a reset takes it out, and its name does not "
        "say that this is meant. Whoever can bring it there denies the block's service, and what "
        "the state holds open stays open."
    ),
    bad=_DESIGN.replace("{wait}", "if (ready) state <= WAIT;"),
    good=_DESIGN.replace("{wait}", "if (ready) state <= IDLE;"),
    find=find,
)
