"""Asynchronous resets that may pulse within a clock cycle, where the model does not look.

The model sees a cycle once, when its inputs have settled before the edge. A reset that logic makes
of registers and inputs may be active between the edge, where registers change, and the next
inputs, and at no moment that is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from hdl_agent.rtl.elaborate import Diagnostic
from hdl_agent.rtl.words import Record, warning

ASYNCHRONOUS = ("ARST", "ALOAD", "SET", "CLR")
"""Pins of registers that act without a clock."""


def pulses(module: Record) -> list[Diagnostic]:
    """A warning for each register whose asynchronous reset mixes registers and inputs."""
    driver = _drivers(module)
    inputs = {
        bit
        for port in module["ports"].values()
        if port["direction"] != "output"
        for bit in port["bits"]
    }
    found: dict[tuple[str, int], Diagnostic] = {}
    for cell in module["cells"].values():
        pins = cell["connections"]
        for bit in (bit for pin in ASYNCHRONOUS for bit in pins.get(pin, ())):
            sources = set(_sources(bit, driver))
            if sources & inputs and any(source in driver for source in sources):
                said = warning(
                    cell,
                    "an asynchronous reset is made of registers and inputs: a pulse of it within "
                    "a cycle is not modelled",
                )
                found.setdefault((said.file, said.line), said)
    return list(found.values())


def _drivers(module: Record) -> dict[int | str, Record]:
    return {
        bit: cell
        for cell in module["cells"].values()
        for pin, bits in cell["connections"].items()
        if cell["port_directions"].get(pin) == "output"
        for bit in bits
    }


def _sources(bit: int | str, driver: dict[int | str, Record]) -> Iterable[int | str]:
    """Bits that registers, memories and inputs give, and that ``bit`` depends on in a cycle."""
    waiting, seen = [bit], {bit}
    while waiting:
        current = waiting.pop()
        cell = driver.get(current)
        if cell is None or _stores(cell):
            yield current
            continue
        below = {
            source
            for pin, bits in cell["connections"].items()
            if cell["port_directions"].get(pin) == "input"
            for source in bits
        }
        waiting += below - seen
        seen |= below


def _stores(cell: Record) -> bool:
    return any(word in cell["type"] for word in ("dff", "$mem", "dlatch", "$sr"))
