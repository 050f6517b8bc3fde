"""The word-level netlist, before it becomes gates: what in it a user must know, and what is too
large to become registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hdl_agent.rtl.elaborate import Diagnostic

Record = dict[str, Any]
"""A part of Yosys' JSON form."""

FREE = "hdl_agent_free"
"""Names of added input ports start so; whoever links the netlist gives them any value."""


def place_of(record: Record) -> tuple[str, int, int]:
    """File, line and column where Yosys' ``src`` says that a cell or net is from; 0 if unknown."""
    source = record.get("attributes", {}).get("src", "").split("|")[0]
    file, _, position = source.rpartition(":")
    line, _, column = position.split("-")[0].partition(".")
    number = int(line) if line.isdigit() else 0
    return file.rsplit("/", 1)[-1], number, int(column) if column.isdigit() else 0


def warning(record: Record, message: str) -> Diagnostic:
    """A warning at the place of a cell or net."""
    file, line, column = place_of(record)
    return Diagnostic(file=file, line=line, column=column, severity="warning", message=message)


def memory_bits(cell: Record) -> int:
    """What a cell stores as a memory."""
    if not str(cell["type"]).startswith("$mem"):
        return 0
    parameters = cell["parameters"]
    return int(parameters["SIZE"], 2) * int(parameters["WIDTH"], 2)


def doubts(module: Record) -> list[Diagnostic]:
    """Signals without a driver and memories without contents: both read as 0."""
    found = []
    loose = _read(module) - _driven(module)
    for name, net in module["netnames"].items():
        if not net["hide_name"] and loose & set(net["bits"]):
            loose -= set(net["bits"])
            found.append(warning(net, f"nothing drives {name!r}: it reads as 0"))
    for cell in module["cells"].values():
        if memory_bits(cell) and _is_never_written(cell):
            name = _memory_name(cell)
            found.append(warning(cell, f"nothing writes memory {name!r}: it reads as 0"))
    return found


def leave_free(module: Record, bits: int) -> list[Diagnostic]:
    """Cut off the largest memories until the rest holds at most ``bits``.

    What is read of them becomes an input of the module that may have any value in any cycle: what
    is proven so holds whatever the memory stores, and a counterexample may be none of the design.
    """
    memories = [name for name, cell in module["cells"].items() if memory_bits(cell)]
    memories.sort(key=lambda name: memory_bits(module["cells"][name]))
    left = sum(memory_bits(module["cells"][name]) for name in memories)
    found: list[Diagnostic] = []
    while left > bits:
        cell = module["cells"].pop(memories.pop())
        size = memory_bits(cell)
        left -= size
        port = f"{FREE}_{len(found)}"
        data = cell["connections"]["RD_DATA"]
        module["ports"][port] = {"direction": "input", "bits": data}
        module["netnames"][port] = {"hide_name": 0, "bits": data, "attributes": {}}
        message = (
            f"memory {_memory_name(cell)!r} of {size} bits is not modelled: properties are proven "
            "for whatever could be read from it"
        )
        found.append(warning(cell, message))
    return found


def _is_never_written(memory: Record) -> bool:
    parameters = memory["parameters"]
    return not int(parameters["WR_PORTS"], 2) and not set(parameters["INIT"]) & set("01")


def _memory_name(cell: Record) -> str:
    return str(cell["parameters"]["MEMID"]).removeprefix("\\")


def _pins(module: Record, direction: str) -> Iterable[int]:
    for cell in module["cells"].values():
        for pin, bits in cell["connections"].items():
            if cell["port_directions"].get(pin) == direction:
                yield from (bit for bit in bits if isinstance(bit, int))


def _ports(module: Record, *directions: str) -> Iterable[int]:
    for port in module["ports"].values():
        if port["direction"] in directions:
            yield from (bit for bit in port["bits"] if isinstance(bit, int))


def _read(module: Record) -> set[int]:
    return {*_pins(module, "input"), *_ports(module, "output")}


def _driven(module: Record) -> set[int]:
    return {*_pins(module, "output"), *_ports(module, "input", "inout")}
