"""A lock that nothing obeys."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import READ_DATA
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.locks import locks
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire       clk, rst_n, we,
    input  wire [1:0] addr,
    input  wire [7:0] wdata,
    output wire [7:0] rdata,
    output reg  [7:0] gain, limit, scratch
);
    reg lock_q;
    assign rdata = {7'd0, lock_q};

    always @(posedge clk)
        if (!rst_n) begin
            {gain, limit, scratch} <= 24'd0;
            lock_q  <= 1'b0;
        end else if (we)
            case (addr)
                2'd0: gain    <= wdata;
                2'd1: limit   <= wdata;
                2'd2: scratch <= wdata;
                2'd3: lock_q  <= lock_q || wdata[0];
            endcase
endmodule
"""

GOOD = BAD.replace("2'd0: gain    <=", "2'd0: if (!lock_q) gain <=")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """The bus writes the lock and may read it back, and nothing else depends on any bit of it."""
    netlist = view(design)
    for name in dict.fromkeys(netlist.name(bit) for bit in locks(netlist)):
        word = netlist.words.get(name, [])
        if any(map(netlist.flow.is_bus_data, netlist.flow.cone(r.d for r in word))) and all(
            _idle(netlist, name, register) for register in word
        ):
            yield Hit(
                netlist.place(name),
                f"software sets the lock {name}, but no register and no output other than read "
                "data depends on it: guard what it is meant to lock, or remove it",
            )


def _idle(netlist: Netlist, name: str, register: Register) -> bool:
    registers, outputs = netlist.flow.reached(register.q)
    elsewhere = {netlist.name(bit) for bit in registers} - {name}
    return not elsewhere and all(READ_DATA.search(output) for output in outputs)


RULE = Rule(
    id="unused-lock",
    cwe=(1233,),
    severity=Severity.HIGH,
    title="A lock guards nothing",
    why="Software sets the lock, reads back that it is set, and trusts that settings cannot change "
    "any more. When no write depends on it, everything stays open.",
    bad=BAD,
    good=GOOD,
    find=find,
)
