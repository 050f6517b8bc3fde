"""A comparison with a secret that ends as soon as it knows the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.design import Design
from hdl_agent.security.rules.netlist import Netlist, Register, view
from hdl_agent.security.rules.netlist.logic import Logic
from hdl_agent.security.rules.netlist.secrets import secret
from hdl_agent.security.rules.rule import Hit, Rule

BAD = """\
module check (
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


def find(design: Design) -> Iterator[Hit]:
    """A register changes at the end of a count, or sooner when a comparison with a secret says so."""
    netlist = view(design)
    for cell in list(netlist.cells.values()):
        secret_name = _compared_secret(netlist, cell)
        if not secret_name:
            continue
        result = cell["connections"]["Y"][0]
        logic = netlist.logic.cut([result])
        for bit in sorted(netlist.flow.reached(result)[0], key=str):
            counter = _early(netlist, logic, netlist.registers[bit], result)
            if counter:
                name = netlist.name(bit)
                yield Hit(
                    netlist.place(name),
                    f"{name} does not wait for {counter} but follows the comparison with "
                    f"{secret_name} at once, so time tells which part was wrong: compare all of "
                    "it every time",
                )
                break


def _compared_secret(netlist: Netlist, cell: Any) -> str:
    """The secret that the cell compares with something that is no constant."""
    if cell["type"] not in ("$eq", "$ne"):
        return ""
    sides = [cell["connections"][side] for side in "AB"]
    if any(sum(not isinstance(bit, str) for bit in side) < OPERAND for side in sides):
        return ""
    leaves = netlist.flow.sources(bit for side in sides for bit in side)
    return next((name for name in (secret(netlist, leaf) for leaf in leaves) if name), "")


def _early(netlist: Netlist, logic: Logic, register: Register, result: Any) -> str:
    """The counter whose end the register would otherwise wait for; empty if there is none."""
    bdd = logic.bdd
    f = logic.next(register)
    follows = logic.depends(f, result)
    changes = bdd.and_(bdd.not_(follows), bdd.xor(f, logic.leaf(register.q)))
    own = netlist.name(register.q)
    names = {name for bit, name in logic.names(f).items() if bit in netlist.registers}
    for name in sorted(names - {own, ""}):
        bits = [counter.q for counter in netlist.words[name]]
        if len(bits) not in COUNTER_BITS or not own:
            continue
        levels = frozenset(logic.level(bit) for bit in bits)
        twice = 0
        for bit in bits:
            both = bdd.and_(logic.at(follows, {bit: False}), logic.at(follows, {bit: True}))
            twice = bdd.or_(twice, bdd.exists(both, levels))
        if bdd.and_(twice, bdd.exists(changes, levels)):
            return name
    return ""


RULE = Rule(
    id="comparison-timing",
    cwe=(208, 1254),
    severity=Severity.HIGH,
    title="A comparison with a secret ends early",
    why="When a comparison stops at the first part that differs, the time until the answer says how "
    "much of a guess was right. A secret of many bytes is then found byte by byte.",
    bad=BAD,
    good=GOOD,
    find=find,
)
