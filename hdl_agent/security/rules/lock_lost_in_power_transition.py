"""A lock that sleeping, waking or a warm restart opens."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import says, vocabulary
from hdl_agent.security.rules.netlist import bounded, view
from hdl_agent.security.rules.netlist.locks import guards, locks
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire       clk, rst_n, we, wakeup,
    input  wire [1:0] addr,
    input  wire [7:0] wdata,
    output reg  [7:0] gain, limit, scratch,
    output reg        lock_q, awake_q
);
    always @(posedge clk)
        if (!rst_n) begin
            {gain, limit, scratch} <= 24'd0;
            lock_q  <= 1'b0;
            awake_q <= 1'b0;
        end else if (wakeup) begin
            lock_q  <= 1'b0;
            awake_q <= 1'b1;
        end else if (we)
            case (addr)
                2'd0: if (!lock_q) gain  <= wdata;
                2'd1: if (!lock_q) limit <= wdata;
                2'd2: scratch <= wdata;
                2'd3: lock_q  <= lock_q || wdata[0];
            endcase
endmodule
"""

GOOD = BAD.replace(
    """wakeup) begin
            lock_q  <= 1'b0;
""",
    """wakeup) begin
""",
)

POWER = vocabulary("sleep wake wakeup warm standby suspend resume powerdown hibernate")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """The lock falls without reset, and only when a power signal asks for it."""
    netlist = view(design)
    logic, bdd = netlist.logic, netlist.logic.bdd
    seen = set()
    for lock in locks(netlist):
        name = netlist.name(lock)
        if name in seen or lock not in netlist.registers:
            continue
        falls = bdd.not_(logic.at(logic.next(netlist.registers[lock]), {lock: True}))
        for bit, power in logic.names(falls).items():
            needed = says(power, POWER) and logic.certain(logic.depends(falls, bit))
            if needed and name not in seen and next(guards(netlist, lock), None):
                seen.add(name)
                yield Hit(
                    netlist.place(name),
                    f"{power} clears the lock {name} without a reset: keep it, or set up what it "
                    "guards anew before anyone can write it",
                )


RULE = Rule(
    id="lock-lost-in-power-transition",
    cwe=(1232,),
    severity=Severity.HIGH,
    title="A power transition opens a lock",
    why="Software that runs after a wake-up or a warm restart is not the software that set the "
    "lock. When such a transition clears the lock and leaves the locked registers in place, an "
    "attacker needs only to send the device to sleep.",
    bad=BAD,
    good=GOOD,
    find=find,
)
