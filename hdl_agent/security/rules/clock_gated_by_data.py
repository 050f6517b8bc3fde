"""A clock that logic switches on and off without a latch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import is_clock
from hdl_agent.security.rules.netlist import Netlist, view
from hdl_agent.security.rules.netlist.places import place
from hdl_agent.security.rules.netlist.registers import Bit
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

GATES = ("$and", "$or", "$logic_and", "$logic_or", "$xor", "$xnor")
INVERTERS = ("$not", "$logic_not", "$pos")


def find(design: Design) -> Iterator[Hit]:
    """Gates that drive a register's clock and have an input which may change at any time."""
    netlist = view(design)
    for clock in dict.fromkeys(register.clock for register in netlist.registers.values()):
        gate = _through_inverters(netlist, clock)
        if gate is None or gate["type"] not in GATES:
            continue
        inputs = [gate["connections"][pin][0] for pin in ("A", "B")]
        free = [bit for bit in inputs if not _is_still(netlist, bit, inputs)]
        where = place(gate["attributes"].get("src", ""))
        if free and where.line and any(_is_clock(netlist, bit) for bit in inputs):
            names = " and ".join(sorted({netlist.name(bit) or "logic" for bit in free}))
            yield Hit(
                where,
                f"the clock passes a gate that {names} opens and closes at any time: it can be "
                "cut into glitches; use a clock enable, or a clock gate with a latch",
            )


def _through_inverters(netlist: Netlist, bit: Bit) -> Any:
    """The cell behind the inverters that drive the bit, if any."""
    cell = netlist.cell(bit)
    while cell is not None and cell["type"] in INVERTERS:
        cell = netlist.cell(cell["connections"]["A"][0])
    return cell


def _is_clock(netlist: Netlist, bit: Bit) -> bool:
    clocks = {register.clock for register in netlist.registers.values()}
    return bit in clocks or is_clock(netlist.name(bit))


def _is_still(netlist: Netlist, bit: Bit, inputs: list[Bit]) -> bool:
    """Does it change only while the clock keeps the gate closed?"""
    if isinstance(bit, str) or _is_clock(netlist, bit):
        return True
    driver, register = netlist.cell(bit), netlist.registers.get(bit)
    if driver is None or register is None:
        return driver is not None and driver["type"].startswith("$dlatch")
    return register.falls and register.clock in inputs


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire enable, input wire alarm,
            output reg seen);
    wire gated = clk{gate};
    always @(posedge gated)
        if (!rst_n) seen <= 1'b0;
        else if (alarm{more}) seen <= 1'b1;
endmodule
"""

RULE = Rule(
    id="clock-gated-by-data",
    cwe=(1298, 1247),
    severity=Severity.MEDIUM,
    title="Clock gated by plain logic",
    why=(
        "When the other input of the gate changes while the clock is high, the registers behind it "
        "get a pulse of any length. Some take it and some do not, so that a state or a lock ends "
        "up with a value that no rule allows; whoever times the input can provoke it."
    ),
    bad=_DESIGN.replace("{gate}", " & enable").replace("{more}", ""),
    good=_DESIGN.replace("{gate}", "").replace("{more}", " & enable"),
    find=find,
)
