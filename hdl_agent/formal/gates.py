"""Edits on a gate-level netlist in Yosys' JSON form: free power-up values, injected bit flips.

A netlist here holds simple gates and ``$_DFF_P_`` registers on one clock.
"""

from __future__ import annotations

from typing import Any

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
    found = []
    for name, cell in module["cells"].items():
        if reason := _not_modelled(cell, clock, clock_bit):
            raise UnsupportedDesign(f"{_named(module, cell)}{reason}")
        if cell["type"] == "$_DFF_P_":
            found.append(name)
    return sorted(found)


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
    places = (record.get("attributes", {}).get("src", "") for record in (cell, net))
    source = next(filter(None, places), "").split("|")[0]
    file, _, position = source.rpartition("/")[2].partition(":")
    return f"{file}:{position.partition('.')[0]}: {name}" if source else name


def open_registers(module: Netlist, clock: str, flips: bool) -> tuple[int, int]:
    """Give each register bit a free power-up value and, if asked, an input that inverts it.

    Adds ports hdl_agent_power_up, hdl_agent_first, and hdl_agent_flips; returns their widths
    (first left out) as (power-up bits, flip bits). Initial values of the design are dropped:
    hardware has a reset.
    """
    cells = registers(module, clock)
    for net in module["netnames"].values():
        net["attributes"].pop("init", None)
    if not cells:
        return 0, 0
    fresh = _Fresh(module)
    first = fresh.port("hdl_agent_first", 1)[0]
    power_up = fresh.port("hdl_agent_power_up", len(cells))
    flip = fresh.port("hdl_agent_flips", len(cells)) if flips else []
    for index, name in enumerate(cells):
        connections = module["cells"][name]["connections"]
        visible = connections["Q"][0]
        stored = fresh.bit()
        connections["Q"] = [stored]
        fresh.net(f"hdl_agent_stored_{index}", [stored], {"init": "0"})
        pins = {"A": [stored], "B": [power_up[index]], "S": [first]}
        if not flips:
            fresh.gate("$_MUX_", f"hdl_agent_mux_{index}", pins, visible)
            continue
        settled = fresh.bit()
        fresh.gate("$_MUX_", f"hdl_agent_mux_{index}", pins, settled)
        both = {"A": [settled], "B": [flip[index]]}
        fresh.gate("$_XOR_", f"hdl_agent_xor_{index}", both, visible)
    return len(cells), len(flip)


class _Fresh:
    """Adds bits, ports, nets and gates with unused numbers."""

    def __init__(self, module: Netlist) -> None:
        self._module = module
        bits = [b for net in module["netnames"].values() for b in net["bits"]]
        bits += [b for port in module["ports"].values() for b in port["bits"]]
        bits += [
            b
            for cell in module["cells"].values()
            for pin in cell["connections"].values()
            for b in pin
        ]
        self._next = max((b for b in bits if isinstance(b, int)), default=1) + 1

    def bit(self) -> int:
        self._next += 1
        return self._next

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
