"""What a witness folder says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.formal.bench import BENCH
from hdl_agent.formal.harness import Shape
from hdl_agent.tasks.task import Port

TEXT = """A run of the design that violates the property {name}.

wave.svg      the last cycles, to look at; wave.json is the same for WaveDrom, wave.vcd for a viewer
stimulus.txt  a line a cycle: {columns}
harness.sv    the property: bad is 1 in a cycle with a violation
player.v      the harness with the stimulus on its inputs
{design}

See it again
  hdl-agent replay .
  iverilog -g2012 -s {bench} -o replay.vvp *.v harness.sv && vvp -n replay.vvp
                                status 0: it shows

As a regression test (cocotb 2; fails while it shows, passes once it does not)
  make                          the design in this folder, on Icarus
  make SIM=verilator            on Verilator, 5.036 or newer
{mended}
That this run is mended does not show that the property holds: check the design again for that.
"""

AS_WRITTEN = "design*.v     the design as it was judged"
NETLIST = """design0.v     its gate-level netlist: inputs of it set which bits flip, and the values
              that bits power up with, as no simulator could in the Verilog as written"""

MENDED = """  make DESIGN="/path/to/*.v"    the mended design: absolute paths
  iverilog -g2012 -s {bench} -o mended.vvp /path/to/*.v bench.v player.v harness.sv \\
    && vvp -n mended.vvp +mended
                                the same without cocotb; status 0: it does not show
"""


def readme(name: str, ports: Sequence[Port], shape: Shape) -> str:
    """``ports``: the stimulus' columns. A mended design cannot take a netlist's place."""
    netlist = shape != Shape()
    return TEXT.format(
        name=name,
        columns=", ".join(f"{port.name}[{port.width}]" for port in ports),
        design=NETLIST if netlist else AS_WRITTEN,
        bench=BENCH,
        mended="" if netlist else MENDED.format(bench=BENCH),
    )
