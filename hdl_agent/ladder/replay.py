"""Run a failure again from its witness folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pydantic import ValidationError

from hdl_agent.data import Data
from hdl_agent.errors import HdlAgentError, UsageError
from hdl_agent.formal.picture import DUMP, picture
from hdl_agent.formal.replay import replay as replay_trace
from hdl_agent.formal.verilated import replay_verilated
from hdl_agent.fpga.build import CELL_DEFINES
from hdl_agent.simulation.icarus import Icarus
from hdl_agent.simulation.simulate import Simulator, simulate
from hdl_agent.simulation.verilator import Verilator
from hdl_agent.tasks.library import Library
from hdl_agent.waves.table import table


class NotAWitness(UsageError):
    """The folder replays nothing."""


class Witness(Data):
    """What ``witness.json`` says: which tests failed where, and how to run them again."""

    simulator: str
    block: str
    sources: tuple[str, ...]
    modules: tuple[str, ...]
    seed: int
    failed: tuple[str, ...]


class Replayed(Data):
    """``shows``: is the failure there again? ``lines`` say what was seen."""

    shows: bool
    lines: tuple[str, ...]


def replay(folder: Path, library: Library) -> Replayed:
    """Raises NotAWitness, UnknownBlock, ToolMissing, SandboxUnavailable."""
    if (folder / "stimulus.txt").is_file() and (folder / "bench.v").is_file():
        return _again(folder)
    try:
        witness = Witness.model_validate_json((folder / "witness.json").read_text())
    except (OSError, ValidationError) as error:
        raise NotAWitness(
            f"{folder} is no witness: name a folder below RUN/attempts/NAME/witness/"
        ) from error
    task = library.block(witness.block).task
    sources = [folder / name for name in witness.sources]
    modules = [folder / name for name in witness.modules]
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as name:
        simulator = _simulator(witness.simulator)
        seen_now = simulate(simulator, sources, task, modules, Path(name), seed=witness.seed)
    lines = [f"{t.name}: {'pass' if t.passed else 'FAIL ' + t.message}" for t in seen_now.tests]
    failed = {test.name for test in seen_now.tests if not test.passed}
    return Replayed(shows=failed >= set(witness.failed), lines=tuple(lines))


def _again(folder: Path) -> Replayed:
    """A counterexample: what each simulator says, and the cycles as a table."""
    if not replay_trace(folder):
        return Replayed(shows=False, lines=("the violation does not show on Icarus",))
    lines = [f"the violation shows on Icarus; waveform: {folder / DUMP}"]
    try:
        seen = "shows" if replay_verilated(folder) else "does not show"
        lines.append(f"the violation {seen} on Verilator")
    except HdlAgentError as error:
        lines.append(f"not replayed on Verilator: {error.message}")
    waveform = picture(folder)
    return Replayed(shows=True, lines=(*lines, *(["", table(waveform)] if waveform else [])))


def _simulator(name: str) -> Simulator:
    if name == "verilator":
        return Verilator()
    return Icarus(CELL_DEFINES, label=name) if name == "netlist" else Icarus()
