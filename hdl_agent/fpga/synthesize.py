"""Inside the sandbox: map a design to iCE40 cells.

``python -m hdl_agent.fpga.synthesize TOP FILE`` writes ``mapped.json`` for place and route and
``netlist.v`` for simulation: the same cells, with each lookup table as one expression of its
content and inputs, which simulators read several times faster than a cell with a parameter.
"""

from __future__ import annotations

import sys
from pathlib import Path

LARGE = 10_000
"""Gates from which on ABC's mapping for speed takes minutes, and what it yields seldom fits."""

MAP_FOR_AREA = (
    "techmap -map +/ice40/latches_map.v",
    "abc -dress -lut 4 -script +strash;dc2;if,-a",
    "ice40_wrapcarry -unwrap",
    "techmap -map +/ice40/ff_map.v",
    "clean",
    "opt_lut -tech ice40",
)
"""In place of the step map_luts of synth_ice40: fewer tables, in a tenth of the time."""

LOOKUP_TABLE = r"""
module SB_LUT4(output O, input I0, I1, I2, I3);
  parameter [15:0] LUT_INIT = 0;
  \$lut #(.WIDTH(4), .LUT(LUT_INIT)) _TECHMAP_REPLACE_ (.A({I3, I2, I1, I0}), .Y(O));
endmodule
"""


def main(top: str, source: str) -> None:
    """Yosys ends the process when it fails; both files exist only after success."""
    from pyosys import libyosys as yosys

    design = yosys.Design()

    def script(*commands: str) -> None:
        for command in commands:
            yosys.run_pass(command, design)

    synth = f"synth_ice40 -top {top}"
    script(f"read_slang --top {top} {source}", f"{synth} -run begin:map_luts")
    large = len(design.top_module().cells_) > LARGE
    script(*(MAP_FOR_AREA if large else [f"{synth} -run map_luts:map_cells"]))
    script(f"{synth} -run map_cells: -json mapped.json")
    Path("lookup_table.v").write_text(LOOKUP_TABLE)
    script("techmap -map lookup_table.v", "write_verilog -noattr netlist.v")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
