"""The copies of the design in a harness, and what may differ between two of them."""

from __future__ import annotations

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Interface, Internal, Obligation, Pair
from hdl_agent.tasks.task import Port


class Shape(Data):
    """What the prepared netlist adds to the design's ports (nothing for plain RTL): register bits
    whose power-up value is free, register bits that can be flipped, and the signals inside whose
    registers can be overridden. ``exposed``: signals inside are ports. ``where``: the numbers of
    the bits that may flip, all if empty. ``registers``: what the design calls these bits."""

    power_up: int = 0
    flips: int = 0
    exposed: bool = False
    secrets: tuple[Port, ...] = ()
    where: tuple[int, ...] = ()
    registers: tuple[str, ...] = ()


def second_copy(
    interface: Interface, obligation: Obligation, pair: Pair, shape: Shape
) -> list[str]:
    """The copy with the suffix _b, when it may differ from the first, and whether it does."""
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
        lines.append(f"wire {bounds(widths[name])}{name}_b = {value};")
    lines += [*outputs(interface, "_b"), *instance(interface, obligation, shape, allowed)]
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


def instance(
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
        f"wire {bounds(internal.whole)}{whole} = {instance}.{internal.path};",
        f"assign {seen} = {whole} >> {internal.low};",
    ]


def outputs(interface: Interface, suffix: str) -> list[str]:
    """Wires for a copy's outputs."""
    return [f"wire {bounds(p.width)}{p.name}{suffix};" for p in interface.outputs]


def bounds(width: int) -> str:
    """A range of that many bits, as declarations have it."""
    return f"[{width - 1}:0] " if width > 1 else ""
