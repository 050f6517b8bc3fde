"""A register that answers at addresses of which the others' decoding says that nothing is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import ADDRESS
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.bus import bus_data, loads
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire       clk, rst_n, we,
    input  wire [5:0] addr,
    input  wire [7:0] wdata,
    output reg  [7:0] gain, limit, mode, key_sel
);
    always @(posedge clk)
        if (!rst_n) {gain, limit, mode, key_sel} <= 32'd0;
        else if (we) begin
            if (addr == 6'd0)      gain    <= wdata;
            if (addr == 6'd1)      limit   <= wdata;
            if (addr == 6'd2)      mode    <= wdata;
            if (addr[2:0] == 3'd3) key_sel <= wdata;
        end
endmodule
"""

GOOD = BAD.replace("addr[2:0] == 3'd3", "addr == 6'd3")

OTHERS = 3
MOSTLY = 0.75


@bounded
def find(design: Design) -> Iterator[Hit]:
    """Its write ignores upper address bits that nearly all other registers' writes look at."""
    netlist = view(design)
    decoded: dict[str, dict[str, frozenset[int]]] = defaultdict(dict)
    for name, word in netlist.words.items():
        for port, bits in _decoding(netlist, word[0]).items():
            decoded[port][name] = bits
    for port, registers in decoded.items():
        for name, bits in registers.items():
            others = [other for n, other in registers.items() if n != name]
            upper = set().union(*others) - set(range(max(bits) + 1)) if others else set()
            missing = {
                bit for bit in upper if sum(bit in o for o in others) >= MOSTLY * len(others)
            }
            if missing and len(others) >= OTHERS and len(bits) > 1:
                yield Hit(
                    netlist.place(name),
                    f"writes of {name} ignore bits {min(missing)} to {max(missing)} of {port}, "
                    "which other registers decode, so it is written at undocumented addresses, "
                    "too: decode them all",
                )


def _decoding(netlist: Netlist, register: Register) -> dict[str, frozenset[int]]:
    """For each address that the register's bus writes depend on, the bits of it that matter."""
    found: dict[str, set[int]] = defaultdict(set)
    for data in bus_data(netlist, register):
        for bit, name in netlist.logic.names(loads(netlist, register, data)).items():
            if ADDRESS.search(name) and bit != data:
                found[name].add(netlist.names[bit][0][1])
    return {name: frozenset(bits) for name, bits in found.items()}


RULE = Rule(
    id="address-alias",
    cwe=(1209,),
    severity=Severity.MEDIUM,
    title="A register answers at undocumented addresses",
    why="A write that ignores upper address bits reaches its register through aliases. Filters and "
    "permissions are written for the documented address and do not cover them.",
    bad=BAD,
    good=GOOD,
    find=find,
)
