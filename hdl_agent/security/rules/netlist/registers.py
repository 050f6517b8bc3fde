"""Registers of the word-level netlist, one bit each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Bit = int | str
"""A net's number, or a constant: "0", "1", "x", "z"."""

CONTROLS = (("reset", "SRST"), ("reset", "ARST"), ("enable", "EN"))


@dataclass(frozen=True)
class Register:
    """One bit of a register. ``enable`` and ``reset``: net and the value that makes them act."""

    q: int
    d: Bit
    kind: str
    clock: Bit
    falls: bool
    """It takes its value at the clock's falling edge."""
    enable: tuple[Bit, bool] | None
    reset: tuple[Bit, bool] | None
    reset_value: str | None
    enable_first: bool
    """The reset works only while enabled ($sdffce)."""

    @property
    def is_asynchronous(self) -> bool:
        """Does its reset, if it has one, act without the clock?"""
        return self.kind.startswith("$a")


def registers(cell: Any) -> Iterator[Register]:
    """The bits of a flip-flop cell."""
    wires, parameters = cell["connections"], cell["parameters"]
    found: dict[str, tuple[Bit, bool]] = {}
    value = None
    for role, port in CONTROLS:
        if port in wires:
            found[role] = (wires[port][0], parameters[f"{port}_POLARITY"][-1] == "1")
            value = parameters.get(f"{port}_VALUE", value)
    for index, q in enumerate(wires["Q"]):
        yield Register(
            q=q,
            d=wires["D"][index] if "D" in wires else "x",
            kind=cell["type"],
            clock=wires.get("CLK", ["x"])[0],
            falls=parameters.get("CLK_POLARITY", "1")[-1] == "0",
            enable=found.get("enable"),
            reset=found.get("reset"),
            reset_value=value[-1 - index] if value else None,
            enable_first=cell["type"] == "$sdffce",
        )
