"""How models of Yosys' word-level cells look: what they yield, return, and read of a cell.

A model yields the nets whose functions it needs and returns the function of one bit of the output.
Where that would grow beyond measure as a decision diagram it raises TooLarge: the net is a cut.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from hdl_agent.security.rules.netlist.bdd import Bdd

Work = Generator[Any, int, int]
Model = Callable[[Bdd, Any, int], Work]


def port(cell: Any, name: str) -> list[Any]:
    """The nets at a port, lowest bit first."""
    bits: list[Any] = cell["connections"][name]
    return bits


def signed(cell: Any, name: str) -> bool:
    """Is the operand at the port signed?"""
    return str(cell["parameters"].get(f"{name}_SIGNED", "0"))[-1] == "1"


def extended(cell: Any, name: str, width: int) -> list[Any]:
    """An operand with this width; the sign is extended when all operands are signed."""
    bits = port(cell, name)
    both = signed(cell, "A") and (signed(cell, "B") or "B" not in cell["connections"])
    fill = bits[-1] if both and bits else "0"
    return [*bits, *[fill] * (width - len(bits))][:width]
