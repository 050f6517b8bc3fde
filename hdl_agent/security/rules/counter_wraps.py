"""A counter of attempts that starts over when it is full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import says, vocabulary
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire clk, rst_n, try_now, right,
    output wire open, locked
);
    reg [1:0] left_q;
    assign locked = left_q == 2'd0;
    assign open   = try_now && right && !locked;

    always @(posedge clk)
        if (!rst_n)       left_q <= 2'd3;
        else if (open)    left_q <= 2'd3;
        else if (try_now) left_q <= left_q - 2'd1;
endmodule
"""

GOOD = BAD.replace("else if (try_now)", "else if (try_now && !locked)")

COMPARES = ("$eq", "$ne", "$lt", "$le", "$gt", "$ge", "$logic_not", "$reduce_and", "$reduce_or",
            "$reduce_bool")  # fmt: skip
WIDEST = 8
ATTEMPT = vocabulary(
    "attempt attempts retry retries tries try fail fails failures failed failcnt left remaining"
)


@bounded
def find(design: Design) -> Iterator[Hit]:
    """At its last value it still takes over the sum, and no register that it drives prevents it."""
    netlist = view(design)
    for name, word in netlist.words.items():
        if not says(name, ATTEMPT) or not 2 <= len(word) <= WIDEST:
            continue
        bits = [register.q for register in word]
        steps = [cell for cell in netlist.readers[bits[0]] if _steps(cell, bits)]
        compared = any(c["type"] in COMPARES for bit in bits for c in netlist.readers[bit])
        if compared and any(_wraps(netlist, word, cell) for cell in steps):
            yield Hit(
                netlist.place(name),
                f"{name} counts on from its last value and wraps: stop counting at the limit",
            )


def _steps(cell: Any, bits: list[int]) -> bool:
    """Does the cell add 1 to the register or take 1 from it?"""
    if cell["type"] not in ("$add", "$sub"):
        return False
    a, b = cell["connections"]["A"], cell["connections"]["B"]
    return a[: len(bits)] == bits and b[0] == "1" and not any(bit != "0" for bit in b[1:])


def _wraps(netlist: Netlist, word: list[Register], cell: Any) -> bool:
    total = cell["connections"]["Y"][0]
    logic = netlist.logic.cut([total])
    last = cell["type"] == "$add"
    taken = logic.depends(logic.next(word[0]), total)
    at_end = logic.at(taken, {register.q: last for register in word})
    if at_end == 0 or logic.cuts:
        return False
    # A register that follows the counter may forbid it by then: only inputs and others count.
    own = {register.q for register in word}
    followers = {
        bit: name
        for bit, name in logic.names(at_end).items()
        if bit in netlist.registers and own & netlist.flow.cone([netlist.registers[bit].d])
    }
    return not followers


RULE = Rule(
    id="counter-wraps",
    cwe=(307,),
    severity=Severity.HIGH,
    title="An attempt counter wraps around",
    why="A counter that limits attempts has to stop at its end. One that wraps gives an attacker "
    "the full number of attempts again, as often as wanted.",
    bad=BAD,
    good=GOOD,
    find=find,
)
