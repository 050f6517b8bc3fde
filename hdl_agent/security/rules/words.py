"""The word-level netlist, read by a Yosys in a process of its own: it ends the process on errors.

Run as ``python -m hdl_agent.security.rules.words TOP FILE...`` inside the sandbox.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.security.rules.design import Module

FILE = "words.json"
SECONDS = 60.0
PASSES = (
    "proc",
    "flatten",
    "opt_expr",
    "opt_clean",
    "opt_dff",
    "memory_collect",
    f"write_json {FILE}",
)


class NoNetlist(Exception):
    """Yosys could not read the design; the message says why."""


def words(top: str, names: Sequence[str]) -> Module:
    """The flat top module. Raises NoNetlist."""
    result = Path(FILE)
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", __name__, top, *names]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise NoNetlist(f"synthesis took more than {SECONDS:.0f} s") from late
    if done.returncode != 0 or not result.exists():
        raise NoNetlist(_reason((done.stdout + done.stderr).decode(errors="replace")))
    module: Module = json.loads(result.read_text())["modules"][top]
    return module


def _reason(log: str) -> str:
    telling = [line for line in log.splitlines() if "rror:" in line or "ERROR:" in line]
    return telling[0].strip()[:300] if telling else "the synthesis tool ended without an answer"


def synthesize(top: str, names: Sequence[str]) -> None:
    """Leave FILE in the current folder, or end the process."""
    from pyosys import libyosys as yosys

    design = yosys.Design()
    read = f"read_slang --top {top} " + " ".join(names)
    for command in (read, f"hierarchy -check -top {top}", *PASSES):
        yosys.run_pass(command, design)


if __name__ == "__main__":
    synthesize(sys.argv[1], sys.argv[2:])
