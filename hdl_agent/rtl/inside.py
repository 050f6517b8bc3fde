"""The signals inside a design, by hierarchical name: what a white-box policy may speak of.

pyslang knows their types, the flattened netlist which of their bits something drives or stores.
``python -m hdl_agent.rtl.inside TOP FLAT FILES`` works in the current folder, in the sandbox.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hdl_agent.data import Data
from hdl_agent.errors import HdlAgentError
from hdl_agent.rtl.layout import Layout
from hdl_agent.rtl.machines import Machine
from hdl_agent.sandbox import Limits, work

LIMITS = Limits(wall_seconds=60, cpu_seconds=60, memory_mb=4096)
REGISTERS = ("$dff", "$dffe", "$adff", "$adffe", "$sdff", "$sdffe", "$sdffce", "$aldff", "$aldffe")
STORED, DRIVEN, OPEN = "r", "d", "u"


class NoSignals(HdlAgentError):
    """The front end gave no list of signals."""


class Signal(Data):
    """``name`` is hierarchical, without the top's. ``bits``, the lowest first, says of each bit
    whether a register stores it, something else drives it, or nothing does; empty for a memory,
    whose words are registers. ``values`` are the names of an enumeration, with their literals."""

    name: str
    layout: Layout
    bits: str = ""
    values: dict[str, str] = {}

    @property
    def is_memory(self) -> bool:
        """Is it an array that the netlist keeps as a memory?"""
        return not self.bits

    @property
    def is_register(self) -> bool:
        """Does a register store each of its bits?"""
        return bool(self.bits) and set(self.bits) == {STORED}


class Inside(Data):
    """Signals; parameters by hierarchical name, as literals; variables that look like the state
    of a machine."""

    signals: tuple[Signal, ...] = ()
    constants: dict[str, str] = {}
    machines: tuple[Machine, ...] = ()


def inside(sources: Sequence[Path], top: str, flat: Path, scratch: Path) -> Inside:
    """``flat`` is the netlist FLAT that the inspection left. Raises NoSignals, ToolMissing."""
    paths = [path.resolve() for path in (flat, *sources)]
    result = scratch / "inside.json"
    result.unlink(missing_ok=True)
    words = [top, *map(str, paths)]
    work("hdl_agent.rtl.inside", words, scratch=scratch, readable=paths, limits=LIMITS)
    if not result.exists():
        raise NoSignals("the front end did not list the design's signals: it is too large for it")
    return Inside.model_validate_json(result.read_text())


def _main(top: str, flat: str, names: list[str]) -> None:
    from hdl_agent.rtl.machines import machines
    from hdl_agent.rtl.symbols import constants, design, values, variables

    module = json.loads(Path(flat).read_text())["modules"][top]
    root = design(top, names)
    found = {name: (layout, symbol) for name, layout, symbol in variables(root, top)}
    signals = [
        signal.model_copy(update={"values": values(found[signal.name][1])})
        for signal in _joined(module, {name: layout for name, (layout, _) in found.items()})
    ]
    registers = {signal.name for signal in signals if signal.is_register}
    result = Inside(
        signals=tuple(signals),
        constants=constants(root, top),
        machines=tuple(m for m in machines(root, top) if m.state in registers),
    )
    Path("inside.json").write_text(result.model_dump_json())


def _joined(module: dict[str, Any], layouts: dict[str, Layout]) -> Iterator[Signal]:
    """What both know, and agree on the width of."""
    drivers = _drivers(module)
    wires = {name.strip(): net["bits"] for name, net in module["netnames"].items()}
    memories = module.get("memories", {})
    for name, layout in layouts.items():
        element = layout.element
        if name in memories and element and memories[name]["width"] == element.width:
            yield Signal(name=name, layout=layout)
        elif name in wires and len(wires[name]) == layout.width:
            bits = (_driven(bit, drivers) for bit in wires[name])
            yield Signal(name=name, layout=layout, bits="".join(bits))


def _drivers(module: dict[str, Any]) -> dict[int, tuple[str, Any]]:
    """What drives a bit: the type of the cell, and for a buffer the bit that it passes on."""
    found: dict[int, tuple[str, Any]] = {}
    for port in module["ports"].values():
        if port["direction"] != "output":
            found |= dict.fromkeys(port["bits"], ("port", None))
    for cell in module["cells"].values():
        pins = cell["connections"]
        for pin, direction in cell["port_directions"].items():
            if direction == "output":
                sources = pins["A"] if cell["type"] == "$buf" else [None] * len(pins[pin])
                for bit, source in zip(pins[pin], sources, strict=True):
                    found[bit] = (cell["type"], source)
    return found


def _driven(bit: int | str, drivers: dict[int, tuple[str, Any]]) -> str:
    seen = set()
    while isinstance(bit, int):
        if bit in seen or bit not in drivers:
            return OPEN
        seen.add(bit)
        kind, source = drivers[bit]
        if kind != "$buf":
            return STORED if kind in REGISTERS else DRIVEN
        bit = source
    return DRIVEN if bit in ("0", "1") else OPEN


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], sys.argv[3:])
