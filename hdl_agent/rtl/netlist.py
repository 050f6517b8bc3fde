"""Is it synthesizable? Yosys' reading of it, inside the sandbox, judged by how far it got."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.rtl.elaborate import Diagnostic
from hdl_agent.rtl.pulses import pulses
from hdl_agent.rtl.words import doubts, leave_free, memory_bits
from hdl_agent.sandbox import Completed

MAX_MEMORY_BITS = 1 << 24
"""More than any block has; even reading its initial values would exhaust this machine."""

EXPANDED_BITS = 1 << 14
"""What memories may hold together to become registers: twice as much takes a minute to map."""

UNROLLED = 1 << 17
"""Steps that a loop may take: enough to initialise the largest memory that is expanded."""

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


OWN_FAULTS = ("MemoryError", "bad_alloc", "ERROR: Assert ", "ERROR: Exception: ")
"""What Yosys says of itself. A design may make it say so, and then is left undecided."""


class Synthesis(Data):
    """``problem`` is None when the design is synthesizable; ``undecided`` where it may be so."""

    problem: str | None
    undecided: bool = False
    registers: int = 0
    gates: int = 0
    latches: int = 0
    doubts: tuple[Diagnostic, ...] = ()
    """Where the netlist says more, or less, than the text does."""


def synthesis(scratch: Path, done: Completed) -> Synthesis:
    """What came of ``map_to_gates`` in ``scratch``, in the worker that ended as ``done``."""
    stages = scratch / "stages"
    reached = stages.read_text().split() if stages.exists() else []
    if "done" in reached:
        return Synthesis.model_validate_json((scratch / "synthesis.json").read_text())
    if done.timed_out:
        return Synthesis(problem="synthesis took too long", undecided=True)
    if not reached:
        return Synthesis(problem="the synthesis tool did not start", undecided=True)
    reason = _reason(scratch / FLAT, done)
    if _broke(done):
        return Synthesis(problem=f"the synthesis tool failed{reason}", undecided=True)
    return Synthesis(problem=f"{STAGES[reached[-1]]}{reason}")


def _broke(done: Completed) -> bool:
    """Did the tool itself fail: by a signal, for want of memory, at an assertion of its own?"""
    said = done.stdout + done.stderr
    return not 0 <= done.returncode < 128 or any(word in said for word in OWN_FAULTS)


def _reason(flat: Path, done: Completed) -> str:
    """Yosys' first complaint, with the place that it names, or that of the signal, if any."""
    lines = (done.stdout + "\n" + done.stderr).splitlines()
    marks = ("rror:", "ERROR:", "Warning: found", "Warning: multiple")
    for number, line in enumerate(lines):
        if any(mark in line for mark in marks):
            place = next((w for w in lines[number + 1 : number + 9] if " source: " in w), "")
            through = place.partition(" source: ")[2] if "found logic loop" in line else ""
            if signal := _CONFLICTING.search(line):
                through = _source(flat, *signal.groups())
            told = line.strip() + (f" at {through}" if through else "")
            return f": {_PATH.sub('', told)[:300]}"
    return ""


_CONFLICTING = re.compile(r"conflicting drivers for (\S+?)\.\\(\S+)[^:]*:")


def _source(flat: Path, top: str, signal: str) -> str:
    """Where the flattened design's signal is declared."""
    names = json.loads(flat.read_text())["modules"][top]["netnames"]
    return str(names.get(signal, {}).get("attributes", {}).get("src", ""))


_PATH = re.compile(r"(?:[\w.-]*/)+(?=[\w.-]+:\d)")
"""Folders in front of a file's name and line: those of the sandbox tell a user nothing."""


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
        f"read_slang --no-synthesis-define --unroll-limit {UNROLLED} --top {top} "
        + " ".join(names),
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
    netlist = json.loads(Path("words.json").read_text())
    module = netlist["modules"][top]
    cells = list(module["cells"].values())
    if sum(map(memory_bits, cells)) > MAX_MEMORY_BITS:
        sys.exit(1)
    doubtful = [*doubts(module), *pulses(module)]
    if freed := leave_free(module, EXPANDED_BITS):
        Path("words.json").write_text(json.dumps(netlist, ensure_ascii=False))
        stage("size", "design -reset", "read_json words.json")
    stage("gates", NO_ASSERTIONS, *TO_GATES, f"write_json {GATES}")
    gates = json.loads(Path(GATES).read_text())["modules"][top]["cells"].values()
    kinds = [cell["type"] for cell in gates]
    registers = sum("DFF" in kind for kind in kinds)
    counts = Synthesis(
        problem=None,
        registers=registers,
        gates=len(kinds) - registers,
        latches=sum("$dlatch" in cell["type"] for cell in cells),
        doubts=(*doubtful, *freed),
    )
    Path("synthesis.json").write_text(counts.model_dump_json())
    stage("done")
