"""Edits on a gate-level netlist in Yosys' JSON form: free power-up values, injected bit flips.

A netlist here holds simple gates and ``$_DFF_P_`` registers on one clock.
"""

from __future__ import annotations

from typing import Any

Netlist = dict[str, Any]


class UnsupportedDesign(Exception):
    """The design has something that the single-clock model cannot carry."""


def registers(module: Netlist, clock: str) -> list[str]:
    """Names of the register bits' cells. Raises UnsupportedDesign for foreign clocks and cells."""
    clock_bit = module["ports"][clock]["bits"][0]
    found = []
    for name, cell in module["cells"].items():
        kind = cell["type"]
        if kind == "$_DFF_P_":
            if cell["connections"]["C"][0] != clock_bit:
                raise UnsupportedDesign(f"a register is not clocked by {clock} itself")
            found.append(name)
        elif "DFF" in kind or "DLATCH" in kind or "_SR_" in kind:
            raise UnsupportedDesign(
                f"register or latch of type {kind}: only rising {clock} is modelled"
            )
        elif not (kind.startswith("$_") and kind.endswith("_")):
            raise UnsupportedDesign(f"cell of type {kind} has no gate-level model")
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
