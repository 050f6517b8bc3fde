"""An asynchronous reset that comes out of a comparison or of a data input."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import DEBUG, OVERRIDE, is_reset, says
from hdl_agent.security.rules.netlist import Netlist, view
from hdl_agent.security.rules.netlist.places import place
from hdl_agent.security.rules.netlist.registers import Bit
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

COMPARISONS = ("$eq", "$ne", "$eqx", "$nex", "$lt", "$le", "$gt", "$ge")
SEQUENTIAL = ("$dlatch", "$mem", "$adlatch", "$sr")


def find(design: Design) -> Iterator[Hit]:
    """Asynchronous resets whose logic has several changing inputs at once, or a data input."""
    netlist = view(design)
    resets = [r.reset[0] for r in netlist.registers.values() if r.reset and r.is_asynchronous]
    for reset in dict.fromkeys(resets):
        gate = netlist.cell(reset)
        reason = _glitches(netlist, reset)
        where = place(gate["attributes"].get("src", "")) if gate is not None else None
        if where and where.line and reason:
            yield Hit(
                where,
                f"an asynchronous reset depends on {reason}, and every glitch on the way resets; "
                "take it from a register, or make it synchronous",
            )


def _glitches(netlist: Netlist, reset: Bit) -> str | None:
    """The data input or comparison behind the reset, if any."""
    pending, seen = [reset], {reset}
    while pending:
        bit = pending.pop()
        driver = netlist.cell(bit)
        if driver is None:
            name = netlist.inputs.get(bit)
            if name and not is_reset(name) and not says(name, DEBUG | OVERRIDE) and len(seen) > 1:
                return name
            continue
        if bit in netlist.registers or driver["type"].startswith(SEQUENTIAL):
            continue
        if driver["type"] in COMPARISONS and len(driver["connections"]["A"]) > 1:
            return "a comparison"
        for pin, bits in driver["connections"].items():
            if pin not in ("Y", "Q"):
                fresh = [b for b in bits if isinstance(b, int) and b not in seen]
                seen.update(fresh)
                pending += fresh
    return None


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire [7:0] command, input wire lock,
            output reg locked);
    {kind} clear;
    {assign}clear {op} command == 8'hA5;
    wire reset_n = rst_n & ~clear;
    always @(posedge clk or negedge reset_n)
        if (!reset_n) locked <= 1'b0;
        else if (lock) locked <= 1'b1;
endmodule
"""

RULE = Rule(
    id="reset-gated-by-data",
    cwe=(1298, 1247),
    severity=Severity.HIGH,
    title="Asynchronous reset made of data",
    why=(
        "While several bits change, a comparison passes through values that were never meant, and "
        "an asynchronous reset answers to each of them. Locks and counters behind it lose their "
        "value on a glitch that a well-timed access provokes."
    ),
    bad=_DESIGN.replace("{kind}", "wire").replace("{assign}", "assign ").replace("{op}", "="),
    good=_DESIGN.replace("{kind}", "reg")
    .replace("{assign}", "always @(posedge clk)\n        ")
    .replace("{op}", "<="),
    find=find,
)
