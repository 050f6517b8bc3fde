"""A debug or test input that gets writes past a lock."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import DEBUG, says
from hdl_agent.security.rules.netlist import Netlist, bounded, view
from hdl_agent.security.rules.netlist.locks import Guard, guarded
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire       clk, rst_n, we, debug_mode,
    input  wire [1:0] addr,
    input  wire [7:0] wdata,
    output reg  [7:0] gain, limit, scratch,
    output reg        lock_q
);
    wire open = !lock_q || debug_mode;

    always @(posedge clk)
        if (!rst_n) begin
            gain    <= 8'd0;
            limit   <= 8'd0;
            scratch <= 8'd0;
            lock_q  <= 1'b0;
        end else if (we)
            case (addr)
                2'd0: if (open) gain  <= wdata;
                2'd1: if (open) limit <= wdata;
                2'd2: scratch <= wdata;
                2'd3: lock_q  <= lock_q || wdata[0];
            endcase
endmodule
"""

GOOD = BAD.replace("!lock_q || debug_mode;", "!lock_q && !debug_mode;")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """The lock keeps the bus out while the debug input is at one value, and not at the other."""
    netlist = view(design)
    seen = set()
    for guard, victim, lock in guarded(netlist):
        debug = _key(netlist, guard)
        if debug and (victim, lock, debug) not in seen:
            seen.add((victim, lock, debug))
            yield Hit(
                netlist.place(victim),
                f"{debug} opens {victim} to writes although {lock} is set: a lock has to hold "
                "in debug and test modes, too",
            )


def _key(netlist: Netlist, guard: Guard) -> str:
    """The debug signal without which nothing gets through; empty if there is none."""
    logic = netlist.logic
    for bit, name in logic.names(guard.leaks).items():
        if says(name, DEBUG) and any(logic.at(guard.leaks, {bit: v}) == 0 for v in (False, True)):
            return name
    return ""


RULE = Rule(
    id="debug-bypasses-lock",
    cwe=(1234,),
    severity=Severity.HIGH,
    title="A debug or test mode writes locked registers",
    why="Debug access is often the first thing an attacker gets. When a debug or test input "
    "switches a lock off, the settings that the lock protects are open to whoever raises that "
    "input, and they stay changed when it falls.",
    bad=BAD,
    good=GOOD,
    find=find,
)
