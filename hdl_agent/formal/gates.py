"""Edits on a gate-level netlist in Yosys' JSON form: free power-up values, injected bit flips.

A netlist here holds simple gates and ``$_DFF_P_`` registers on one clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from hdl_agent.formal.obligation import Internal
from hdl_agent.rtl.words import place_of

Netlist = dict[str, Any]


class UnsupportedDesign(Exception):
    """The design has something that the single-clock model cannot carry."""


def registers(module: Netlist, clock: str) -> list[str]:
    """Names of the register bits' cells.

    Raises UnsupportedDesign, with the place in the sources, for what one step a rising edge of
    ``clock`` cannot carry: other edges and clocks, latches, the clock's own level, tri-states.
    """
    for port, about in module["ports"].items():
        if about["direction"] == "inout":
            raise UnsupportedDesign(
                f"port {port} is an inout: what others drive onto it is not modelled"
            )
    clock_bit = module["ports"][clock]["bits"][0]
    for port, about in module["ports"].items():
        if about["direction"] == "output" and clock_bit in about["bits"]:
            raise UnsupportedDesign(f"port {port} shows {clock}, which has no value in a cycle")
    found = []
    for name, cell in module["cells"].items():
        if reason := _not_modelled(cell, clock, clock_bit):
            raise UnsupportedDesign(f"{_named(module, cell)}{reason}")
        if cell["type"] == "$_DFF_P_":
            found.append(name)
    return sorted(found)


def register_bits(module: Netlist, clock: str) -> list[str]:
    """What the design calls the register bits, ``name[index]``, in the order of ``registers``: by
    the name of a port only where there is no other."""
    names: dict[int, str] = {}
    nets = module["netnames"]
    for name in sorted(nets, key=lambda name: (nets[name]["hide_name"], name in module["ports"])):
        net = nets[name]
        for index, bit in enumerate(net["bits"], net.get("offset", 0)):
            names.setdefault(bit, f"{name}[{index}]" if len(net["bits"]) > 1 else name)
    cells = registers(module, clock)
    return [names.get(module["cells"][cell]["connections"]["Q"][0], cell) for cell in cells]


def _not_modelled(cell: Netlist, clock: str, clock_bit: int) -> str | None:
    """Why the cell has no model here, if so."""
    kind, pins = cell["type"], cell["connections"]
    edge = pins["C"][0] if "DFF" in kind else None
    if kind == "$_DFF_P_" and edge != clock_bit:
        return f" is not clocked by {clock} itself: only one clock is modelled"
    if kind == "$_DFF_N_":
        return f" takes its value at a falling edge: only rising {clock} is modelled"
    if kind == "$_FF_" or "DLATCH" in kind or "_SR_" in kind:
        return " is a latch: only registers at the rising edge are modelled"
    if kind == "$_TBUF_":
        return " is driven by a tri-state: what it floats to is not modelled"
    gate = kind.startswith("$_") and kind.endswith("_")
    if not gate or ("DFF" in kind and kind != "$_DFF_P_"):
        return f": a cell of type {kind} has no gate-level model"
    if any(clock_bit in bits for pin, bits in pins.items() if pin != "C"):
        return f" depends on the level of {clock}: only its rising edge is modelled"
    return None


def _named(module: Netlist, cell: Netlist) -> str:
    """``FILE:LINE: SIGNAL`` of what the cell drives, as far as it is known."""
    pins = cell["connections"]
    driven = set(pins.get("Q", pins.get("Y", ())))
    nets = [
        (name, net)
        for name, net in module["netnames"].items()
        if not net["hide_name"] and driven & set(net["bits"])
    ]
    inner = [(name, net) for name, net in nets if name not in module["ports"]]
    name, net = next(iter(inner + nets), ("a signal inside", {}))
    file, line, _ = next(filter(any, map(place_of, (cell, net))), ("", 0, 0))
    return f"{file}:{line}: {name}" if file else name


def stored_in(module: Netlist, internal: Internal, clock: str) -> list[str]:
    """The register cells whose content the bits of an internal's port are, the lowest first.

    A synchronised asynchronous reset may lie between. Raises UnsupportedDesign.
    """
    cells = registers(module, clock)
    stores = {module["cells"][name]["connections"]["Q"][0]: name for name in cells}
    gates = {
        cell["connections"]["Y"][0]: cell
        for cell in module["cells"].values()
        if "Y" in cell["connections"]
    }
    found = [_stored(bit, stores, gates) for bit in module["ports"][internal.port]["bits"]]
    known = [name for name in found if name is not None]
    if len(known) != len(found):
        raise UnsupportedDesign(f"a bit of {internal.path} is not the content of one register")
    return known


def _stored(bit: int | str, stores: dict[Any, str], gates: dict[Any, Netlist]) -> str | None:
    found, waiting, seen = set(), [bit], set()
    while waiting:
        bit = waiting.pop()
        if bit in stores:
            found.add(stores[bit])
        elif bit in gates and bit not in seen:
            seen.add(bit)
            pins = gates[bit]["connections"].items()
            waiting += [source for pin, (source,) in pins if pin != "Y"]
    return found.pop() if len(found) == 1 else None


def open_registers(
    module: Netlist, clock: str, flips: bool, secrets: Sequence[Internal] = ()
) -> tuple[int, int]:
    """Give each register bit a free power-up value and, if asked, an input that inverts it.

    Adds ports hdl_agent_power_up, hdl_agent_first, and hdl_agent_flips; for the port of each of
    ``secrets`` also PORT_set, which its registers hold while PORT_when is 1. Initial values of the
    design are dropped: hardware has a reset. Returns the numbers of power-up and of flip bits.
    Raises UnsupportedDesign.
    """
    cells = registers(module, clock)
    held = {secret.port: stored_in(module, secret, clock) for secret in secrets}
    for net in module["netnames"].values():
        net["attributes"].pop("init", None)
    if not cells:
        return 0, 0
    fresh = _Fresh(module)
    first = fresh.port("hdl_agent_first", 1)[0]
    power_up = fresh.port("hdl_agent_power_up", len(cells))
    flip = fresh.port("hdl_agent_flips", len(cells)) if flips else []
    stages: dict[str, list[_Stage]] = {}
    for index, name in enumerate(cells):
        stages[name] = [("$_MUX_", "mux", {"B": [power_up[index]], "S": [first]})]
        if flips:
            stages[name].append(("$_XOR_", "xor", {"B": [flip[index]]}))
    for port, names in held.items():
        when = fresh.port(f"{port}_when", 1)[0]
        values = fresh.port(f"{port}_set", len(names))
        for name, value in zip(names, values, strict=True):
            stages[name].append(("$_MUX_", port, {"B": [value], "S": [when]}))
    for index, name in enumerate(cells):
        connections = module["cells"][name]["connections"]
        visible = connections["Q"][0]
        stored = fresh.bit()
        connections["Q"] = [stored]
        fresh.net(f"hdl_agent_stored_{index}", [stored], {"init": "0"})
        for number, (kind, what, pins) in enumerate(stages[name], start=1):
            to = visible if number == len(stages[name]) else fresh.bit()
            fresh.gate(kind, f"hdl_agent_{what}_{index}", {"A": [stored], **pins}, to)
            stored = to
    return len(cells), len(flip)


_Stage = tuple[str, str, dict[str, list[int]]]
"""Between what a register stores and what the design sees: gate type, name, further pins."""


def fresh_bits(module: Netlist) -> Iterator[int]:
    """Numbers that no bit of the module has."""
    bits = [b for net in module["netnames"].values() for b in net["bits"]]
    bits += [b for port in module["ports"].values() for b in port["bits"]]
    pins = (pin for cell in module["cells"].values() for pin in cell["connections"].values())
    bits += [b for pin in pins for b in pin]
    return count(max((b for b in bits if isinstance(b, int)), default=1) + 1)


class _Fresh:
    """Adds bits, ports, nets and gates with unused numbers."""

    def __init__(self, module: Netlist) -> None:
        self._module = module
        self._bits = fresh_bits(module)

    def bit(self) -> int:
        return next(self._bits)

    def net(self, name: str, bits: list[int], attributes: dict[str, str]) -> None:
        self._module["netnames"][name] = {"hide_name": 0, "bits": bits, "attributes": attributes}

    def port(self, name: str, width: int) -> list[int]:
        bits = [self.bit() for _ in range(width)]
        self._module["ports"][name] = {"direction": "input", "bits": bits}
        self.net(name, bits, {})
        return bits

    def gate(self, kind: str, name: str, pins: dict[str, list[int]], output: int) -> None:
        directions = {**dict.fromkeys(pins, "input"), "Y": "output"}
        self._module["cells"][name] = {
            "hide_name": 0,
            "type": kind,
            "parameters": {},
            "attributes": {},
            "port_directions": directions,
            "connections": {**pins, "Y": [output]},
        }
