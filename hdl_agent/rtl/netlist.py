"""Is it synthesizable? Yosys' reading of it, inside the sandbox, judged by how far it got."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.sandbox import Completed

MAX_MEMORY_BITS = 1 << 18
"""More memory than any device at hand has; expanding it would only exhaust this machine."""

GATES = "gates.json"
"""The design in simple gates and registers, in Yosys' JSON form."""

FLAT = "flat.json"
"""The flattened design in words, with every signal under its hierarchical name."""

STAGES = {
    "read": "it is not synthesizable",
    "check": "it has a combinational loop or a signal with several drivers",
    "size": f"its memories hold more than {MAX_MEMORY_BITS} bits",
    "gates": "it cannot be mapped to gates",
}


class Synthesis(Data):
    """``problem`` is None when the design is synthesizable; ``timed_out`` leaves it open."""

    problem: str | None
    timed_out: bool = False
    registers: int = 0
    gates: int = 0
    latches: int = 0


def synthesis(scratch: Path, done: Completed) -> Synthesis:
    """What came of ``map_to_gates`` in ``scratch``, in the worker that ended as ``done``."""
    stages = scratch / "stages"
    reached = stages.read_text().split() if stages.exists() else []
    if "done" in reached:
        return Synthesis.model_validate_json((scratch / "synthesis.json").read_text())
    if done.timed_out:
        return Synthesis(problem="synthesis took too long", timed_out=True)
    if not reached:
        return Synthesis(problem="the synthesis tool did not start")
    return Synthesis(problem=f"{STAGES[reached[-1]]}{_reason(done)}")


def _reason(done: Completed) -> str:
    lines = (done.stdout + "\n" + done.stderr).splitlines()
    telling = [
        w
        for w in lines
        if "rror:" in w or "ERROR:" in w or "Warning: found" in w or "Warning: multiple" in w
    ]
    return f": {telling[0].strip()[:300]}" if telling else ""


def map_to_gates(top: str, names: Sequence[str]) -> None:
    """In the worker: leave ``stages``, ``synthesis.json``, FLAT and GATES in the current folder."""
    from pyosys import libyosys as yosys

    from hdl_agent.rtl.gates import FLATTEN, MEMORIES, NO_ASSERTIONS, TO_GATES

    design = yosys.Design()

    def stage(name: str, *commands: str) -> None:
        with Path("stages").open("a") as stream:
            stream.write(name + "\n")
        for command in commands:
            yosys.run_pass(command, design)

    stage(
        "read",
        f"read_slang --top {top} " + " ".join(names),
        f"hierarchy -check -top {top}",
        *FLATTEN,
        f"write_json {FLAT}",
    )
    stage(
        "check",
        "design -save whole",
        "setundef -undriven -zero",
        "check -assert",
        "design -load whole",
    )
    stage("size", *MEMORIES, "write_json words.json")
    cells = json.loads(Path("words.json").read_text())["modules"][top]["cells"].values()
    memory = sum(_memory_bits(cell) for cell in cells)
    if memory > MAX_MEMORY_BITS:
        sys.exit(1)
    stage("gates", NO_ASSERTIONS, *TO_GATES, f"write_json {GATES}")
    gates = json.loads(Path(GATES).read_text())["modules"][top]["cells"].values()
    kinds = [cell["type"] for cell in gates]
    registers = sum("DFF" in kind for kind in kinds)
    latches = sum("$dlatch" in cell["type"] for cell in cells)
    counts = Synthesis(
        problem=None, registers=registers, gates=len(kinds) - registers, latches=latches
    )
    Path("synthesis.json").write_text(counts.model_dump_json())
    stage("done")


def _memory_bits(cell: dict[str, object]) -> int:
    parameters = cell["parameters"]
    if not str(cell["type"]).startswith("$mem") or not isinstance(parameters, dict):
        return 0
    return int(parameters["SIZE"], 2) * int(parameters["WIDTH"], 2)
