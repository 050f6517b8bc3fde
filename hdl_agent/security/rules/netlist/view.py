"""Who drives what in the flat word-level netlist, bit by bit, and under which names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from hdl_agent.finding import Place
from hdl_agent.security.rules.netlist.flow import Flow
from hdl_agent.security.rules.netlist.logic import Logic
from hdl_agent.security.rules.netlist.places import place
from hdl_agent.security.rules.netlist.registers import Bit, Register, registers
from hdl_agent.security.rules.scan.design import Design, Module


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
                self.registers.update((r.q, r) for r in registers(cell))
        self.inputs: dict[Bit, str] = self._port_bits("input")
        self.outputs: dict[str, list[Bit]] = {
            name: port["bits"] for name, port in self.ports.items() if port["direction"] == "output"
        }

    def _port_bits(self, way: str) -> dict[Bit, str]:
        ports = ((n, p) for n, p in self.ports.items() if p["direction"] == way)
        return {bit: name for name, port in ports for bit in port["bits"]}

    def cell(self, bit: Bit) -> Any:
        """The cell that drives a bit; None for inputs, constants and what nothing drives."""
        return self.driver[bit][0] if bit in self.driver else None

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
        found: dict[Bit, list[tuple[tuple[bool, bool, int, int, str], str, int]]] = defaultdict(
            list
        )
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
        for bits in found.values():
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
        """Where the named net or memory is declared; for a memory where it is accessed."""
        net = self._netnames.get(name) or self._memories.get(name, {})
        return place(net.get("attributes", {}).get("src", ""))

    @cached_property
    def _memories(self) -> dict[str, Any]:
        cells = (cell for cell in self.cells.values() if cell["type"].startswith("$mem"))
        return {str(cell["parameters"].get("MEMID", "")).lstrip("\\"): cell for cell in cells}

    def initialised(self, name: str) -> bool:
        """Does the named register have a value at power-up?"""
        return "init" in self._netnames[name]["attributes"]

    @cached_property
    def logic(self) -> Logic:
        """Conditions as decision diagrams."""
        return Logic(self)

    def forget_logic(self) -> None:
        """Give the diagrams' memory back; they are built anew when they are wanted."""
        self.__dict__.pop("logic", None)

    @cached_property
    def flow(self) -> Flow:
        """Structural paths."""
        return Flow(self)


_last: list[tuple[Module, Netlist]] = []


def view(design: Design) -> Netlist:
    """The view of ``design.words``; the last one is kept, for rules that follow one another."""
    if not _last or _last[0][0] is not design.words:
        _last[:] = [(design.words, Netlist(design.words))]
    return _last[0][1]
