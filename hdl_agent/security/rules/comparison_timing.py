"""A comparison with a secret that ends as soon as it knows the answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.logic import Logic
from hdl_agent.security.rules.netlist.secrets import secret
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire        clk, rst_n, start,
    input  wire [31:0] secret_key, guess,
    output reg         busy, done, differs
);
    reg  [1:0] index;
    wire [7:0] wanted = secret_key[8*index +: 8];
    wire [7:0] given  = guess[8*index +: 8];
    wire       wrong  = given != wanted;

    always @(posedge clk)
        if (!rst_n) {busy, done, differs, index} <= 5'd0;
        else if (!busy) begin
            busy    <= start;
            index   <= 2'd0;
            done    <= 1'b0;
            differs <= 1'b0;
        end else begin
            index   <= index + 2'd1;
            differs <= differs || wrong;
            if (index == 2'd3 || wrong) {busy, done} <= 2'b01;
        end
endmodule
"""

GOOD = BAD.replace("(index == 2'd3 || wrong)", "(index == 2'd3)")

COUNTER_BITS = range(2, 7)
OPERAND = 8
COMPARISONS = 16


@bounded
def find(design: Design) -> Iterator[Hit]:
    """A register changes at a count's end, or sooner when a comparison with a secret says so."""
    netlist = view(design)
    found = ((cell, _compared_secret(netlist, cell)) for cell in netlist.cells.values())
    for cell, compared in islice(((c, name) for c, name in found if name), COMPARISONS):
        result = cell["connections"]["Y"][0]
        logic = netlist.logic.cut([result])
        for bit in sorted(netlist.flow.reached(result)[0], key=str):
            counter = _early(netlist, logic, netlist.registers[bit], result)
            if counter:
                name = netlist.name(bit)
                yield Hit(
                    netlist.place(name),
                    f"{name} does not wait for {counter} but follows the comparison with "
                    f"{compared} at once, so time tells which part was wrong: compare all of "
                    "it every time",
                )
                break


def _compared_secret(netlist: Netlist, cell: Any) -> str:
    """The secret that the cell compares with other data as they came; empty if it does not."""
    if cell["type"] not in ("$eq", "$ne"):
        return ""
    sides = [cell["connections"][side] for side in "AB"]
    if any(sum(not isinstance(bit, str) for bit in side) < OPERAND for side in sides):
        return ""
    names = [{secret(netlist, leaf) for leaf in netlist.flow.sources(side)} for side in sides]
    for own, other in (names, names[::-1]):
        if any(own) and "" in other:
            return max(own)
    return ""


def _early(netlist: Netlist, logic: Logic, register: Register, result: Any) -> str:
    """The counter whose end the register would otherwise wait for; empty if there is none."""
    bdd = logic.bdd
    f, own = logic.next(register), netlist.name(register.q)
    follows = logic.depends(f, result)
    changes = bdd.xor(f, logic.leaf(register.q))
    ends = bdd.and_(bdd.not_(follows), changes)
    names = {name for bit, name in logic.names(f).items() if bit in netlist.registers}
    for name in sorted(names - {own, ""}):
        counter = netlist.words[name]
        if len(counter) not in COUNTER_BITS:
            continue
        levels = frozenset(logic.level(bit.q) for bit in counter)
        for value in (False, True):  # the result with which the register waits
            waits = bdd.and_(follows, bdd.not_(logic.at(changes, {result: value})))
            counts = bdd.exists(_counting(logic, waits, counter, {result: value}), levels)
            if bdd.and_(counts, bdd.exists(ends, levels)):
                return name
    return ""


def _counting(logic: Logic, waits: int, counter: list[Register], held: dict[Any, bool]) -> int:
    """When does the register wait at two values of the counter, which go on to different ones?"""
    bdd, when = logic.bdd, 0
    nexts = [logic.at(logic.next(bit), held) for bit in counter]
    steps = [bdd.xor(f, logic.leaf(bit.q)) for f, bit in zip(nexts, counter, strict=True)]
    goes_on = bdd.and_(waits, bdd.or_(*steps))
    for bit in counter:
        both = bdd.and_(logic.at(goes_on, {bit.q: False}), logic.at(goes_on, {bit.q: True}))
        if both:
            apart = bdd.or_(*(logic.depends(f, bit.q) for f in nexts))
            when = bdd.or_(when, bdd.and_(both, apart))
    return when


RULE = Rule(
    id="comparison-timing",
    cwe=(208, 1254),
    severity=Severity.HIGH,
    title="A comparison with a secret ends early",
    why="When a comparison stops at the first part that differs, the time until the answer says "
    "how much of a guess was right. A secret of many bytes is then found byte by byte.",
    bad=BAD,
    good=GOOD,
    find=find,
)
