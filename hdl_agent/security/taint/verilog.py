"""A design that carries taint, as Verilog: any stimulus shows each output's taint in each cycle.

It is at gate level, a wire for each bit and for its taint; docs/information_flow.md says what that
costs.
"""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.formal.gates import Netlist, UnsupportedDesign, registers
from hdl_agent.security.taint.rules import RULES, Literal, taint_of

VALUES = {
    "$_BUF_": "{A}",
    "$_NOT_": "~{A}",
    "$_AND_": "{A} & {B}",
    "$_NAND_": "~({A} & {B})",
    "$_OR_": "{A} | {B}",
    "$_NOR_": "~({A} | {B})",
    "$_XOR_": "{A} ^ {B}",
    "$_XNOR_": "~({A} ^ {B})",
    "$_ANDNOT_": "{A} & ~{B}",
    "$_ORNOT_": "{A} | ~{B}",
    "$_MUX_": "{S} ? {B} : {A}",
}
"""What each gate does, in Verilog."""

VALUE, TAINT = "hdl_agent_v", "hdl_agent_t"
"""Prefixes of the wires of a bit's value and of its taint."""


def instrumented_verilog(design: Netlist, clock: str, name: str) -> str:
    """Module ``name``: the ports of the gate-level ``design``, and ``PORT_taint``, of the same
    width and direction, for each but the clock.

    Registers power up as the netlist's ``init`` says, else with 0, and without taint. Raises
    UnsupportedDesign for other clocks and cells.
    """
    stored = set(registers(design, clock))
    cells = design["cells"].items()
    gates = [cell for key, cell in cells if key not in stored]
    states = [cell["connections"] for key, cell in cells if key in stored]
    driven = {cell["connections"]["Y"][0] for cell in gates} | {pins["Q"][0] for pins in states}
    ports = {key: port for key, port in design["ports"].items() if key != clock}
    if taken := ports.keys() & {f"{port}_taint" for port in ports}:
        raise UnsupportedDesign(f"the port {min(taken)} has the name of another port's taint")
    fed = {bit for port in ports.values() if port["direction"] == "input" for bit in port["bits"]}
    free = _read(design) - driven - fed - {design["ports"][clock]["bits"][0]}
    header = [
        f"input \\{clock} ",
        *(text for key, port in ports.items() for text in _declared(key, port)),
    ]
    lines = [
        f"module \\{name} (" + ", ".join(header) + ");",
        *(f"wire {_value(bit)} = 0, {_taint(bit)} = 0;" for bit in sorted(free)),
        *(line for key, port in ports.items() for line in _connected(key, port)),
        *(line for cell in gates for line in _gate(cell)),
        *_registers(design, clock, states),
        "endmodule",
    ]
    return "\n".join(lines) + "\n"


def _value(bit: int | str) -> str:
    if isinstance(bit, int):
        return f"{VALUE}{bit}"
    return "1'b1" if bit == "1" else "1'b0"


def _taint(bit: int | str) -> str:
    return f"{TAINT}{bit}" if isinstance(bit, int) else "1'b0"


def _read(design: Netlist) -> set[int]:
    """Every bit that a cell or a port has."""
    owners = [cell["connections"].values() for cell in design["cells"].values()]
    owners.append([port["bits"] for port in design["ports"].values()])
    return {bit for pins in owners for bits in pins for bit in bits if isinstance(bit, int)}


def _declared(name: str, port: Netlist) -> Iterator[str]:
    for key in (name, f"{name}_taint"):
        yield f"{port['direction']} [{len(port['bits']) - 1}:0] \\{key} "


def _connected(name: str, port: Netlist) -> Iterator[str]:
    for key, of in ((name, _value), (f"{name}_taint", _taint)):
        if port["direction"] == "output":
            yield f"assign \\{key} = {{{', '.join(map(of, reversed(port['bits'])))}}};"
            continue
        for index, bit in enumerate(port["bits"]):
            yield f"wire {of(bit)} = \\{key} [{index}];"


def _gate(cell: Netlist) -> Iterator[str]:
    kind, pins = cell["type"], cell["connections"]
    if kind not in RULES:
        raise UnsupportedDesign(f"cell of type {kind} has no gate-level model")

    def text(x: Literal) -> str:
        bit = pins[x.pin][0]
        return _taint(bit) if x.tainted else f"{'~' * x.inverted}{_value(bit)}"

    output = pins["Y"][0]
    values = {pin: _value(bits[0]) for pin, bits in pins.items()}
    yield f"wire {_value(output)} = {VALUES[kind].format(**values)};"
    rule = taint_of(RULES[kind], text, lambda a, b: f"{a} & {b}", lambda a, b: f"{a} | {b}")
    yield f"wire {_taint(output)} = {rule};"


def _registers(design: Netlist, clock: str, states: list[Netlist]) -> Iterator[str]:
    starts: dict[int | str, str] = {}
    for net in design["netnames"].values():
        starts |= zip(net["bits"], reversed(net["attributes"].get("init", "")), strict=False)
    for pins in states:
        bit, stored = pins["Q"][0], pins["D"][0]
        start = int(starts.get(bit) == "1")
        yield f"reg {_value(bit)} = {start}, {_taint(bit)} = 0;"
        yield (
            f"always @(posedge \\{clock} ) begin {_value(bit)} <= {_value(stored)};"
            f" {_taint(bit)} <= {_taint(stored)}; end"
        )
