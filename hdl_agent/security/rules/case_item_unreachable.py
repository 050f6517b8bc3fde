"""A case item that nothing ever selects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.cases import patterns, within
from hdl_agent.security.rules.ast.expressions import plain
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Items hidden by an earlier one, with bits that no signal has, or too large."""
    for case in design.behaviour.cases:
        earlier: list[str] = []
        width = plain(case.expr).type.bitWidth
        for expression, pattern in patterns(case, design.root) or []:
            if reason := _reason(pattern, earlier, width, case.expr):
                yield Hit(
                    design.place(expression.sourceRange.start),
                    f"this case item is never selected: {reason}; correct or remove it",
                )
            earlier.append(pattern)


def _reason(pattern: str, earlier: list[str], width: int, subject: Any) -> str | None:
    if any(within(pattern, other) for other in earlier):
        return "an earlier item matches all that it matches"
    if "x" in pattern or "z" in pattern:
        return "a plain case compares x and z as such, and no signal has them"
    if not plain(subject).type.isSigned and "1" in pattern[:-width]:
        return f"its value does not fit into the {width} bits that are compared"
    return None


_DESIGN = """\
module top (input wire [3:0] addr, input wire privileged, output reg allow);
    always @* begin
        casez (addr)
            4'b{first}: allow = 1'b1;
            4'b0011: allow = privileged;
            default: allow = 1'b0;
        endcase
    end
endmodule
"""

RULE = Rule(
    id="case-item-unreachable",
    cwe=(561,),
    severity=Severity.MEDIUM,
    title="Case item that is never selected",
    why=(
        "Items are tried in order, so an item that an earlier one covers does nothing. Where the "
        "later item is the stricter one, its check is skipped: the address or state that it was to "
        "treat specially gets the general treatment."
    ),
    bad=_DESIGN.replace("{first}", "00??"),
    good=_DESIGN.replace("{first}", "000?"),
    find=find,
)
