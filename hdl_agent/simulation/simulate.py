"""Build a design on one simulator and run cocotb tests on it, contained.

Results are believed only when the simulator ended by itself, with status 0, and cocotb's report,
under a name that the design cannot know, lists every expected test.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import cocotb_tools.config
import find_libpython

from hdl_agent.sandbox import Completed, Limits, run
from hdl_agent.simulation.interface import PORTS_VARIABLE
from hdl_agent.simulation.result import Ended, Simulation, TestResult, read_results
from hdl_agent.simulation.start import START
from hdl_agent.simulation.tests import tests_in
from hdl_agent.tasks.task import Task

LIGHT = {"PYGPI_USERS": START}

WALL_SECONDS = 60
"""What the tests of one simulation may take together."""


class Simulator(Protocol):
    """One simulator: how a design is built, and the command that runs it.

    ``waves``: the file that a run with waves leaves.
    """

    name: str
    waves: str

    def build(self, sources: Sequence[Path], task: Task, scratch: Path, waves: bool) -> Completed:
        """Compile into ``scratch``."""
        ...

    def command(self, waves: bool) -> list[str]:
        """What to run in ``scratch`` after the build."""
        ...


def simulate(
    simulator: Simulator,
    sources: Sequence[Path],
    task: Task,
    modules: Sequence[Path],
    scratch: Path,
    *,
    seed: int = 1,
    explain: bool = False,
) -> Simulation:
    """Run every test of ``modules``. ``explain`` takes longer, says which values made an assertion
    fail, and leaves a waveform in ``scratch``.

    Raises ToolMissing, SandboxUnavailable, BadTestModule.
    """
    expected = [name for module in modules for name in tests_in(module)]
    paths = [source.resolve() for source in sources]
    built = simulator.build(paths, task, scratch, explain)
    if not built.ok:
        ended = Ended.TIMED_OUT if built.timed_out else Ended.NOT_BUILT
        return _nothing(simulator, ended, expected, built)
    report = scratch / f"results-{secrets.token_hex(8)}.xml"
    folders = sorted({module.resolve().parent for module in modules})
    done = run(
        simulator.command(explain),
        scratch=scratch,
        readable=folders,
        limits=Limits(wall_seconds=WALL_SECONDS, cpu_seconds=WALL_SECONDS, file_mb=256),
        env=_environment(task, modules, folders, report, seed) | ({} if explain else LIGHT),
    )
    results = read_results(report.read_text(), expected) if report.exists() else None
    if results is None or not done.ok:
        ended = Ended.TIMED_OUT if done.timed_out else Ended.CRASHED
        return _nothing(simulator, ended, expected, done)
    return Simulation(
        simulator=simulator.name,
        ended=Ended.FINISHED,
        tests=tuple(results),
        log=done.stdout[-4000:],
        seconds=built.seconds + done.seconds,
    )


def _nothing(
    simulator: Simulator, ended: Ended, expected: list[str], done: Completed
) -> Simulation:
    tests = tuple(TestResult(name=name, passed=False, message=ended.value) for name in expected)
    log = (done.stdout + done.stderr)[-4000:]
    return Simulation(
        simulator=simulator.name, ended=ended, tests=tests, log=log, seconds=done.seconds
    )


def _environment(
    task: Task, modules: Sequence[Path], folders: Sequence[Path], report: Path, seed: int
) -> dict[str, str]:
    package = Path(__file__).resolve().parents[2]
    interface = {
        "clock": task.clock,
        "reset": task.reset.port,
        "active_low": task.reset.active == "low",
        "inputs": task.inputs,
        "outputs": task.outputs,
    }
    libpython = find_libpython.find_libpython()
    return {
        PORTS_VARIABLE: json.dumps(interface),
        "COCOTB_TOPLEVEL": task.top,
        "TOPLEVEL_LANG": "verilog",
        "COCOTB_TEST_MODULES": ",".join(module.stem for module in modules),
        "COCOTB_RESULTS_FILE": str(report),
        "COCOTB_RANDOM_SEED": str(seed),
        "COCOTB_ANSI_OUTPUT": "0",
        "COCOTB_TRUST_INERTIAL_WRITES": "1",
        "PYGPI_PYTHON_BIN": sys.executable,
        "GPI_USERS": f"{libpython};{cocotb_tools.config.pygpi_entry_point()}",
        "PYTHONPATH": ":".join(map(str, [*folders, package])),
    }
