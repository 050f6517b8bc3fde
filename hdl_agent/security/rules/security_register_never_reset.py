"""A lock, permission or state register that reset leaves alone."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.design import Design
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.names import AUTH, is_lock, pieces
from hdl_agent.security.rules.rule import Hit, Rule

BAD = """\
module settings (
    input  wire       clk, rst_n, we,
    input  wire [1:0] addr,
    input  wire [7:0] wdata,
    output reg  [7:0] gain, limit,
    output reg        lock_q
);
    always @(posedge clk)
        if (!rst_n) begin
            gain  <= 8'd0;
            limit <= 8'd0;
        end else if (we)
            case (addr)
                2'd0: if (!lock_q) gain  <= wdata;
                2'd1: if (!lock_q) limit <= wdata;
                2'd2: lock_q <= lock_q || wdata[0];
                default: ;
            endcase
endmodule
"""

GOOD = BAD.replace("limit <= 8'd0;", "limit <= 8'd0; lock_q <= 1'b0;")

STATE = {"state", "fsm"}
PLAIN = {"q", "r", "reg", "cur", "current", "main"}
MOSTLY = 0.75


@bounded
def find(design: Design) -> Iterator[Hit]:
    """It holds its value, no reset touches it, and most registers of its clock have a reset."""
    netlist = view(design)
    registers = netlist.registers.values()
    for name, word in netlist.words.items():
        if not _matters(name) or netlist.initialised(name):
            continue
        peers = [r for r in registers if r.clock == word[0].clock]
        covered = sum(r.reset is not None for r in peers) / len(peers)
        if covered >= MOSTLY and all(_unset(netlist, register) for register in word):
            yield Hit(
                netlist.place(name),
                f"{name} has no reset value although other registers of its clock have one: reset "
                "it to its safe value",
            )


def _matters(name: str) -> bool:
    words = pieces(name)
    return is_lock(name) or bool(words & AUTH) or (bool(words & STATE) and words <= STATE | PLAIN)


def _unset(netlist: Netlist, register: Register) -> bool:
    if register.reset is not None or not netlist.logic.resting:
        return False
    f = netlist.logic.full_next(register)
    bdd = netlist.logic.bdd
    active = {level: not value for level, value in netlist.logic.resting.items()}
    return netlist.logic.level(register.q) in bdd.support(bdd.restrict(f, active))


RULE = Rule(
    id="security-register-never-reset",
    cwe=(1271,),
    severity=Severity.MEDIUM,
    title="A lock, permission or state register has no reset value",
    why="A register that reset leaves alone powers up with any value and keeps the old one over a "
    "reset. For a lock, a permission or the state of a machine this decides who may do what.",
    bad=BAD,
    good=GOOD,
    find=find,
)
