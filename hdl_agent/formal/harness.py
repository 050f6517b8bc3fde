"""The harness: the design, the monitor and the environment as one Verilog module.

The same text is proven and simulated. Its reset sequence holds reset for RESET_CYCLES from
power-up; ``bad`` is 1 when the obligation is violated in a cycle up to which every assumption
held, ``reached`` when its situation occurs in such a cycle.
"""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Interface, Internal, Obligation, Pair
from hdl_agent.tasks.task import Port

TOP = "hdl_agent_harness"
RESET_CYCLES = 4


class Shape(Data):
    """What the prepared netlist adds to the design's ports (nothing for plain RTL): register bits
    whose power-up value is free, register bits that can be flipped, and the signals inside whose
    registers can be overridden. ``exposed``: signals inside are ports. ``where``: the numbers of
    the bits that may flip, all if empty."""

    power_up: int = 0
    flips: int = 0
    exposed: bool = False
    secrets: tuple[Port, ...] = ()
    where: tuple[int, ...] = ()


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
        *_instance(interface, obligation, shape),
        *(_pair(interface, obligation, obligation.pair, shape) if obligation.pair else []),
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
    outputs = [*interface.outputs, *(internal.output for internal in internals)]
    ports = [f"input {_range(p.width)}{p.name}" for p in inputs]
    ports += [f"output {_range(p.width)}{p.name}" for p in outputs]
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


def _pair(interface: Interface, obligation: Obligation, pair: Pair, shape: Shape) -> list[str]:
    clock = interface.clock
    widths = {port.name: port.width for port in interface.inputs}
    allowed, observed = "hdl_agent_running && hdl_agent_secret", "hdl_agent_observe"
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
        observed += f" && hdl_agent_after && hdl_agent_since >= {pair.within}"
    if pair.at_power_up:
        allowed = "hdl_agent_age == 0"
    inputs = [name for name in pair.secrets if name in widths]
    for name in inputs:
        value = f"({allowed}) ? hdl_agent_{name}_b : {name}"
        lines.append(f"wire {_range(widths[name])}{name}_b = {value};")
    lines += [*_outputs(interface, "_b"), *_instance(interface, obligation, shape, allowed)]
    if not pair.secrets:
        return lines
    changed = " || ".join(f"{name}_b != {name}" for name in pair.secrets)
    differs = " || ".join(f"{name} != {name}_b" for name in pair.observers)
    lines += [
        f"reg hdl_agent_secrets = 0; always @(posedge {clock})"
        f" hdl_agent_secrets <= hdl_agent_secrets || {changed};",
        f"wire hdl_agent_differs = {observed} && ({differs});",
        f"wire hdl_agent_looked = {observed} && hdl_agent_secrets;",
    ]
    return lines


def _instance(
    interface: Interface, obligation: Obligation, shape: Shape, allowed: str | None = None
) -> list[str]:
    """The design, and in it the signals inside; ``allowed`` makes it the second copy, in which
    secrets may differ when it is true."""
    second, pair = allowed is not None, obligation.pair
    name, suffix = ("hdl_agent_b", "_b") if second else ("hdl_agent_a", "")
    secrets = pair.secrets if second and pair else ()
    pins = [f".{n}({n})" for n in (interface.clock, interface.reset)]
    pins += [f".{p.name}({p.name}{'_b' * (p.name in secrets)})" for p in interface.inputs]
    pins += [f".{p.name}({p.name}{suffix})" for p in interface.outputs]
    if shape.power_up:
        pins += [".hdl_agent_power_up(hdl_agent_power_up)", ".hdl_agent_first(hdl_agent_age == 0)"]
    if shape.flips:
        flips = f"{shape.flips}'d0" if pair and not second else "hdl_agent_flips"
        pins.append(f".hdl_agent_flips({flips})")
    for port in shape.secrets:
        differs = port.name in secrets
        value, when = (f"hdl_agent_{port.name}_b", allowed) if differs else ("0", "0")
        pins += [f".{port.name}_set({value})", f".{port.name}_when({when})"]
    lines = []
    for internal in obligation.internals:
        seen = internal.port + suffix
        lines.append(f"wire {internal.declared}{seen};")
        if shape.exposed:
            pins.append(f".{internal.port}({seen})")
        else:
            lines += _inside(name, internal, seen)
    return [*lines, f"{interface.top} {name}({', '.join(pins)});"]


def _inside(instance: str, internal: Internal, seen: str) -> list[str]:
    """The signal in the Verilog as written."""
    whole = f"{seen}_whole"
    return [
        f"wire {_range(internal.whole)}{whole} = {instance}.{internal.path};",
        f"assign {seen} = {whole} >> {internal.low};",
    ]


def _outputs(interface: Interface, suffix: str) -> list[str]:
    return [f"wire {_range(p.width)}{p.name}{suffix};" for p in interface.outputs]


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


def _range(width: int) -> str:
    return f"[{width - 1}:0] " if width > 1 else ""


def _index_width(count: int) -> int:
    return max(1, (count - 1).bit_length())
