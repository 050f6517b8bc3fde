"""Inside the sandbox: turn RTL and harnesses into and-inverter graphs (AIGER).

``python -m hdl_agent.formal.prepare JOB.json`` works in the current folder. Yosys ends its process
on bad input, so the parent judges by which files exist, never by what was printed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.gates import UnsupportedDesign, open_registers
from hdl_agent.formal.harness import Shape, harness
from hdl_agent.formal.obligation import Interface, Obligation
from hdl_agent.rtl.gates import FLATTEN, MEMORIES, TO_GATES


class Job(Data):
    """What to prepare. Results: ``N.bad.aig``, ``N.reached.aig`` with ``.aim`` maps and
    ``N.shape.json`` for obligation number N; ``plain.json``, ``flips.json`` and ``flips.v``, the
    gate-level netlists; ``unsupported.txt`` with the reason."""

    sources: tuple[str, ...]
    interface: Interface
    obligations: tuple[Obligation, ...]


def main(path: str) -> None:
    """Prepare the job in the file ``path``."""
    from pyosys import libyosys as yosys

    def script(commands: Sequence[str]) -> None:
        design = yosys.Design()
        for command in commands:
            yosys.run_pass(command, design)

    job = Job.model_validate_json(Path(path).read_text())
    top = job.interface.top
    read = f"read_slang --top {top} " + " ".join(job.sources)
    cleanup = "delete */t:$print */t:$check */t:$assert */t:$assume */t:$cover"
    script(
        [
            read,
            f"hierarchy -check -top {top}",
            cleanup,
            *FLATTEN,
            *MEMORIES,
            *TO_GATES,
            "write_json gates.json",
        ]
    )
    shapes = {}
    for name, flips in (("plain", False), ("flips", True)):
        if any(obligation.flip is flips for obligation in job.obligations):
            netlist = json.loads(Path("gates.json").read_text())
            power_up, flip_bits = open_registers(
                netlist["modules"][top], job.interface.clock, flips
            )
            shapes[flips] = Shape(power_up=power_up, flips=flip_bits)
            Path(f"{name}.json").write_text(json.dumps(netlist))
            if flips:
                script([f"read_json {name}.json", f"write_verilog -noattr {name}.v"])
    for number, obligation in enumerate(job.obligations):
        shape = shapes[obligation.flip]
        Path(f"{number}.sv").write_text(harness(job.interface, obligation, shape))
        Path(f"{number}.shape.json").write_text(shape.model_dump_json())
        netlist_name = "flips" if obligation.flip else "plain"
        whole = [f"read_json {netlist_name}.json", f"read_verilog -sv {number}.sv"]
        whole += ["hierarchy -check -top hdl_agent_harness", *FLATTEN, *MEMORIES, *TO_GATES]
        whole.append("design -save whole")
        for output, other in (("bad", "reached"), ("reached", "bad")):
            whole += [
                "design -load whole",
                f"delete -output hdl_agent_harness/w:{other}",
                "opt_clean -purge",
                "aigmap",
                f"write_aiger -zinit -map {number}.{output}.aim {number}.{output}.aig",
            ]
        script(whole)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except UnsupportedDesign as error:
        Path("unsupported.txt").write_text(str(error))
