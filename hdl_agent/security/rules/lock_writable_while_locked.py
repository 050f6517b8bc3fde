"""A lock that the bus can open again."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.locks import guards, locks
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire        clk, rst_n, we,
    input  wire [1:0]  addr,
    input  wire [7:0]  wdata,
    output reg  [7:0]  gain, limit,
    output reg         lock_q
);
    always @(posedge clk)
        if (!rst_n) begin
            gain   <= 8'd0;
            limit  <= 8'd0;
            lock_q <= 1'b0;
        end else if (we)
            case (addr)
                2'd0: if (!lock_q) gain  <= wdata;
                2'd1: if (!lock_q) limit <= wdata;
                2'd2: lock_q <= wdata[0];
                default: ;
            endcase
endmodule
"""

GOOD = BAD.replace("lock_q <= wdata[0]", "lock_q <= lock_q || wdata[0]")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """The same write sets the lock with a 1 and clears it with a 0, also while it is set."""
    netlist = view(design)
    seen = set()
    for lock in locks(netlist):
        name = netlist.name(lock)
        if name in seen or lock not in netlist.registers:
            continue
        data = _opened_by(netlist, netlist.registers[lock])
        if data:
            guarded = next(guards(netlist, lock), None)
            if guarded:
                seen.add(name)
                victim = netlist.name(guarded.register.q)
                yield Hit(
                    netlist.place(name),
                    f"a write of 0 through {data} clears the lock {name}, which guards {victim}: "
                    f"let only reset clear it ({name} || {data})",
                )


def _opened_by(netlist: Netlist, lock: Register) -> str:
    """The data with which one and the same write sets the lock and clears it; empty if none."""
    logic, bdd = netlist.logic, netlist.logic.bdd
    f = logic.next(lock)
    for bit, name in logic.names(f).items():
        if bit == lock.q or not netlist.flow.is_bus_data(bit):
            continue
        sets, clears = (
            bdd.and_(
                logic.at(f, {lock.q: was, bit: True}),
                bdd.not_(logic.at(f, {lock.q: was, bit: False})),
            )
            for was in (False, True)
        )
        if logic.certain(bdd.and_(sets, clears)):
            return name
    return ""


RULE = Rule(
    id="lock-writable-while-locked",
    cwe=(1231,),
    severity=Severity.HIGH,
    title="A lock bit can be written back to 0 while it is set",
    why="A lock protects settings from software that is compromised later. When the write that "
    "sets the lock also clears it, that software opens the lock first and the settings next. A "
    "lock has to stay set until reset.",
    bad=BAD,
    good=GOOD,
    find=find,
)
