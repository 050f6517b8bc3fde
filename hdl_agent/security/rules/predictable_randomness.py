"""A shift register's output used as if it were random."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.ast import BinaryOperator, ExpressionKind, UnaryOperator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.behaviour import Assign
from hdl_agent.security.rules.ast.expressions import number, plain, reads, walk
from hdl_agent.security.rules.ast.resets import in_reset
from hdl_agent.security.rules.names import says, vocabulary
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

MUST_BE_RANDOM = vocabulary("key nonce iv salt challenge blinding mask random rand rnd")
XOR = (BinaryOperator.BinaryXor, BinaryOperator.BinaryXnor)
REDUCED = (UnaryOperator.BitwiseXor, UnaryOperator.BitwiseXnor)


def find(design: Design) -> Iterator[Hit]:
    """Signals named for something random that are taken from an LFSR and from nothing else."""
    behaviour = design.behaviour
    for register in dict.fromkeys(a.target for a in behaviour.synthesized):
        if not _is_lfsr(design, register):
            continue
        for assign in behaviour.synthesized:
            if assign.target is register or not says(assign.target.name, MUST_BE_RANDOM):
                continue
            if _variables(design, assign.source) == {register}:
                yield Hit(
                    design.place(assign.location),
                    f"{assign.target.name} is taken from the shift register {register.name}, whose "
                    "every value follows from a few earlier ones; take it from an entropy source",
                )


def _is_lfsr(design: Design, register: Any) -> bool:
    """Does it hold only what linear feedback makes of it, and constants?"""
    steps = [a for a in design.behaviour.to(register) if not _is_constant(design, a)]
    return bool(steps) and all(_is_feedback(design, a) for a in steps)


def _is_constant(design: Design, assign: Assign) -> bool:
    return in_reset(assign) or (
        assign.right is not None and number(assign.right, design.root) is not None
    )


def _is_feedback(design: Design, assign: Assign) -> bool:
    if not (assign.is_whole and assign.process and assign.process.is_clocked):
        return False
    right = plain(assign.right)
    if right.kind != ExpressionKind.Concatenation or len(right.operands) != 2:
        return False
    if _variables(design, right) != {assign.target}:
        return False
    return any(_mixes(design.behaviour.meaning(one)) for one in right.operands)


def _mixes(expression: Any) -> bool:
    return any(
        (node.kind == ExpressionKind.BinaryOp and node.op in XOR)
        or (node.kind == ExpressionKind.UnaryOp and node.op in REDUCED)
        for node in walk(expression)
    )


def _variables(design: Design, expression: Any) -> set[Any]:
    """What the expression depends on, wires seen through."""
    found: set[Any] = set()
    for name in reads(expression):
        only = design.behaviour.to(name)
        if len(only) == 1 and only[0].process is None and only[0].is_whole:
            found |= reads(only[0].right)
        elif hasattr(name, "value"):
            continue  # a parameter
        else:
            found.add(name)
    return found


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire take, input wire noise,
            output reg [15:0] nonce);
    reg [15:0] lfsr;
    wire feedback = lfsr[15] ^ lfsr[13] ^ lfsr[12] ^ lfsr[10]{more};
    always @(posedge clk)
        if (!rst_n) begin
            lfsr <= 16'hACE1;
            nonce <= 16'd0;
        end else begin
            lfsr <= {lfsr[14:0], feedback};
            if (take) nonce <= lfsr;
        end
endmodule
"""

RULE = Rule(
    id="predictable-randomness",
    cwe=(1241,),
    severity=Severity.HIGH,
    title="Nonce, key or mask from a linear shift register",
    why=(
        "A linear feedback shift register of n bits is known from n output bits, and after reset "
        "it always starts alike. Who has seen one nonce or mask knows all later ones."
    ),
    bad=_DESIGN.replace("{more}", ""),
    good=_DESIGN.replace("{more}", " ^ noise"),
    find=find,
)
