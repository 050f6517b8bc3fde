"""Key material that survives the order to erase it."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import is_clear
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.logic import Logic
from hdl_agent.security.rules.netlist.secrets import secret
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire        clk, rst_n, load, clear,
    input  wire [31:0] data,
    output wire [31:0] used,
    output reg         loaded_q
);
    reg [31:0] key_q;
    assign used = loaded_q ? key_q ^ data : 32'd0;

    always @(posedge clk)
        if (!rst_n) begin
            key_q    <= 32'd0;
            loaded_q <= 1'b0;
        end else if (clear) begin
            loaded_q <= 1'b0;
        end else if (load) begin
            key_q    <= data;
            loaded_q <= 1'b1;
        end
endmodule
"""

GOOD = BAD.replace(
    """clear) begin
""",
    """clear) begin
            key_q    <= 32'd0;
""",
)


@bounded
def find(design: Design) -> Iterator[Hit]:
    """The order surely clears a register of the same instance, and the key may keep its value."""
    netlist = view(design)
    seen = set()
    for order in sorted(netlist.nets()):
        bits = netlist.bits(order)
        if len(bits) != 1 or isinstance(bits[0], str) or not is_clear(order):
            continue
        logic = netlist.logic if bits[0] in netlist.inputs else netlist.logic.cut(bits)
        scope = order.rpartition(".")[0]
        siblings = [n for n in netlist.words if n.rpartition(".")[0] == scope or not scope]
        reached = netlist.flow.reached(bits[0])[0]
        marks = [r for n in siblings for r in netlist.words[n] if r.q in reached]
        if not any(_cleared(logic, bits[0], mark) for mark in marks[:200]):
            continue
        for hit in _keeping(netlist, logic, order, scope):
            if hit.place not in seen:  # once for all instances of a module
                seen.add(hit.place)
                yield hit


def _keeping(netlist: Netlist, logic: Logic, order: str, scope: str) -> Iterator[Hit]:
    bit = netlist.bits(order)[0]
    for name, word in netlist.words.items():
        register = word[0]
        own = [n for n in netlist.aliases(register.q) if n.rpartition(".")[0] == scope]
        if not secret(netlist, register.q) or not own:
            continue
        after = logic.at(logic.next(register), {bit: True})
        if register.q in logic.names(after):
            yield Hit(
                netlist.place(own[0]),
                f"{order} clears other registers but may leave {name} as it is: erase the secret "
                "itself, not only the mark that it is there",
            )


def _cleared(logic: Logic, order: object, register: Register) -> bool:
    f = logic.next(register)
    return f > 1 and logic.at(f, {order: True}) < 2  # type: ignore[dict-item]


RULE = Rule(
    id="key-not-cleared",
    cwe=(226, 1239),
    severity=Severity.MEDIUM,
    title="An order to clear leaves key material in place",
    why="Clearing a slot is a promise that its secret is gone. When only the valid mark is "
    "cleared, the next owner, a debugger or a fault that sets the mark again finds the old secret.",
    bad=BAD,
    good=GOOD,
    find=find,
)
