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
from hdl_agent.formal.defined import DRIVEN, defined, one_bit
from hdl_agent.formal.expose import expose, internals_of
from hdl_agent.formal.gates import (
    Netlist,
    UnsupportedDesign,
    open_registers,
    register_bits,
    registers,
    stored_in,
)
from hdl_agent.formal.harness import TOP, Shape, harness, stub
from hdl_agent.formal.link import link
from hdl_agent.formal.obligation import Interface, Internal, Obligation
from hdl_agent.rtl.gates import FLATTEN, MEMORIES, NO_ASSERTIONS, TO_GATES

VARIANTS = {False: "plain", True: "flips"}
"""The design's gate-level netlists: as it is, and with register bits that can be flipped."""


class Job(Data):
    """What to prepare: ``gates`` and ``flat`` are the design's netlists as rtl.netlist leaves them;
    ``flat`` is read where an obligation names a signal inside, and mapped to gates anew.

    Results: ``N.bad.aig``, ``N.reached.aig``, ``N.inputs.json`` and ``N.shape.json`` for obligation
    number N; ``plain`` and ``flips``, ``.json`` and ``.v``, the gate-level netlists;
    ``unsupported.txt`` with the reason.
    """

    gates: str
    flat: str
    interface: Interface
    obligations: tuple[Obligation, ...]


def main(path: str) -> None:
    """Prepare the job in the file ``path``."""
    job = Job.model_validate_json(Path(path).read_text())
    top, clock = job.interface.top, job.interface.clock
    internals = internals_of(job.obligations)
    gates = _exposed(job, internals) if internals else Path(job.gates).read_text()
    secrets = [internal for internal in internals if internal.secret]
    designs, shapes = {}, {}
    for flips, name in VARIANTS.items():
        if any(obligation.flip is flips for obligation in job.obligations):
            netlist = json.loads(gates)
            designs[flips] = netlist["modules"][top]
            shapes[flips] = _shape(designs[flips], job, flips, secrets)
            Path(f"{name}.json").write_text(json.dumps(netlist, ensure_ascii=False))
    numbered = _where(json.loads(gates), job)
    for number, obligation in enumerate(job.obligations):
        where = sorted({n for port in obligation.flip_in for n in numbered[port]})
        shape = shapes[obligation.flip].model_copy(update={"where": tuple(where)})
        text = harness(job.interface, obligation, shape)
        text += stub(job.interface, shape, obligation.internals)
        Path(f"{number}.sv").write_text(text)
        Path(f"{number}.shape.json").write_text(shape.model_dump_json())
    harnesses = _to_gates(job.obligations, [VARIANTS[flips] for flips in designs])
    for number, obligation in enumerate(job.obligations):
        linked = link(harnesses[f"{TOP}_{number}"], designs[obligation.flip], top, clock)
        Path(f"{number}.inputs.json").write_text(json.dumps(linked.inputs))
        for output, literal in linked.outputs.items():
            Path(f"{number}.{output}.aig").write_bytes(linked.graph.aiger(literal))


def _shape(module: Netlist, job: Job, flips: bool, secrets: Sequence[Internal]) -> Shape:
    """Open the registers of a netlist, and say what it has beyond the design's ports."""
    clock = job.interface.clock
    names = register_bits(module, clock) if flips else []
    power_up, flip_bits = open_registers(module, clock, flips, secrets)
    return Shape(
        power_up=power_up,
        flips=flip_bits,
        exposed=True,
        secrets=tuple(internal.output for internal in secrets),
        registers=tuple(names),
    )


def _where(netlist: Netlist, job: Job) -> dict[str, list[int]]:
    """The numbers of the register bits that the ports which are to be flipped show."""
    module, clock = netlist["modules"][job.interface.top], job.interface.clock
    flipped = {port for obligation in job.obligations for port in obligation.flip_in}
    number = {name: n for n, name in enumerate(registers(module, clock))} if flipped else {}
    return {
        internal.port: [number[name] for name in stored_in(module, internal, clock)]
        for internal in internals_of(job.obligations)
        if internal.port in flipped
    }


def _exposed(job: Job, internals: Sequence[Internal]) -> str:
    """The netlist in gates, with a port for each internal signal."""
    from pyosys import libyosys as yosys

    netlist = json.loads(Path(job.flat).read_text())
    expose(netlist["modules"][job.interface.top], internals)
    Path("exposed.json").write_text(json.dumps(netlist, ensure_ascii=False))
    design = yosys.Design()
    mapping = (*MEMORIES, NO_ASSERTIONS, *TO_GATES)
    for command in ("read_json exposed.json", *mapping, "write_json gates.json"):
        yosys.run_pass(command, design)
    text = Path("gates.json").read_text()
    ports = json.loads(text)["modules"][job.interface.top]["ports"]
    for internal in internals:
        if ports[job.interface.clock]["bits"][0] in ports[internal.port]["bits"]:
            raise UnsupportedDesign(f"{internal.path} is the clock, which has no value in a cycle")
    return text


def _to_gates(obligations: Sequence[Obligation], netlists: Sequence[str]) -> dict[str, Netlist]:
    """Their harnesses as modules; each named netlist, ``.json``, becomes Verilog on the way."""
    from pyosys import libyosys as yosys

    design = yosys.Design()

    def script(*commands: str) -> None:
        for command in commands:
            yosys.run_pass(command, design)

    for name in netlists:
        script("design -reset", f"read_json {name}.json", f"write_verilog -noattr {name}.v")
    script("design -reset", "design -save together")
    for number, obligation in enumerate(obligations):
        script("design -reset", f"read_verilog -sv {number}.sv", f"hierarchy -check -top {TOP}")
        script(one_bit(obligation.module), *FLATTEN, DRIVEN, "write_json harness.json")
        if not defined(json.loads(Path("harness.json").read_text())["modules"][TOP]):
            raise UnsupportedDesign(f"{obligation.id} looks at x or z, which a proof does not know")
        script(*MEMORIES, f"rename {TOP} {TOP}_{number}")
        script(f"design -copy-to together {TOP}_{number}")
    script("design -load together", *TO_GATES, "write_json harnesses.json")
    modules: dict[str, Netlist] = json.loads(Path("harnesses.json").read_text())["modules"]
    return modules


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except UnsupportedDesign as error:
        Path("unsupported.txt").write_text(str(error))
