"""A comparison piece by piece that ends at the first difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.ast import ExpressionKind

from hdl_agent.finding import Severity
from hdl_agent.security.rules.behaviour import Guard
from hdl_agent.security.rules.design import Design
from hdl_agent.security.rules.expressions import (
    BOTH,
    EITHER,
    EQUAL,
    NOT,
    UNEQUAL,
    number,
    parts,
    plain,
    reads,
    walk,
)
from hdl_agent.security.rules.machines import Machine, Step
from hdl_agent.security.rules.names import speaks_of, vocabulary
from hdl_agent.security.rules.rule import Hit, Rule

SECRET = vocabulary(
    "key secret password passwd passphrase passcode pin token mac hmac tag digest hash signature"
    " sig code credential fuse expected wanted golden auth"
)
NARROWEST = 2
"""Bits of a piece; a secret's single bits are compared by other means."""


def find(design: Design) -> Iterator[Hit]:
    """Steps out of a state, taken as soon as one indexed piece of a secret differs."""
    for machine in design.machines:
        for step in machine.steps:
            if step.is_reset or step.sources is None or step.target in step.sources:
                continue
            for guard in step.assign.guards:
                for test in _differences(design, guard):
                    if _is_piecewise(design, test) and _goes_on_else(machine, step):
                        yield Hit(
                            design.place(guard.subject.sourceRange.start),
                            f"{machine.state.name} leaves the comparison at the first piece that "
                            "differs, so its duration tells how much was right; compare all "
                            "pieces, collect the differences, and decide at the end",
                        )


def _differences(design: Design, guard: Guard) -> Iterator[Any]:
    """Comparisons whose difference alone makes the guard as it is."""
    if not guard.is_case:
        yield from _unequal(design, guard.subject, guard.holds)


def _unequal(design: Design, expression: Any, holds: bool) -> Iterator[Any]:
    inner = design.behaviour.meaning(expression)
    if inner.kind == ExpressionKind.UnaryOp and inner.op in NOT:
        yield from _unequal(design, inner.operand, not holds)
    if inner.kind != ExpressionKind.BinaryOp:
        return
    if inner.op in (UNEQUAL if holds else EQUAL):
        yield inner
    elif inner.op in (EITHER if holds else BOTH):
        for part in parts(inner, EITHER if holds else BOTH):
            yield from _unequal(design, part, holds)


def _is_piecewise(design: Design, test: Any) -> bool:
    sides = [plain(test.left), plain(test.right)]
    if any(number(side, design.root) is not None for side in sides):
        return False
    if min(side.type.bitWidth for side in sides) < NARROWEST:
        return False
    secret = any(_is_secret(design, name) for side in sides for name in reads(side))
    return secret and any(_is_indexed(design, side) for side in sides)


def _is_secret(design: Design, name: Any) -> bool:
    sources = {other for a in design.behaviour.to(name) for other in reads(a.source)}
    return any(speaks_of(one.name, SECRET) for one in {name, *sources})


def _is_indexed(design: Design, side: Any) -> bool:
    """A select with a variable index, or a wire that picks by a register."""
    inner = design.behaviour.meaning(side)
    for node in walk(inner):
        if node.kind == ExpressionKind.ElementSelect and reads(node.selector):
            return True
        if node.kind == ExpressionKind.RangeSelect and reads(node.left):
            return True
        if node.kind == ExpressionKind.ConditionalOp:
            return True
    names = reads(inner)
    return any(
        guard.is_case and not (a.process and a.process.is_clocked)
        for name in names
        for a in design.behaviour.to(name)
        for guard in a.guards
    )


def _goes_on_else(machine: Machine, step: Step) -> bool:
    """Is it a comparison that may take more than a cycle: does another step, or none, follow?"""
    return step.sources is not None and len(step.sources) < len(machine.names)


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire start, input wire [31:0] entry,
            input wire [31:0] pin, output wire done, output reg ok);
    localparam [1:0] IDLE = 2'd0, COMPARE = 2'd1, DONE = 2'd2;
    reg [1:0] state, index;
    wire [7:0] entered = entry[8 * index +: 8];
    wire [7:0] wanted = pin[8 * index +: 8];
    always @(posedge clk)
        if (!rst_n) begin
            state <= IDLE;
            index <= 2'd0;
            ok <= 1'b0;
        end else
            case (state)
                IDLE: begin
                    index <= 2'd0;
                    ok <= 1'b1;
                    if (start) state <= COMPARE;
                end
                COMPARE: begin
                    if (entered != wanted) ok <= 1'b0;
                    index <= index + 2'd1;
                    if ({leave}) state <= DONE;
                end
                default: state <= IDLE;
            endcase
    assign done = state == DONE;
endmodule
"""

RULE = Rule(
    id="early-exit-comparator",
    cwe=(1254, 208),
    severity=Severity.HIGH,
    title="Comparison that ends at the first difference",
    why=(
        "The time until the answer tells how many leading pieces were right, so a secret of n "
        "bytes is found in 256 n attempts instead of 256 to the power of n. A comparison of "
        "secrets takes the same time whatever it finds."
    ),
    bad=_DESIGN.replace("{leave}", "index == 2'd3 || entered != wanted"),
    good=_DESIGN.replace("{leave}", "index == 2'd3"),
    find=find,
)
