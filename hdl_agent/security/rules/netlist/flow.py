"""Where data come from and go to, without looking at values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hdl_agent.security.rules.netlist.registers import Bit
    from hdl_agent.security.rules.netlist.view import Netlist

GATES = ("$and", "$or", "$logic_and", "$logic_or")
BITWISE = ("$and", "$or", "$xor", "$xnor", "$not", "$pos")
SHIFTS = ("$shr", "$shl", "$shiftx", "$shift", "$sshl")

BUS_REGISTERS = 3
"""A leaf that is loaded into so many registers unchanged is data of a bus."""

BUS_WIDTH = 4
"""Bits that a bus has at least."""


class Flow:
    """Paths through the netlist; registers end them."""

    def __init__(self, netlist: Netlist):
        self.netlist = netlist

    def sources(self, bits: Iterable[Bit]) -> set[Bit]:
        """Leaves that reach these nets unchanged: through multiplexers, gates and byte selects."""
        return self._leaves(bits, self._passed)

    def origins(self, bit: Bit) -> set[Bit]:
        """Leaves, and results of other cells, that reach a net unchanged."""
        seen: set[Bit] = set()
        found: set[Bit] = set()
        todo = [bit]
        while todo:
            net = todo.pop()
            driver = self.netlist.driver.get(net)
            if net in seen or isinstance(net, str):
                continue
            seen.add(net)
            stops = driver is None or net in self.netlist.registers
            onward = [] if stops or driver is None else self._passed(*driver)
            todo += onward
            if not onward:
                found.add(net)
        return found

    def cone(self, bits: Iterable[Bit]) -> set[Bit]:
        """Leaves that these nets depend on in any way."""
        found: set[Bit] = set()
        seen: set[int] = set()
        todo = set(bits)
        while todo:
            bit = todo.pop()
            if self._ends(bit):
                found.add(bit)
            elif not isinstance(bit, str) and id(self.netlist.driver[bit][0]) not in seen:
                cell = self.netlist.driver[bit][0]
                seen.add(id(cell))
                todo |= set(_nets(cell, "input"))
        return found

    def bit_cone(self, net: Bit) -> set[Bit]:
        """Leaves that one bit of a bitwise or reducing cell depends on."""
        driver = self.netlist.driver[net]
        wires, index = driver[0]["connections"], driver[2]
        if driver[0]["type"].startswith("$reduce"):
            return self._bitwise(wires["A"])
        return self._bitwise(bit for side in "AB" for bit in wires[side][index : index + 1])

    def _bitwise(self, bits: Iterable[Bit]) -> set[Bit]:
        return self._leaves(bits, self._bitwise_inputs)

    def _bitwise_inputs(self, cell: Any, port: str, index: int) -> list[Bit]:
        wires = cell["connections"]
        if cell["type"] in BITWISE:
            return [b for side in "AB" if side in wires for b in wires[side][index : index + 1]]
        return _nets(cell, "input")

    def _leaves(self, bits: Iterable[Bit], step: Any) -> set[Bit]:
        seen: set[Bit] = set()
        found: set[Bit] = set()
        todo = list(bits)
        while todo:
            bit = todo.pop()
            if bit in seen or isinstance(bit, str):
                continue
            seen.add(bit)
            if self._ends(bit):
                found.add(bit)
            else:
                todo += step(*self.netlist.driver[bit])
        return found

    def _ends(self, bit: Bit) -> bool:
        """Is it a leaf: an input, a register's or a memory's output?"""
        if isinstance(bit, str):
            return False
        driver = self.netlist.driver.get(bit)
        is_register = bit in self.netlist.registers
        return driver is None or is_register or driver[0]["type"].startswith("$mem")

    def _passed(self, cell: Any, port: str, index: int) -> list[Bit]:
        wires, kind = cell["connections"], cell["type"]
        if kind == "$mux":
            return [wires["A"][index], wires["B"][index]]
        if kind == "$pmux":
            return [wires["A"][index], *wires["B"][index :: len(wires["A"])]]
        if kind in GATES:
            return [bit for side in "AB" for bit in wires[side][index : index + 1]]
        if kind == "$bmux":
            return list(wires["A"][index :: len(wires["Y"])])
        if kind in SHIFTS:
            return list(wires["A"][index % _stride(wires["B"]) :: _stride(wires["B"])])
        if kind == "$pos":
            return list(wires["A"][index : index + 1])
        return []

    def reached(self, bit: Bit) -> tuple[set[Bit], set[str]]:
        """Register bits whose next value depends on a net, and outputs that do without delay."""
        netlist = self.netlist
        registers: set[Bit] = set()
        outputs = set(self.outputs_of.get(bit, ()))
        seen = {bit}
        todo = [bit]
        while todo:
            for cell in netlist.readers.get(todo.pop(), ()):
                if cell["type"][:4] == "$mem":
                    outputs.add("a memory")
                    continue
                is_register = "Q" in cell["connections"] and "ff" in cell["type"]
                for out in _nets(cell, "output"):
                    if is_register:
                        registers.add(out)
                    elif out not in seen:
                        seen.add(out)
                        todo.append(out)
                        outputs |= set(self.outputs_of.get(out, ()))
        return registers, outputs

    @cached_property
    def outputs_of(self) -> dict[Bit, list[str]]:
        """The output ports that a net is."""
        found: dict[Bit, list[str]] = defaultdict(list)
        for name, bits in self.netlist.outputs.items():
            for bit in bits:
                found[bit].append(name)
        return found

    @cached_property
    def loaded(self) -> dict[Bit, set[str]]:
        """For each leaf, the registers (by name) that may be loaded with it unchanged."""
        found: dict[Bit, set[str]] = defaultdict(set)
        for name, bits in self.netlist.words.items():
            for register in bits:
                for leaf in self.sources([register.d]):
                    if self.netlist.name(leaf) != name:
                        found[leaf].add(name)
        return found

    def is_bus_data(self, leaf: Bit) -> bool:
        """Is it data that a bus writes to several registers, and not a strobe?"""
        if len(self.loaded.get(leaf, ())) < BUS_REGISTERS:
            return False
        name = self.netlist.name(leaf)
        return bool(name) and len(self.netlist.bits(name)) >= BUS_WIDTH


def _stride(amount: list[Bit]) -> int:
    """The power of two that a shift amount is a multiple of."""
    zeros = next((i for i, bit in enumerate(amount) if bit != "0"), len(amount))
    return 1 << min(zeros, 16)


def _nets(cell: Any, way: str) -> list[Bit]:
    ways = cell.get("port_directions", {})
    return [bit for port, w in ways.items() if w == way for bit in cell["connections"][port]]
