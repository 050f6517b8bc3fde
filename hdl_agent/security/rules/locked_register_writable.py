"""A register that a lock guards on one path and not on another."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import DEBUG, says
from hdl_agent.security.rules.netlist import bounded, view
from hdl_agent.security.rules.netlist.locks import guarded
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire       clk, rst_n, we, dma_we,
    input  wire [1:0] addr, dma_addr,
    input  wire [7:0] wdata, dma_wdata,
    output reg  [7:0] gain, limit, scratch,
    output reg        lock_q
);
    wire       cpu_ok = we && !(lock_q && addr < 2'd2);
    wire       dma_ok = dma_we && !we;
    wire [1:0] target = cpu_ok ? addr : dma_addr;
    wire [7:0] value  = cpu_ok ? wdata : dma_wdata;

    always @(posedge clk)
        if (!rst_n) begin
            gain    <= 8'd0;
            limit   <= 8'd0;
            scratch <= 8'd0;
            lock_q  <= 1'b0;
        end else if (cpu_ok || dma_ok)
            case (target)
                2'd0: gain    <= value;
                2'd1: limit   <= value;
                2'd2: scratch <= value;
                2'd3: lock_q  <= lock_q || value[0];
            endcase
endmodule
"""

GOOD = BAD.replace("dma_we && !we;", "dma_we && !we && !(lock_q && dma_addr < 2'd2);")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """The lock stops some of the bus writes to a register, but others reach it while it is set."""
    netlist = view(design)
    logic = netlist.logic
    seen = set()
    for guard, victim, lock in guarded(netlist):
        support = logic.names(guard.leaks)
        debug = {bit: False for bit, name in support.items() if says(name, DEBUG)}
        if logic.at(guard.leaks, debug) and (victim, lock) not in seen:
            seen.add((victim, lock))
            yield Hit(
                netlist.place(victim),
                f"{victim} is guarded by {lock}, but a write through {guard.data} still "
                f"reaches it while {lock} is set: put the same condition on every path",
            )


RULE = Rule(
    id="locked-register-writable",
    cwe=(1233, 1299),
    severity=Severity.HIGH,
    title="A locked register is still written on another path",
    why="A lock that is checked on one write path only protects nothing: whoever reaches the other "
    "path, a DMA channel, a command or an alias, changes the locked setting. Every path to the "
    "register needs the same check, best behind one shared write port.",
    bad=BAD,
    good=GOOD,
    find=find,
)
