"""Inside the sandbox: two designs on the same inputs, as one and-inverter graph.

``python -m hdl_agent.formal.miter JOB.json`` works in the current folder. Its output is 1 when an
output of the designs differs after a reset of RESET_CYCLES cycles, or during a later one. Registers
that bear the same name in both power up alike; all others power up in any way. What is read of
memories that are too large to be modelled has any value in either.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.aig import FALSE, TRUE, Graph
from hdl_agent.formal.gates import Netlist, UnsupportedDesign, registers
from hdl_agent.formal.harness import RESET_CYCLES
from hdl_agent.formal.link import Linker
from hdl_agent.formal.obligation import Interface
from hdl_agent.rtl.words import FREE

RESET = "hdl_agent_reset"
"""The input that resets both designs at any time, active high."""


class Job(Data):
    """``gates``: the netlists of both designs, as rtl.netlist leaves them.

    Results: ``miter.aig``; ``inputs.json``, port and bit of each of its inputs;
    ``unsupported.txt`` with the reason.
    """

    gates: tuple[str, str]
    interface: Interface


def main(path: str) -> None:
    """Do the job in the file ``path``."""
    job = Job.model_validate_json(Path(path).read_text())
    interface, linker = job.interface, Linker()
    modules = [json.loads(Path(name).read_text())["modules"][interface.top] for name in job.gates]
    for copy, module in enumerate(modules):
        registers(module, interface.clock)
        _name_registers(linker, copy, module)
        linker.add(copy, module, "")
    for port in interface.inputs:
        for index in range(port.width):
            _drive(linker, modules, port.name, index, linker.input(port.name, index))
    for copy, module in enumerate(modules):
        for name, port in module["ports"].items():
            if name.startswith(FREE):
                linker.values |= {(copy, bit): linker.input(FREE, 0) for bit in port["bits"]}
    running = _since(linker.graph, RESET_CYCLES)
    reset = linker.graph.either(linker.input(RESET, 0), running ^ 1)
    _drive(linker, modules, interface.reset, 0, reset if interface.reset_active else reset ^ 1)
    differs = FALSE
    for port in interface.outputs:
        for index in range(port.width):
            one, other = (
                linker.literal((copy, module["ports"][port.name]["bits"][index]))
                for copy, module in enumerate(modules)
            )
            differs = linker.graph.either(differs, linker.graph.choose(one, other ^ 1, other))
    linker.connect_registers()
    bad = linker.graph.both(differs, running)
    Path("inputs.json").write_text(json.dumps(linker.inputs))
    Path("miter.aig").write_bytes(linker.graph.aiger(bad))


def _name_registers(linker: Linker, copy: int, module: Netlist) -> None:
    """Initial values are dropped: hardware has a reset."""
    for name, net in module["netnames"].items():
        net["attributes"].pop("init", None)
        if not net.get("hide_name"):
            linker.twins |= {(copy, bit): f"{name}.{n}" for n, bit in enumerate(net["bits"])}


def _drive(linker: Linker, modules: list[Netlist], port: str, index: int, literal: int) -> None:
    for copy, module in enumerate(modules):
        linker.values[copy, module["ports"][port]["bits"][index]] = literal


def _since(graph: Graph, cycles: int) -> int:
    """1 from that many cycles after the start on."""
    value = TRUE
    for _ in range(cycles):
        latch = graph.latch()
        graph.connect(latch, value)
        value = latch
    return value


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except UnsupportedDesign as error:
        Path("unsupported.txt").write_text(str(error))
