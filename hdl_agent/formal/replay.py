"""Replay a trace on Icarus, a simulator that took no part in finding it.

The witness is a folder that needs nothing else: the design, the harness, the stimulus and a bench.
The bench ends with status 0 only when ``bad`` was 1 in some cycle; a design cannot end it, since
the integrity gate lets no system task pass.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.errors import HdlAgentError
from hdl_agent.formal.harness import TOP, Shape, harness, inputs
from hdl_agent.formal.obligation import Interface, Obligation
from hdl_agent.sandbox import Limits, run, tool
from hdl_agent.tasks.task import Port


class ReplayNotBuilt(HdlAgentError):
    """Icarus does not take the design, or the monitor."""


INSTALL_ICARUS = "`sudo apt-get install iverilog`"
SIMULATE = "iverilog -g2012 -s hdl_agent_replay -o replay.vvp *.v *.sv && vvp replay.vvp"


def write_witness(
    folder: Path,
    design: Sequence[Path],
    interface: Interface,
    obligation: Obligation,
    shape: Shape,
    stimulus: Sequence[str],
) -> None:
    """Fill ``folder``: design*.v, harness.sv, bench.v, stimulus.txt (one cycle a line)."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(design):
        shutil.copy(source, folder / f"design{number}.v")
    (folder / "harness.sv").write_text(harness(interface, obligation, shape))
    ports = inputs(interface, obligation, shape)
    (folder / "bench.v").write_text(_bench(interface.clock, ports, len(stimulus)))
    (folder / "stimulus.txt").write_text("\n".join(stimulus) + "\n")
    names = ", ".join(f"{port.name}[{port.width}]" for port in ports)
    (folder / "README").write_text(
        f"Stimulus columns, one line a cycle: {names}\nReplay (status 0: it shows): {SIMULATE}\n"
    )


def replay(folder: Path, wall_seconds: float = 20) -> bool:
    """Does the violation show? Leaves ``wave.vcd``. Raises ToolMissing without Icarus,
    ReplayNotBuilt."""
    sources = [*sorted(p.name for p in folder.glob("*.v")), "harness.sv"]
    limits = Limits(wall_seconds=wall_seconds, cpu_seconds=int(wall_seconds))
    compiler = [tool("iverilog", INSTALL_ICARUS), "-g2012", "-s", "hdl_agent_replay"]
    built = run([*compiler, "-o", "replay.vvp", *sources], scratch=folder, limits=limits)
    if not built.ok:
        first = next(iter((built.stderr + built.stdout).splitlines()), "no message")
        raise ReplayNotBuilt(f"Icarus could not build the replay: {first}")
    ran = run([tool("vvp", INSTALL_ICARUS), "-n", "replay.vvp"], scratch=folder, limits=limits)
    (folder / "replay.vvp").unlink(missing_ok=True)
    return ran.ok


def stimulus_of(trace: Sequence[str], inputs_file: Path, ports: Sequence[Port]) -> list[str]:
    """Per cycle, the values of ``ports`` as one string of bits, first port first, MSB first.

    ``trace`` has the graph's inputs' bits; ``inputs_file`` says which bit of which port each is.
    The last cycle is the one with the violation.
    """
    position = {(name, bit): n for n, (name, bit) in enumerate(json.loads(inputs_file.read_text()))}
    columns = [position[port.name, bit] for port in ports for bit in reversed(range(port.width))]
    return ["".join(row[column] for column in columns) or "0" for row in trace]


def _bench(clock: str, ports: Sequence[Port], cycles: int) -> str:
    width = max(1, sum(port.width for port in ports))
    pins, high = [f".{clock}(clock)"], width
    for port in ports:
        pins.append(f".{port.name}(now[{high - 1}:{high - port.width}])")
        high -= port.width
    return f"""`timescale 1ns/1ps
module hdl_agent_replay;
  reg clock = 0, seen = 0;
  reg [{width - 1}:0] now, stimulus [0:{cycles - 1}];
  wire bad, reached;
  integer cycle;
  {TOP} harness({", ".join(pins)}, .bad(bad), .reached(reached));
  initial begin
    $readmemb("stimulus.txt", stimulus);
    $dumpfile("wave.vcd");
    $dumpvars(0, hdl_agent_replay);
    for (cycle = 0; cycle < {cycles}; cycle = cycle + 1) begin
      now = stimulus[cycle];
      #5 if (bad === 1'b1) seen = 1;
      clock = 1;
      #5 clock = 0;
    end
    if (!seen) $fatal(1);
    $finish;
  end
endmodule
"""
