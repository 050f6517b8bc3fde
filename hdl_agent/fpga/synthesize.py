"""Inside the sandbox: map a design to iCE40 cells.

``python -m hdl_agent.fpga.synthesize TOP FILE`` writes
``mapped.json`` for place and route and ``netlist.v`` for simulation.
"""

from __future__ import annotations

import sys


def main(top: str, source: str) -> None:
    """Yosys ends the process when it fails; both files exist only after success."""
    from pyosys import libyosys as yosys

    design = yosys.Design()
    for command in (
        f"read_slang --top {top} {source}",
        f"synth_ice40 -top {top} -json mapped.json",
        "write_verilog -noattr netlist.v",
    ):
        yosys.run_pass(command, design)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
