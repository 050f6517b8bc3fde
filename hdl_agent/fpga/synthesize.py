"""Inside the sandbox: map a design to iCE40 cells.

``python -m hdl_agent.fpga.synthesize TOP FILE`` writes ``mapped.json`` for place and route and
``netlist.v`` for simulation: the same cells, with each lookup table as one expression of its
content and inputs, which simulators read several times faster than a cell with a parameter.
"""

from __future__ import annotations

import sys
from pathlib import Path

LOOKUP_TABLE = r"""
module SB_LUT4(output O, input I0, I1, I2, I3);
  parameter [15:0] LUT_INIT = 0;
  \$lut #(.WIDTH(4), .LUT(LUT_INIT)) _TECHMAP_REPLACE_ (.A({I3, I2, I1, I0}), .Y(O));
endmodule
"""


def main(top: str, source: str) -> None:
    """Yosys ends the process when it fails; both files exist only after success."""
    from pyosys import libyosys as yosys

    Path("lookup_table.v").write_text(LOOKUP_TABLE)
    design = yosys.Design()
    for command in (
        f"read_slang --top {top} {source}",
        f"synth_ice40 -top {top} -json mapped.json",
        "techmap -map lookup_table.v",
        "write_verilog -noattr netlist.v",
    ):
        yosys.run_pass(command, design)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
