"""``parallel_case`` on a case whose items overlap."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.cases import claims, patterns
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule


def find(design: Design) -> Iterator[Hit]:
    """Items that match what an earlier item matches, where an attribute says that none does."""
    for case in design.behaviour.cases:
        if "parallel_case" not in claims(case, design.compilation):
            continue
        earlier: list[str] = []
        for expression, pattern in patterns(case, design.root) or []:
            if any(_overlap(pattern, other) for other in earlier):
                yield Hit(
                    design.place(expression.sourceRange.start),
                    "parallel_case claims that items exclude each other, and this one overlaps an "
                    "earlier one: synthesis may take both; make the items disjoint",
                )
            earlier.append(pattern)


def _overlap(one: str, other: str) -> bool:
    return len(one) == len(other) and all(
        "-" in (a, b) or a == b for a, b in zip(one, other, strict=True)
    )


_DESIGN = """\
module top (input wire [2:0] request, output reg [2:0] grant);
    always @* begin
        grant = 3'b000;
        (* parallel_case *) casez (request)
            3'b1??: grant = 3'b100;
            3'b{second}: grant = 3'b010;
            3'b001: grant = 3'b001;
            default: grant = 3'b000;
        endcase
    end
endmodule
"""

RULE = Rule(
    id="parallel-case-overlap",
    cwe=(1245, 733),
    severity=Severity.MEDIUM,
    title="parallel_case on overlapping items",
    why=(
        "The attribute removes the priority between items. Where two of them match at once, the "
        "netlist does both, or neither, and differs from what was simulated: two grants instead of "
        "one, say."
    ),
    bad=_DESIGN.replace("{second}", "?1?"),
    good=_DESIGN.replace("{second}", "01?"),
    find=find,
)
