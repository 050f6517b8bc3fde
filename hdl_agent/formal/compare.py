"""One stimulus on two designs, on Icarus: where do their outputs differ?"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.bench import slices
from hdl_agent.formal.harness import RESET_CYCLES
from hdl_agent.formal.miter import RESET
from hdl_agent.formal.obligation import Interface
from hdl_agent.formal.replay import simulated
from hdl_agent.tasks.task import Port

SECONDS = 30.0
SIDES = ("design", "reference")


class Difference(Data):
    """In ``cycle`` (from 1, the reset's included) ``port`` has these values, in binary."""

    cycle: int
    port: str
    design: str
    reference: str


def compare(
    sources: tuple[Sequence[Path], Sequence[Path]],
    interface: Interface,
    ports: Sequence[Port],
    stimulus: Sequence[str],
    folder: Path,
) -> Difference | None:
    """The first known difference after reset; None when there is none.

    ``folder`` keeps both sides: sources, bench, stimulus, ``outputs.txt`` and ``wave.vcd``. Raises
    ToolMissing without Icarus, ReplayNotBuilt.
    """
    one, other = (
        _outputs(files, interface, ports, stimulus, folder / side)
        for side, files in zip(SIDES, sources, strict=True)
    )
    pairs = zip(one[RESET_CYCLES:], other[RESET_CYCLES:], strict=True)
    for cycle, (row, other_row) in enumerate(pairs, start=RESET_CYCLES + 1):
        for port, value, wanted in zip(interface.outputs, row, other_row, strict=True):
            if any(a != b and {a, b} <= set("01") for a, b in zip(value, wanted, strict=True)):
                return Difference(cycle=cycle, port=port.name, design=value, reference=wanted)
    return None


def _outputs(
    files: Sequence[Path],
    interface: Interface,
    ports: Sequence[Port],
    stimulus: Sequence[str],
    folder: Path,
) -> list[list[str]]:
    """Per cycle, the value of each output in binary."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"design{number}{path.suffix}" for number, path in enumerate(files)]
    for path, name in zip(files, names, strict=True):
        shutil.copy(path, folder / name)
    (folder / "bench.v").write_text(_bench(interface, ports, len(stimulus)))
    (folder / "stimulus.txt").write_text("\n".join(stimulus) + "\n")
    simulated(folder, "hdl_agent_compare", [*names, "bench.v"], SECONDS)
    return [line.split() for line in (folder / "outputs.txt").read_text().splitlines()]


def _bench(interface: Interface, ports: Sequence[Port], cycles: int) -> str:
    width = sum(port.width for port in ports)
    pins, wires = [f".{interface.clock}(clock)", f".{interface.reset}(reset)"], []
    for port, bits in slices(ports):
        if port.name == RESET:
            asked = f"(cycle < {RESET_CYCLES} || {bits})"
            wires.append(f"wire reset = {'' if interface.reset_active else '!'}{asked};")
        else:
            pins.append(f".{port.name}({bits})")
    for port in interface.outputs:
        wires.append(f"wire [{port.width - 1}:0] out_{port.name};")
        pins.append(f".{port.name}(out_{port.name})")
    shown = ", ".join(f"out_{port.name}" for port in interface.outputs)
    form = " ".join("%b" for _ in interface.outputs)
    declarations = "\n  ".join(wires)
    return f"""`timescale 1ns/1ps
module hdl_agent_compare;
  reg clock = 0;
  reg [{width - 1}:0] now, stimulus [0:{cycles - 1}];
  integer cycle, file;
  {declarations}
  {interface.top} subject({", ".join(pins)});
  initial begin
    $readmemb("stimulus.txt", stimulus);
    file = $fopen("outputs.txt");
    $dumpfile("wave.vcd");
    $dumpvars(0, hdl_agent_compare);
    for (cycle = 0; cycle < {cycles}; cycle = cycle + 1) begin
      now = stimulus[cycle];
      #5 $fdisplay(file, "{form}", {shown});
      clock = 1;
      #5 clock = 0;
    end
    $finish;
  end
endmodule
"""
