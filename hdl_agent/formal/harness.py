"""The harness: the design, the monitor and the environment as one Verilog module.

The same text is proven and simulated. Its reset sequence holds reset for RESET_CYCLES from
power-up; ``bad`` is 1 when the obligation is violated in a cycle up to which every assumption
held, ``reached`` when its situation occurs in such a cycle.
"""

from __future__ import annotations

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Interface, Obligation, Pair
from hdl_agent.tasks.task import Port

TOP = "hdl_agent_harness"
RESET_CYCLES = 4


class Shape(Data):
    """What the prepared netlist adds to the design's ports (all 0 for plain RTL): register bits
    whose power-up value is free, and register bits that can be flipped, with their names."""

    power_up: int = 0
    flips: int = 0
    registers: tuple[str, ...] = ()


def inputs(interface: Interface, obligation: Obligation, shape: Shape) -> list[Port]:
    """The harness's inputs but for the clock, in order: what a stimulus assigns in each cycle."""
    ports = list(interface.inputs)
    if obligation.free_reset:
        ports.append(_input("hdl_agent_reset", 1))
    if obligation.pair:
        widths = {port.name: port.width for port in interface.inputs}
        ports += [_input(f"hdl_agent_{name}_b", widths[name]) for name in obligation.pair.secrets]
    if shape.power_up:
        ports.append(_input("hdl_agent_power_up", shape.power_up))
    if shape.flips:
        ports += [_input("hdl_agent_flip", 1), _input("hdl_agent_where", _index_width(shape.flips))]
    return ports


def harness(interface: Interface, obligation: Obligation, shape: Shape) -> str:
    """The Verilog text of module ``hdl_agent_harness``, the monitor's text included."""
    clock, reset = interface.clock, interface.reset
    ports = inputs(interface, obligation, shape)
    header = [f"input wire {clock}", *[f"input wire {_range(p.width)}{p.name}" for p in ports]]
    active, idle = interface.reset_active, 1 - interface.reset_active
    free = f"(hdl_agent_reset ? 1'b{active} : 1'b{idle})" if obligation.free_reset else f"1'b{idle}"
    lines = [
        f"module {TOP}({', '.join(header)}, output wire bad, output wire reached);",
        "reg [3:0] hdl_agent_age = 0;",
        f"wire hdl_agent_running = hdl_agent_age == {RESET_CYCLES};",
        f"always @(posedge {clock}) if (!hdl_agent_running) hdl_agent_age <= hdl_agent_age + 1;",
        f"wire {reset} = hdl_agent_running ? {free} : 1'b{active};",
        *_flip(clock, shape),
        *_outputs(interface, ""),
        _instance(interface, "hdl_agent_a", shape, {}),
        *(_pair(interface, obligation.pair, shape) if obligation.pair else []),
        *_monitor(clock, obligation),
        "endmodule",
    ]
    return "`default_nettype none\n" + "\n".join(lines) + "\n" + obligation.monitor


def stub(interface: Interface, shape: Shape) -> str:
    """The design as a black box: its ports alone."""
    inputs = [_input(interface.clock, 1), _input(interface.reset, 1), *interface.inputs]
    if shape.power_up:
        inputs += [_input("hdl_agent_power_up", shape.power_up), _input("hdl_agent_first", 1)]
    if shape.flips:
        inputs.append(_input("hdl_agent_flips", shape.flips))
    ports = [f"input {_range(p.width)}{p.name}" for p in inputs]
    ports += [f"output {_range(p.width)}{p.name}" for p in interface.outputs]
    return f"(* blackbox *) module {interface.top}({', '.join(ports)}); endmodule\n"


def _monitor(clock: str, obligation: Obligation) -> list[str]:
    signals = sorted(obligation.signals)
    connections = "".join(f", .{name}(hdl_agent_{name})" for name in signals)
    lines = [f"wire hdl_agent_{name};" for name in signals]
    lines.append(f"{obligation.module} hdl_agent_monitor(.*{connections});")
    assumed = [f"({obligation.assume})"] if obligation.assume else []
    assumed += ["hdl_agent_assumed"] if "assumed" in signals else []
    violation = "hdl_agent_differs" if obligation.pair else "hdl_agent_violation"
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


def _pair(interface: Interface, pair: Pair, shape: Shape) -> list[str]:
    clock = interface.clock
    widths = {port.name: port.width for port in interface.inputs}
    allowed = "hdl_agent_running && hdl_agent_secret"
    lines = []
    if pair.event is not None:
        lines += [
            "reg hdl_agent_ended = 0; reg [15:0] hdl_agent_since = 0;",
            f"wire hdl_agent_event = hdl_agent_running && ({pair.event});",
            "wire hdl_agent_after = hdl_agent_ended || hdl_agent_event;",
            f"always @(posedge {clock}) begin hdl_agent_ended <= hdl_agent_after;",
            "if (hdl_agent_after && hdl_agent_since != 16'hffff)"
            " hdl_agent_since <= hdl_agent_since + 1; end",
        ]
        allowed += " && !hdl_agent_after"
    observed = "hdl_agent_observe"
    if pair.event is not None:
        observed += f" && hdl_agent_after && hdl_agent_since >= {pair.within}"
    for name in pair.secrets:
        value = f"({allowed}) ? hdl_agent_{name}_b : {name}"
        lines.append(f"wire {_range(widths[name])}{name}_b = {value};")
    changed = " || ".join(f"{name}_b != {name}" for name in pair.secrets)
    differs = " || ".join(f"{name} != {name}_b" for name in pair.observers)
    lines += [
        *_outputs(interface, "_b"),
        _instance(interface, "hdl_agent_b", shape, {name: f"{name}_b" for name in pair.secrets}),
        f"reg hdl_agent_secrets = 0; always @(posedge {clock})"
        f" hdl_agent_secrets <= hdl_agent_secrets || {changed};",
        f"wire hdl_agent_differs = {observed} && ({differs});",
        f"wire hdl_agent_looked = {observed} && hdl_agent_secrets;",
    ]
    return lines


def _instance(interface: Interface, name: str, shape: Shape, rename: dict[str, str]) -> str:
    suffix = name.removeprefix("hdl_agent_a").removeprefix("hdl_agent")
    pins = [f".{n}({n})" for n in (interface.clock, interface.reset)]
    pins += [f".{p.name}({rename.get(p.name, p.name)})" for p in interface.inputs]
    pins += [f".{p.name}({p.name}{suffix})" for p in interface.outputs]
    if shape.power_up:
        pins += [".hdl_agent_power_up(hdl_agent_power_up)", ".hdl_agent_first(hdl_agent_age == 0)"]
    if shape.flips:
        pins.append(".hdl_agent_flips(hdl_agent_flips)")
    return f"{interface.top} {name}({', '.join(pins)});"


def _outputs(interface: Interface, suffix: str) -> list[str]:
    return [f"wire {_range(p.width)}{p.name}{suffix};" for p in interface.outputs]


def _flip(clock: str, shape: Shape) -> list[str]:
    if not shape.flips:
        return []
    return [
        "reg hdl_agent_flipped = 0;",
        "wire hdl_agent_fire = hdl_agent_running && hdl_agent_flip && !hdl_agent_flipped;",
        f"always @(posedge {clock}) hdl_agent_flipped <= hdl_agent_flipped || hdl_agent_fire;",
        f"wire [{shape.flips - 1}:0] hdl_agent_flips ="
        f" {{{{{shape.flips - 1}{{1'b0}}}}, hdl_agent_fire}} << hdl_agent_where;"
        if shape.flips > 1
        else "wire [0:0] hdl_agent_flips = hdl_agent_fire;",
    ]


def _input(name: str, width: int) -> Port:
    return Port(name=name, direction="input", width=width)


def _range(width: int) -> str:
    return f"[{width - 1}:0] " if width > 1 else ""


def _index_width(count: int) -> int:
    return max(1, (count - 1).bit_length())
