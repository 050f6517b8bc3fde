"""A clock that logic switches on and off without a latch."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.design import Design
from hdl_agent.security.rules.names import is_clock
from hdl_agent.security.rules.nets import Bit, Cell, Nets, place
from hdl_agent.security.rules.rule import Hit, Rule

GATES = ("$and", "$or", "$logic_and", "$logic_or", "$xor", "$xnor")
INVERTERS = ("$not", "$logic_not", "$pos")


def find(design: Design) -> Iterator[Hit]:
    """Gates that drive a register's clock and have an input which may change at any time."""
    nets = Nets(design.words)
    for clock in dict.fromkeys(cell["connections"]["CLK"][0] for cell in nets.registers):
        gate = _through_inverters(nets, clock)
        if gate is None or gate["type"] not in GATES:
            continue
        inputs = [gate["connections"][pin][0] for pin in ("A", "B")]
        free = [bit for bit in inputs if not _is_still(nets, bit, inputs)]
        where = place(gate)
        if free and where and any(_is_clock(nets, bit) for bit in inputs):
            names = " and ".join(sorted({nets.names.get(bit, "logic") for bit in free}))
            yield Hit(
                where,
                f"the clock passes a gate that {names} opens and closes at any time: it can be "
                "cut into glitches; use a clock enable, or a clock gate with a latch",
            )


def _through_inverters(nets: Nets, bit: Bit) -> Cell | None:
    cell = nets.drivers.get(bit)
    while cell is not None and cell["type"] in INVERTERS:
        cell = nets.drivers.get(cell["connections"]["A"][0])
    return cell


def _is_clock(nets: Nets, bit: Bit) -> bool:
    clocks = {cell["connections"]["CLK"][0] for cell in nets.registers}
    return bit in clocks or is_clock(nets.names.get(bit, "").rpartition(".")[2])


def _is_still(nets: Nets, bit: Bit, inputs: list[Bit]) -> bool:
    """Does it change only while the clock keeps the gate closed?"""
    if isinstance(bit, str) or _is_clock(nets, bit):
        return True
    driver = nets.drivers.get(bit)
    if driver is None:
        return False
    if driver["type"].startswith("$dlatch"):
        return True
    falls = driver.get("parameters", {}).get("CLK_POLARITY", "1").endswith("0")
    return driver in nets.registers and falls and driver["connections"]["CLK"][0] in inputs


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
