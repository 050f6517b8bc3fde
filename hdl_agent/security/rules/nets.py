"""The word-level netlist: which cell drives a bit, what it is called, where it stands."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from hdl_agent.finding import Place
from hdl_agent.security.rules.design import Module

Bit = int | str
"""A number, or the constants "0", "1", "x", "z"."""
Cell = dict[str, Any]
_SOURCE = re.compile(r"^(.*?):(\d+)\.(\d+)")
OUTPUTS = ("Y", "Q", "RD_DATA")
REGISTERS = re.compile(r"^\$(_S?DFF|a?l?s?dff|dffsr)")


class Nets:
    """The module's bits, by number."""

    def __init__(self, module: Module) -> None:
        self._module = module

    @property
    def cells(self) -> list[Cell]:
        """Every cell; none when there is no netlist."""
        return list(self._module.get("cells", {}).values())

    @cached_property
    def registers(self) -> list[Cell]:
        """Cells with a clock edge and an output Q."""
        return [cell for cell in self.cells if REGISTERS.match(cell["type"])]

    @cached_property
    def drivers(self) -> dict[Bit, Cell]:
        """The cell that drives a bit; bits of input ports have none."""
        return {
            bit: cell
            for cell in self.cells
            for output in OUTPUTS
            for bit in cell["connections"].get(output, ())
        }

    @cached_property
    def names(self) -> dict[Bit, str]:
        """A bit's name, without index, of the outermost signal that has it."""
        found: dict[Bit, str] = {}
        for name, net in self._module.get("netnames", {}).items():
            for bit in net["bits"] if not net.get("hide_name") else ():
                if bit not in found or found[bit].count(".") > name.count("."):
                    found[bit] = name
        return found

    @cached_property
    def inputs(self) -> dict[Bit, str]:
        """The bits of input ports, and the ports' names."""
        return {
            bit: name
            for name, port in self._module.get("ports", {}).items()
            if port["direction"] != "output"
            for bit in port["bits"]
        }


def place(cell: Cell) -> Place | None:
    """Where the text of the cell begins; None if Yosys does not say."""
    found = _SOURCE.match(cell["attributes"].get("src", ""))
    if found is None:
        return None
    return Place(file=found[1], line=int(found[2]), column=int(found[3]))
