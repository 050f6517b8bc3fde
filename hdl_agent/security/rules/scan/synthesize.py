"""In the sandbox: Yosys makes the word-level netlist; it ends the process on errors.

Run as ``python -m hdl_agent.security.rules.scan.synthesize TOP FILE...``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from hdl_agent.security.rules.scan.answers import NETLIST

PASSES = (
    "proc",
    "flatten",
    "opt_expr",
    "opt_clean",
    "opt_dff",
    "memory_collect",
    f"write_json {NETLIST}",
)


def synthesize(top: str, names: Sequence[str]) -> None:
    """Leave NETLIST in the current folder, or end the process."""
    from pyosys import libyosys as yosys

    design = yosys.Design()
    read = f"read_slang --top {top} " + " ".join(names)
    for command in (read, f"hierarchy -check -top {top}", *PASSES):
        yosys.run_pass(command, design)


if __name__ == "__main__":
    synthesize(sys.argv[1], sys.argv[2:])
