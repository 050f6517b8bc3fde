"""A register that decides something, forgotten in a reset that its neighbours have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.behaviour import Assign
from hdl_agent.security.rules.ast.expressions import reads
from hdl_agent.security.rules.ast.resets import in_reset
from hdl_agent.security.rules.names import GRANTED, says, vocabulary, words
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

DECIDES = vocabulary(
    "lock locked allow allowed grant granted unlock unlocked authorized authenticated trusted"
    " valid state fsm armed open opened auth priv privileged secure busy active"
    " fail failed alert alarm tamper"
)
"""Names of registers that others act on."""

WIDE = GRANTED | vocabulary("lock locked lck state fsm")
"""The same, for registers of several bits."""


def find(design: Design) -> Iterator[Hit]:
    """Registers named for what they decide, read, and reset nowhere beside ones that are reset."""
    behaviour = design.behaviour
    for process in behaviour.processes:
        if not process.is_clocked:
            continue
        mine = [a for a in behaviour.assigns if a.process is process]
        if not any(in_reset(a) for a in mine):
            continue
        for name in dict.fromkeys(a.target for a in mine):
            if _matters(name) and not _starts(behaviour.to(name)) and _is_read(design, name):
                first = next(a for a in mine if a.target is name)
                yield Hit(
                    design.place(first.location),
                    f"{name.name} has no value after reset, unlike the registers beside it; reset "
                    "it to the value that allows nothing",
                )


def _matters(name: Any) -> bool:
    if name.type.isUnpackedArray or name.initializer is not None:
        return False
    meant = DECIDES if name.type.bitWidth == 1 else WIDE
    return (
        name.type.bitWidth <= 8
        and says(name.name, meant)
        and not {"next", "nxt", "d"} & set(words(name.name)[-1:])
    )


def _starts(assigns: list[Assign]) -> bool:
    return any(in_reset(a) or not (a.process and a.process.is_clocked) for a in assigns)


def _is_read(design: Design, name: Any) -> bool:
    return any(
        name in reads(a.source) or any(name in reads(g.subject) for g in a.guards)
        for a in design.behaviour.synthesized
    )


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire lock, input wire we, input wire [7:0] d,
            output reg [7:0] cfg);
    reg locked;
    always @(posedge clk)
        if (!rst_n) begin
            cfg <= 8'd0;{reset}
        end else begin
            if (lock) locked <= 1'b1;
            if (we && !locked) cfg <= d;
        end
endmodule
"""

RULE = Rule(
    id="register-never-reset",
    cwe=(1271,),
    severity=Severity.MEDIUM,
    title="Deciding register without a reset",
    why=(
        "Its neighbours start with a defined value and this one with whatever the power-up left in "
        "it. A lock may start open or a grant given, and differently from chip to chip; after a "
        "warm reset it still has its value of before."
    ),
    bad=_DESIGN.replace("{reset}", ""),
    good=_DESIGN.replace("{reset}", "\n            locked <= 1'b0;"),
    find=find,
)
