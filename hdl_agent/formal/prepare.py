"""Inside the sandbox: turn a gate-level design and harnesses into and-inverter graphs (AIGER).

``python -m hdl_agent.formal.prepare JOB.json`` works in the current folder. Yosys ends its process
on bad input, so the parent judges by which files exist, never by what was printed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.gates import UnsupportedDesign, open_registers
from hdl_agent.formal.harness import TOP, Shape, harness, stub
from hdl_agent.formal.obligation import Interface, Obligation
from hdl_agent.rtl.gates import FLATTEN, MEMORIES, TO_GATES

VARIANTS = {False: "plain", True: "flips"}
"""The design's gate-level netlists: as it is, and with register bits that can be flipped."""


class Job(Data):
    """What to prepare: ``gates`` is the design's netlist as rtl.netlist leaves it.

    Results: ``N.bad.aig`` and ``N.reached.aig`` with their map ``N.aim``, and ``N.shape.json``, for
    obligation number N; ``plain`` and ``flips``, ``.json`` and ``.v``, the gate-level netlists;
    ``unsupported.txt`` with the reason.
    """

    gates: str
    interface: Interface
    obligations: tuple[Obligation, ...]


def main(path: str) -> None:
    """Prepare the job in the file ``path``."""
    from pyosys import libyosys as yosys

    def script(*commands: str) -> None:
        for command in commands:
            yosys.run_pass(command, design)

    design = yosys.Design()
    job = Job.model_validate_json(Path(path).read_text())
    top = job.interface.top
    gates = Path(job.gates).read_text()
    for flips, name in VARIANTS.items():
        numbered = [(n, o) for n, o in enumerate(job.obligations) if o.flip is flips]
        if not numbered:
            continue
        netlist = json.loads(gates)
        module = netlist["modules"][top]
        power_up, flip_bits = open_registers(module, job.interface.clock, flips)
        shape = Shape(power_up=power_up, flips=flip_bits)
        Path(f"{name}.json").write_text(json.dumps(netlist))
        script("design -reset", f"read_json {name}.json", f"write_verilog -noattr {name}.v")
        script("design -save together")
        Path("stub.v").write_text(stub(job.interface, shape))
        for number, obligation in numbered:
            Path(f"{number}.sv").write_text(harness(job.interface, obligation, shape))
            Path(f"{number}.shape.json").write_text(shape.model_dump_json())
            script("design -reset", f"read_verilog -sv stub.v {number}.sv")
            script(f"hierarchy -check -top {TOP}", *FLATTEN, *MEMORIES)
            script(f"rename {TOP} {TOP}_{number}", f"design -copy-to together {TOP}_{number}")
        # The design is in gates already: as a black box it waits until the harnesses are, too.
        # Without a top, none of them is taken for unused.
        script("design -load together", "setattr -mod -unset top *")
        script(f"setattr -mod -set blackbox 1 {top}", *TO_GATES)
        script(f"setattr -mod -unset blackbox ={top}", "flatten", "opt_clean -purge", "aigmap")
        for number, _ in numbered:
            one = f"{TOP}_{number}"
            script(f"select -assert-mod-count 1 {one}", f"setattr -mod -set top 1 {one}")
            script(
                f"write_aiger -zinit -map {number}.aim {number}.aig", "setattr -mod -unset top *"
            )
            _split(number)


def _split(number: int) -> None:
    """One file an output, as each is decided by itself."""
    whole = Path(f"{number}.aig").read_bytes()
    for line in Path(f"{number}.aim").read_text().splitlines():
        if line.startswith("output "):
            _, index, _, name = line.split()
            Path(f"{number}.{name}.aig").write_bytes(with_output(whole, int(index)))


def with_output(aiger: bytes, index: int) -> bytes:
    """The binary AIGER file with that output alone (Biere, The AIGER format, 2007)."""
    header, *rest = aiger.split(b"\n", 1)
    words = header.split()
    latches, outputs = int(words[3]), int(words[4])
    lines = rest[0].split(b"\n", latches + outputs)
    words[4] = b"1"
    return b"\n".join([b" ".join(words), *lines[:latches], lines[latches + index], lines[-1]])


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except UnsupportedDesign as error:
        Path("unsupported.txt").write_text(str(error))
