"""Who drives what in the flat word-level netlist, bit by bit, and under which names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hdl_agent.finding import Place
from hdl_agent.security.rules.design import Design, Module
from hdl_agent.security.rules.netlist.flow import Flow
from hdl_agent.security.rules.netlist.logic import Logic

Bit = int | str
"""A net's number, or a constant: "0", "1", "x", "z"."""

CONTROLS = (("reset", "SRST"), ("reset", "ARST"), ("enable", "EN"))
SOURCE = re.compile(r"(?P<file>[^|]+):(?P<line>\d+)(?:\.(?P<column>\d+))?(?:-[\d.]+)?(?:\||$)")


@dataclass(frozen=True)
class Register:
    """One bit of a register. ``enable`` and ``reset``: net and the value that makes them act."""

    q: int
    d: Bit
    kind: str
    clock: Bit
    enable: tuple[Bit, bool] | None
    reset: tuple[Bit, bool] | None
    reset_value: str | None
    enable_first: bool
    """The reset works only while enabled ($sdffce)."""


class Netlist:
    """The drivers, readers, registers and names of a flat module; bits are net numbers."""

    def __init__(self, module: Module):
        self.cells: dict[str, Any] = module.get("cells", {})
        self.ports: dict[str, Any] = module.get("ports", {})
        self._netnames: dict[str, Any] = module.get("netnames", {})
        self.driver: dict[Bit, tuple[Any, str, int]] = {}
        self.registers: dict[Bit, Register] = {}
        for cell in self.cells.values():
            for port, way in cell.get("port_directions", {}).items():
                if way == "output":
                    for index, bit in enumerate(cell["connections"][port]):
                        self.driver[bit] = (cell, port, index)
            if "ff" in cell["type"] and "Q" in cell["connections"]:
                self._add_registers(cell)
        self.inputs: dict[Bit, str] = self._port_bits("input")
        self.outputs: dict[str, list[Bit]] = {
            name: port["bits"] for name, port in self.ports.items() if port["direction"] == "output"
        }

    def _port_bits(self, way: str) -> dict[Bit, str]:
        ports = ((n, p) for n, p in self.ports.items() if p["direction"] == way)
        return {bit: name for name, port in ports for bit in port["bits"]}

    def _add_registers(self, cell: Any) -> None:
        wires, parameters = cell["connections"], cell["parameters"]
        found: dict[str, tuple[Bit, bool]] = {}
        value = None
        for role, port in CONTROLS:
            if port in wires:
                found[role] = (wires[port][0], parameters[f"{port}_POLARITY"][-1] == "1")
                value = parameters.get(f"{port}_VALUE", value)
        for index, q in enumerate(wires["Q"]):
            self.registers[q] = Register(
                q=q,
                d=wires["D"][index] if "D" in wires else "x",
                kind=cell["type"],
                clock=wires.get("CLK", ["x"])[0],
                enable=found.get("enable"),
                reset=found.get("reset"),
                reset_value=value[-1 - index] if value else None,
                enable_first=cell["type"] == "$sdffce",
            )

    @cached_property
    def readers(self) -> dict[Bit, list[Any]]:
        """The cells that read a bit."""
        found: dict[Bit, list[Any]] = defaultdict(list)
        for cell in self.cells.values():
            for port, way in cell.get("port_directions", {}).items():
                if way == "input":
                    for bit in set(cell["connections"][port]):
                        found[bit].append(cell)
        return found

    @cached_property
    def names(self) -> dict[Bit, list[tuple[str, int]]]:
        """Public names of a bit with its index, best first; a register's are its own, if any."""
        found: dict[Bit, list[tuple[tuple[bool, bool, int, int, str], str, int]]] = defaultdict(list)
        for name, net in self._netnames.items():
            bits = net["bits"]
            if net.get("hide_name") or "$" in name:
                continue
            is_input = name in self.ports and self.ports[name]["direction"] == "input"
            own = is_input or all(bit in self.registers for bit in bits)
            rank = (not own, name in self.ports, name.count("."), -len(bits), name)
            for index, bit in enumerate(bits):
                found[bit].append((rank, name, index))
        return {bit: [(n, i) for _, n, i in sorted(entries)] for bit, entries in found.items()}

    def name(self, bit: Bit) -> str:
        """The best public name of a bit's word, else an empty string."""
        return self.names[bit][0][0] if bit in self.names else ""

    def aliases(self, bit: Bit) -> list[str]:
        """The names of a bit; for a register's those that cover registers only."""
        names = [name for name, _ in self.names.get(bit, ())]
        if bit not in self.registers:
            return names
        own = [n for n in names if all(b in self.registers for b in self._netnames[n]["bits"])]
        return own or names[:1]

    @cached_property
    def words(self) -> dict[str, list[Register]]:
        """Registers with a name, by the name, lowest bit first."""
        found: dict[str, list[Register]] = defaultdict(list)
        for register in self.registers.values():
            if self.name(register.q):
                found[self.name(register.q)].append(register)
        for name, bits in found.items():
            bits.sort(key=lambda register: self.names[register.q][0][1])
        return dict(found)

    def bits(self, name: str) -> list[Bit]:
        """The bits of a named net, lowest first."""
        bits: list[Bit] = self._netnames[name]["bits"]
        return bits

    def nets(self) -> Iterable[str]:
        """The public names."""
        return (n for n, net in self._netnames.items() if not net.get("hide_name") and "$" not in n)

    def place(self, name: str) -> Place:
        """Where the named net is declared."""
        return place(self._netnames.get(name, {}).get("attributes", {}).get("src", ""))

    def initialised(self, name: str) -> bool:
        """Does the named register have a value at power-up?"""
        return "init" in self._netnames[name]["attributes"]

    @cached_property
    def logic(self) -> Logic:
        """Conditions as decision diagrams."""
        return Logic(self)

    @cached_property
    def flow(self) -> Flow:
        """Structural paths."""
        return Flow(self)


def place(source: str) -> Place:
    """A ``src`` attribute's first place; the file is empty when there is none."""
    match = SOURCE.match(source)
    if match is None:
        return Place(file=source)
    return Place(
        file=match["file"], line=int(match["line"]), column=int(match["column"] or 0)
    )


_last: list[tuple[Module, Netlist]] = []


def view(design: Design) -> Netlist:
    """The view of ``design.words``; the last one is kept, for rules that follow one another."""
    if not _last or _last[0][0] is not design.words:
        _last[:] = [(design.words, Netlist(design.words))]
    return _last[0][1]
