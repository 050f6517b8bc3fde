"""The harness: the design, the monitor and the environment as one Verilog module.

The same text is proven and simulated. Its reset sequence holds reset for RESET_CYCLES from
power-up; ``bad`` is 1 when the obligation is violated in a cycle up to which every assumption
held, ``reached`` when its situation occurs in such a cycle.
"""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.formal.copies import Shape, bounds, instance, outputs, second_copy
from hdl_agent.formal.obligation import Interface, Internal, Obligation
from hdl_agent.tasks.task import Port

__all__ = ["RESET_CYCLES", "TOP", "Shape", "harness", "inputs", "stub"]

TOP = "hdl_agent_harness"
RESET_CYCLES = 4


def inputs(interface: Interface, obligation: Obligation, shape: Shape) -> list[Port]:
    """The harness's inputs but for the clock, in order: what a stimulus assigns in each cycle."""
    ports = list(interface.inputs)
    if obligation.free_reset:
        ports.append(_input("hdl_agent_reset", 1))
    if obligation.pair:
        widths = {port.name: port.width for port in (*interface.inputs, *shape.secrets)}
        secrets = [name for name in obligation.pair.secrets if name in widths]
        ports += [_input(f"hdl_agent_{name}_b", widths[name]) for name in secrets]
    if shape.power_up:
        ports.append(_input("hdl_agent_power_up", shape.power_up))
    if shape.flips:
        ports += [_input("hdl_agent_flip", 1), _input("hdl_agent_where", _index_width(shape.flips))]
    return ports


def harness(interface: Interface, obligation: Obligation, shape: Shape) -> str:
    """The Verilog text of module ``hdl_agent_harness``, the monitor's text included."""
    clock, reset = interface.clock, interface.reset
    ports = inputs(interface, obligation, shape)
    header = [f"input wire {clock}", *[f"input wire {bounds(p.width)}{p.name}" for p in ports]]
    active, idle = interface.reset_active, 1 - interface.reset_active
    free = f"(hdl_agent_reset ? 1'b{active} : 1'b{idle})" if obligation.free_reset else f"1'b{idle}"
    lines = [
        f"module {TOP}({', '.join(header)}, output wire bad, output wire reached);",
        "reg [3:0] hdl_agent_age = 0;",
        f"wire hdl_agent_running = hdl_agent_age == {RESET_CYCLES};",
        f"always @(posedge {clock}) if (!hdl_agent_running) hdl_agent_age <= hdl_agent_age + 1;",
        f"wire {reset} = hdl_agent_running ? {free} : 1'b{active};",
        *_flip(clock, shape),
        *outputs(interface, ""),
        *instance(interface, obligation, shape),
        *(second_copy(interface, obligation, obligation.pair, shape) if obligation.pair else []),
        *_monitor(clock, obligation),
        "endmodule",
    ]
    return "`default_nettype none\n" + "\n".join(lines) + "\n" + obligation.monitor


def stub(interface: Interface, shape: Shape, internals: Sequence[Internal] = ()) -> str:
    """The design as a black box: its ports alone, and those of the signals inside."""
    inputs = [_input(interface.clock, 1), _input(interface.reset, 1), *interface.inputs]
    if shape.power_up:
        inputs += [_input("hdl_agent_power_up", shape.power_up), _input("hdl_agent_first", 1)]
    if shape.flips:
        inputs.append(_input("hdl_agent_flips", shape.flips))
    for port in shape.secrets:
        inputs += [_input(f"{port.name}_set", port.width), _input(f"{port.name}_when", 1)]
    seen = [*interface.outputs, *(internal.output for internal in internals)]
    ports = [f"input {bounds(p.width)}{p.name}" for p in inputs]
    ports += [f"output {bounds(p.width)}{p.name}" for p in seen]
    return f"(* blackbox *) module {interface.top}({', '.join(ports)}); endmodule\n"


def _monitor(clock: str, obligation: Obligation) -> list[str]:
    signals = sorted(obligation.signals)
    connections = "".join(f", .{name}(hdl_agent_{name})" for name in signals)
    connections += "".join(f", .{name}({port})" for name, port in obligation.aliases.items())
    lines = [f"wire hdl_agent_{name};" for name in signals]
    lines.append(f"{obligation.module} hdl_agent_monitor(.*{connections});")
    assumed = [f"({obligation.assume})"] if obligation.assume else []
    assumed += ["hdl_agent_assumed"] if "assumed" in signals else []
    violation = "hdl_agent_violation" if "violation" in signals else "hdl_agent_differs"
    covered = "hdl_agent_covered" if "covered" in signals else "hdl_agent_looked"
    lines += [
        f"wire hdl_agent_now = !hdl_agent_running || ({' && '.join(assumed) or '1'});",
        "reg hdl_agent_before = 1;",
        f"always @(posedge {clock}) hdl_agent_before <= hdl_agent_before && hdl_agent_now;",
        "wire hdl_agent_counts = hdl_agent_running && hdl_agent_before && hdl_agent_now;",
        f"assign bad = hdl_agent_counts && {violation};",
        f"assign reached = hdl_agent_counts && {covered};",
    ]
    return lines


def _flip(clock: str, shape: Shape) -> list[str]:
    if not shape.flips:
        return ["wire hdl_agent_fire = 0, hdl_agent_flipped = 0;"]
    allowed = " || ".join(f"hdl_agent_where == {number}" for number in shape.where)
    return [
        "reg hdl_agent_flipped = 0;",
        "wire hdl_agent_fire = hdl_agent_running && hdl_agent_flip && !hdl_agent_flipped"
        f"{f' && ({allowed})' if allowed else ''};",
        f"always @(posedge {clock}) hdl_agent_flipped <= hdl_agent_flipped || hdl_agent_fire;",
        f"wire [{shape.flips - 1}:0] hdl_agent_flips ="
        f" {{{{{shape.flips - 1}{{1'b0}}}}, hdl_agent_fire}} << hdl_agent_where;"
        if shape.flips > 1
        else "wire [0:0] hdl_agent_flips = hdl_agent_fire;",
    ]


def _input(name: str, width: int) -> Port:
    return Port(name=name, direction="input", width=width)


def _index_width(count: int) -> int:
    return max(1, (count - 1).bit_length())
