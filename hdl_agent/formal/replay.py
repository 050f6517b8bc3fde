"""Replay a trace on Icarus, a simulator that took no part in finding it, then on Verilator.

The witness is a folder that needs nothing else: the design, the harness, the stimulus, a bench and
a cocotb test. The bench ends with status 0 only when ``bad`` was 1 in some cycle; a design cannot
end it, since the integrity gate lets no system task pass.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hdl_agent.errors import HdlAgentError
from hdl_agent.formal.bench import BENCH, bench, player
from hdl_agent.formal.harness import Shape, harness, inputs
from hdl_agent.formal.obligation import Interface, Obligation
from hdl_agent.formal.picture import SIGNALS
from hdl_agent.formal.readme import readme
from hdl_agent.formal.signals import signals_of
from hdl_agent.formal.verilated import replay_verilated
from hdl_agent.sandbox import Limits, run, tool
from hdl_agent.tasks.task import Port


class ReplayNotBuilt(HdlAgentError):
    """Icarus does not take the design, or the monitor."""


INSTALL_ICARUS = "`sudo apt-get install iverilog`"
PORTABLE = Path(__file__).parent / "portable"
"""The cocotb test and its makefile, the same in each witness."""


def write_witness(
    folder: Path,
    design: Sequence[Path],
    interface: Interface,
    obligation: Obligation,
    shape: Shape,
    stimulus: Sequence[str],
) -> None:
    """Fill ``folder``: design*.v, harness.sv, player.v, bench.v, stimulus.txt (one cycle a line),
    signals.json, test_witness.py, Makefile and README."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(design):
        shutil.copy(source, folder / f"design{number}.v")
    (folder / "harness.sv").write_text(harness(interface, obligation, shape))
    ports = inputs(interface, obligation, shape)
    (folder / "player.v").write_text(player(interface.clock, ports, len(stimulus)))
    (folder / "bench.v").write_text(bench(len(stimulus)))
    (folder / "stimulus.txt").write_text("\n".join(stimulus) + "\n")
    signals = signals_of(interface, obligation, shape)
    (folder / SIGNALS).write_text(signals.model_dump_json(indent=1) + "\n")
    for name in ("Makefile", "test_witness.py"):
        shutil.copy(PORTABLE / name, folder)
    (folder / "README").write_text(readme(obligation.id, ports, shape))


def simulators(folder: Path) -> tuple[str, ...]:
    """On which simulators the violation shows, Icarus first: none where it does not show there.
    Raises as ``replay`` does; trouble with Verilator only means that it does not show there."""
    if not replay(folder):
        return ()
    with suppress(HdlAgentError):
        if replay_verilated(folder):
            return ("icarus", "verilator")
    return ("icarus",)


def replay(folder: Path, wall_seconds: float = 20) -> bool:
    """Does the violation show on Icarus? Leaves ``wave.vcd``. Raises ToolMissing without Icarus,
    ReplayNotBuilt."""
    sources = [*sorted(p.name for p in folder.glob("*.v")), "harness.sv"]
    return simulated(folder, BENCH, sources, wall_seconds)


def simulated(folder: Path, bench: str, sources: Sequence[str], wall_seconds: float) -> bool:
    """Does the bench end well on Icarus? ``sources`` are names in ``folder``. Raises ToolMissing,
    ReplayNotBuilt."""
    limits = Limits(wall_seconds=wall_seconds, cpu_seconds=int(wall_seconds))
    compiler = [tool("iverilog", INSTALL_ICARUS), "-g2012", "-s", bench]
    built = run([*compiler, "-o", "sim.vvp", *sources], scratch=folder, limits=limits)
    if not built.ok:
        first = next(iter((built.stderr + built.stdout).splitlines()), "no message")
        raise ReplayNotBuilt(f"Icarus could not build the replay: {first}")
    ran = run([tool("vvp", INSTALL_ICARUS), "-n", "sim.vvp"], scratch=folder, limits=limits)
    (folder / "sim.vvp").unlink(missing_ok=True)
    return ran.ok


def stimulus_of(trace: Sequence[str], inputs_file: Path, ports: Sequence[Port]) -> list[str]:
    """Per cycle, the values of ``ports`` as one string of bits, first port first, MSB first.

    ``trace`` has the graph's inputs' bits; ``inputs_file`` says which bit of which port each is.
    The last cycle is the one with the violation.
    """
    position = {(name, bit): n for n, (name, bit) in enumerate(json.loads(inputs_file.read_text()))}
    columns = [position[port.name, bit] for port in ports for bit in reversed(range(port.width))]
    return ["".join(row[column] for column in columns) or "0" for row in trace]
