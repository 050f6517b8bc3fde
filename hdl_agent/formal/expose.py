"""Ports for signals inside a flattened design, in Yosys' JSON form of its words.

What is a port is kept by every optimisation, with all that drives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hdl_agent.formal.gates import Netlist, UnsupportedDesign, fresh_bits
from hdl_agent.formal.obligation import Internal, Obligation


def internals_of(obligations: Iterable[Obligation]) -> list[Internal]:
    """Every internal signal that is named, once each; secret where any obligation has it so."""
    found: dict[str, Internal] = {}
    for obligation in obligations:
        for internal in obligation.internals:
            known = found.get(internal.port)
            if known is None or internal.secret:
                found[internal.port] = internal
    return list(found.values())


def expose(module: Netlist, internals: Sequence[Internal]) -> None:
    """Add an output port for each internal. Raises UnsupportedDesign for what is not there."""
    wires = {name.strip(): net["bits"] for name, net in module["netnames"].items()}
    fresh = fresh_bits(module)
    for internal in internals:
        if internal.word is not None:
            bits = [next(fresh) for _ in range(module["memories"][internal.wire]["width"])]
            module["cells"][f"{internal.port}_read"] = _read(internal.wire, internal.word, bits)
        elif internal.wire in wires:
            bits = wires[internal.wire]
        else:
            raise UnsupportedDesign(f"the netlist has no signal {internal.wire}")
        bits = bits[internal.offset : internal.offset + internal.width]
        module["ports"][internal.port] = {"direction": "output", "bits": bits}
        net = {"hide_name": 0, "bits": bits, "attributes": {}}
        module["netnames"][internal.port] = net


def _read(memory: str, word: int, bits: list[int]) -> Netlist:
    """An asynchronous read port at a constant address."""
    address = [str(word >> index & 1) for index in range(32)]
    parameters = {
        "MEMID": f"\\{memory}",
        "ABITS": f"{32:032b}",
        "WIDTH": f"{len(bits):032b}",
        "CLK_ENABLE": "0",
        "CLK_POLARITY": "0",
        "TRANSPARENT": "0",
    }
    pins = {"CLK": ["x"], "EN": ["1"], "ADDR": address}
    return {
        "hide_name": 0,
        "type": "$memrd",
        "parameters": parameters,
        "attributes": {},
        "port_directions": {**dict.fromkeys(pins, "input"), "DATA": "output"},
        "connections": {**pins, "DATA": bits},
    }
