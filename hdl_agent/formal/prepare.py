"""Inside the sandbox: turn a gate-level design and harnesses into and-inverter graphs (AIGER).

``python -m hdl_agent.formal.prepare JOB.json`` works in the current folder. Yosys ends its process
on bad input, so the parent judges by which files exist, never by what was printed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.gates import Netlist, UnsupportedDesign, open_registers, register_bits
from hdl_agent.formal.harness import TOP, Shape, harness, stub
from hdl_agent.formal.link import link
from hdl_agent.formal.obligation import Interface, Obligation
from hdl_agent.rtl.gates import FLATTEN, MEMORIES, TO_GATES

VARIANTS = {False: "plain", True: "flips"}
"""The design's gate-level netlists: as it is, and with register bits that can be flipped."""


class Job(Data):
    """What to prepare: ``gates`` is the design's netlist as rtl.netlist leaves it.

    Results: ``N.bad.aig``, ``N.reached.aig``, ``N.inputs.json`` and ``N.shape.json`` for obligation
    number N; ``plain`` and ``flips``, ``.json`` and ``.v``, the gate-level netlists;
    ``unsupported.txt`` with the reason.
    """

    gates: str
    interface: Interface
    obligations: tuple[Obligation, ...]


def main(path: str) -> None:
    """Prepare the job in the file ``path``."""
    job = Job.model_validate_json(Path(path).read_text())
    top, clock = job.interface.top, job.interface.clock
    gates = Path(job.gates).read_text()
    designs, shapes = {}, {}
    for flips, name in VARIANTS.items():
        if any(obligation.flip is flips for obligation in job.obligations):
            netlist = json.loads(gates)
            designs[flips] = netlist["modules"][top]
            names = register_bits(designs[flips], clock) if flips else []
            power_up, flip_bits = open_registers(designs[flips], clock, flips)
            shapes[flips] = Shape(power_up=power_up, flips=flip_bits, registers=tuple(names))
            Path(f"{name}.json").write_text(json.dumps(netlist))
    for number, obligation in enumerate(job.obligations):
        shape = shapes[obligation.flip]
        text = harness(job.interface, obligation, shape) + stub(job.interface, shape)
        Path(f"{number}.sv").write_text(text)
        Path(f"{number}.shape.json").write_text(shape.model_dump_json())
    harnesses = _to_gates(len(job.obligations), [VARIANTS[flips] for flips in designs])
    for number, obligation in enumerate(job.obligations):
        linked = link(harnesses[f"{TOP}_{number}"], designs[obligation.flip], top, clock)
        Path(f"{number}.inputs.json").write_text(json.dumps(linked.inputs))
        for output, literal in linked.outputs.items():
            Path(f"{number}.{output}.aig").write_bytes(linked.graph.aiger(literal))


def _to_gates(count: int, netlists: Sequence[str]) -> dict[str, Netlist]:
    """The harnesses as modules; each named netlist, ``.json``, becomes Verilog on the way."""
    from pyosys import libyosys as yosys

    design = yosys.Design()

    def script(*commands: str) -> None:
        for command in commands:
            yosys.run_pass(command, design)

    for name in netlists:
        script("design -reset", f"read_json {name}.json", f"write_verilog -noattr {name}.v")
    script("design -reset", "design -save together")
    for number in range(count):
        script("design -reset", f"read_verilog -sv {number}.sv", f"hierarchy -check -top {TOP}")
        script(*FLATTEN, *MEMORIES, f"rename {TOP} {TOP}_{number}")
        script(f"design -copy-to together {TOP}_{number}")
    script("design -load together", *TO_GATES, "write_json harnesses.json")
    modules: dict[str, Netlist] = json.loads(Path("harnesses.json").read_text())["modules"]
    return modules


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except UnsupportedDesign as error:
        Path("unsupported.txt").write_text(str(error))
