"""``full_case`` on a case that is not full."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.cases import claims, patterns, unmatched
from hdl_agent.security.rules.ast.expressions import plain
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Cases whose attribute or pragma says full, and which leave codes out."""
    for case in design.behaviour.cases:
        if case.defaultCase is not None or "full_case" not in claims(case, design.compilation):
            continue
        subject = plain(case.expr)
        found = patterns(case, design.root)
        left = unmatched(found, subject.type.bitWidth) if found else 0
        if left:
            yield Hit(
                design.place(case.sourceRange.start),
                f"full_case claims that {left} codes never occur which no item names: synthesis "
                "may do anything there; write a default instead",
            )


_DESIGN = """\
module top (input wire [1:0] role, output reg [1:0] rights);
    always @* begin
        {attribute}case (role)
            2'd0: rights = 2'b00;
            2'd1: rights = 2'b01;
            2'd2: rights = 2'b11;{last}
        endcase
    end
endmodule
"""

RULE = Rule(
    id="full-case-incomplete",
    cwe=(1245, 733),
    severity=Severity.MEDIUM,
    title="full_case on an incomplete case",
    why=(
        "The attribute lets synthesis choose any result for codes without an item, while "
        "simulation keeps the old value: what was verified is not what is built. A code that "
        "cannot occur does occur after an upset, or when someone else drives the bus."
    ),
    bad=_DESIGN.replace("{attribute}", "(* full_case *) ").replace("{last}", ""),
    good=_DESIGN.replace("{attribute}", "(* full_case *) ").replace(
        "{last}", "\n            2'd3: rights = 2'b00;"
    ),
    find=find,
)
