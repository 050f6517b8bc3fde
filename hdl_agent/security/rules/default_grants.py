"""A case statement whose default opens what the items keep closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.behaviour import Assign, Guard
from hdl_agent.security.rules.ast.expressions import number
from hdl_agent.security.rules.ast.permissions import is_permission
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Permissions that only the default sets to 1, and that an item of the same case sets to 0."""
    for assign in design.behaviour.synthesized:
        if not (assign.is_whole and is_permission(assign.target) and assign.guards):
            continue
        last = assign.guards[-1]
        if last.is_case and not last.holds and _value(design, assign):
            others = [
                other
                for other in design.behaviour.to(assign.target)
                if any(guard.holds and _same(guard, last) for guard in other.guards)
            ]
            if any(_value(design, other) == 0 for other in others):
                yield Hit(
                    design.place(assign.location),
                    f"the default grants {assign.target.name}, for codes that nobody thought of; "
                    "name the codes that may, and refuse by default",
                )


def _value(design: Design, assign: Assign) -> int | None:
    return number(assign.right, design.root) if assign.is_whole else None


def _same(one: Guard, other: Guard) -> bool:
    def start(guard: Guard) -> Any:
        return guard.subject.sourceRange.start

    return one.is_case and start(one) == start(other)


_DESIGN = """\
module top (input wire [2:0] master, output reg allow);
    always @*
        case (master)
            3'd0: allow = 1'b{cpu};
            3'd5: allow = 1'b{dma};
            default: allow = 1'b{others};
        endcase
endmodule
"""

RULE = Rule(
    id="default-grants",
    cwe=(636, 276),
    severity=Severity.MEDIUM,
    title="Default branch that grants",
    why=(
        "The default stands for every code that the author did not list: reserved ones, ones that "
        "a later version adds, ones that a fault produces. To grant there is to fail open."
    ),
    bad=_DESIGN.format(cpu=1, dma=0, others=1),
    good=_DESIGN.format(cpu=1, dma=0, others=0),
    find=find,
)
