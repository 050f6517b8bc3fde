"""Each template as one Verilog monitor, or a pair's scope: one text, proven and simulated."""

from __future__ import annotations

import re
from pathlib import Path

from hdl_agent.formal.obligation import Interface, Obligation, Pair, without_comments
from hdl_agent.rtl.inside import Inside
from hdl_agent.security.expression import BadExpression
from hdl_agent.security.fields import TwoCopies
from hdl_agent.security.language import BadPolicy, Policy, Property
from hdl_agent.security.monitors import body, observed
from hdl_agent.security.names import Names, UnknownName
from hdl_agent.security.writer import Writer
from hdl_agent.verdict import Kind

_OUTPUTS = ("violation", "covered", "assumed", "secret", "observe")


def kind_of(item: Property) -> Kind:
    """Which sort of check a template is."""
    if item.access and item.access.read_by:
        return Kind.NON_INTERFERENCE
    return {
        "confidential": Kind.NON_INTERFERENCE,
        "constant_time": Kind.CONSTANT_TIME,
        "zeroized": Kind.ZEROIZATION,
        "fault_detected": Kind.FAULT,
    }.get(item.template, Kind.PROPERTY)


def obligations(
    policy: Policy, interface: Interface, inside: Inside | None = None
) -> list[Obligation]:
    """One obligation a property, in order. ``inside`` makes the design a white box. Raises
    BadPolicy for names that are not there, with the place and the nearest that are."""
    names = Names(interface, inside)
    made = []
    for number, item in enumerate(policy.properties):
        try:
            made.append(_obligation(item, policy.folder, names))
        except (UnknownName, BadExpression) as error:
            place = policy.places.naming(error.name, ("properties", number))
            start = f"{place}: " if place else ""
            raise BadPolicy(f"{start}property {item.id!r}: {error}") from error
    return made


def _obligation(item: Property, folder: Path, names: Names) -> Obligation:
    writer = Writer(names)
    copies = _copies(item)
    pair = _pair(item, copies, writer) if copies else None
    fault, file = item.fault_detected, next(iter(item.files), None)
    if fault and fault.alert:
        pair = Pair(secrets=(), observers=())
    if file:
        module, text = Path(file).stem, (folder / file).read_text()
    else:
        module = f"hdl_agent_{item.id}"
        text = _module(module, item, copies, writer)
    bare = without_comments(text)
    assume = writer.of(item.assume) if item.assume else None
    flip_in = [names.register(name, writer.used) for name in (fault.registers if fault else ())]
    aliases = _aliases(item, copies, bare, writer)
    return Obligation(
        id=item.id,
        module=module,
        monitor=text,
        signals=frozenset(s for s in _OUTPUTS if re.search(rf"output[^;()]*?\b{s}\b", bare)),
        pair=pair,
        flip=fault is not None or (item.fsm is not None and item.fsm.recovers_within is not None),
        flip_in=tuple(flip_in),
        internals=tuple(writer.used.values()),
        aliases=aliases,
        free_reset=item.reset == "free",
        assume=assume,
        depth=item.depth,
    )


def _copies(item: Property) -> TwoCopies | None:
    """What two copies of the design are compared for."""
    access = item.access
    if access and access.read_by:
        return TwoCopies(secrets=(access.asset,), observers=access.read_by)
    return item.confidential or item.constant_time or item.zeroized


def _pair(item: Property, pair: TwoCopies, writer: Writer) -> Pair:
    names, event = writer.names, item.zeroized.event if item.zeroized else None
    return Pair(
        secrets=tuple(_secret(name, pair.at_power_up, writer) for name in pair.secrets),
        observers=tuple(names.observer(name, writer.used) for name in pair.observers),
        event=writer.of(event) if event else None,
        within=item.zeroized.within if item.zeroized else 0,
        at_power_up=pair.at_power_up,
    )


def _secret(name: str, at_power_up: bool, writer: Writer) -> str:
    if writer.names.is_input(name) and not at_power_up:
        return name
    return writer.names.register(name, writer.used, secret=True)


def _module(name: str, item: Property, pair: TwoCopies | None, writer: Writer) -> str:
    inner = observed(item, pair, writer) if pair else body(item, writer)
    outputs = ["secret", "observe"] if pair else ["violation", "covered"]
    fault, interface = item.fault_detected, writer.interface
    seen = [(f"{_range(port.width)}", port.name) for port in interface.ports]
    inside = [(internal.declared, internal.port) for internal in writer.used.values()]
    seen += inside
    if fault and fault.alert:
        outputs.append("assumed")
        seen += [(_range(port.width), f"{port.name}_b") for port in interface.outputs]
        seen += [(declared, f"{port}_b") for declared, port in inside]
    if "hdl_agent_fire" in "".join(inner):
        seen += [("", "hdl_agent_fire"), ("", "hdl_agent_flipped")]
    ports = [f"input wire {declared}{port}" for declared, port in seen]
    ports += [f"output wire {output}" for output in outputs]
    return f"module {name}({', '.join(ports)});\n" + "\n".join(inner) + "\nendmodule\n"


def _aliases(item: Property, pair: TwoCopies | None, text: str, writer: Writer) -> dict[str, str]:
    """Inputs of a monitor in a file that are signals inside; NAME_b is the second copy's."""
    named = item.monitor or pair or item.fault_detected
    found = {}
    for alias, name in (named.signals if named else {}).items():
        port = writer.names.signal(name, writer.used)
        found[alias] = port
        if pair and re.search(rf"\b{alias}_b\b", text):
            found[f"{alias}_b"] = f"{port}_b"
    return found


def _range(width: int) -> str:
    return "" if width == 1 else f"[{width - 1}:0] "
