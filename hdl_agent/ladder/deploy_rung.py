"""deploy: does it fit the default device, meet its clock, and does the netlist still pass?"""

from __future__ import annotations

import shutil

from hdl_agent.fpga.build import CELL_DEFINES, BuildResult, Built, build, cells_model
from hdl_agent.fpga.device import DEFAULT
from hdl_agent.ladder.context import Candidate
from hdl_agent.ladder.simulated import simulated
from hdl_agent.ladder.summarize import summarize
from hdl_agent.simulation.icarus import Icarus
from hdl_agent.simulation.verilator import Verilator
from hdl_agent.verdict import Evidence, Kind, Outcome, Rung, RungResult

NETLIST = "netlist"
"""What results call the simulation of the netlist."""

MANY_CELLS = 1000
"""From here on Verilator's compilation takes less time than Icarus' simulation of the cells."""


def deploy_rung(candidate: Candidate) -> RungResult:
    """Implement the design, then run the functional and attack tests again on its netlist."""
    task = candidate.task
    result = build(
        candidate.source, task.top, task.clock_mhz, candidate.scratch / "build", seed=candidate.seed
    )
    evidence = [_implementation(result)]
    figures = {
        "logic_cells": float(result.logic_cells),
        "block_rams": float(result.block_rams),
        "fmax_mhz": result.fmax_mhz,
    }
    if result.bitstream is not None:
        candidate.folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(result.bitstream, candidate.folder / "bitstream.bin")
    if result.built is Built.FITS and result.netlist is not None:
        evidence += _on_the_netlist(candidate, result)
    return summarize(Rung.DEPLOY, evidence, figures)


def _implementation(result: BuildResult) -> Evidence:
    outcome = {Built.FITS: Outcome.PASS, Built.TIMED_OUT: Outcome.UNKNOWN}.get(
        result.built, Outcome.FAIL
    )
    if result.built is Built.FITS and result.bitstream is None:
        outcome = Outcome.ERROR
    detail = f"{result.built.value}: {result.detail}".rstrip(": ")
    return Evidence(
        check=f"implementation on {DEFAULT.name}",
        kind=Kind.IMPLEMENTATION,
        outcome=outcome,
        detail=detail,
    )


def _on_the_netlist(candidate: Candidate, result: BuildResult) -> list[Evidence]:
    if not Icarus.installed():
        return [
            Evidence(
                check="tests on the netlist",
                kind=Kind.TEST,
                outcome=Outcome.UNKNOWN,
                detail="Icarus is needed for them and is not installed",
            )
        ]
    assert result.netlist is not None
    sources = [result.netlist, cells_model()]
    large = result.logic_cells > MANY_CELLS and Verilator.installed()
    simulator = Verilator(label=NETLIST) if large else Icarus(CELL_DEFINES, label=NETLIST)
    modules = [*candidate.block.tests, *candidate.block.attacks]
    kind, slow = Kind.IMPLEMENTATION, Outcome.UNKNOWN
    return simulated(candidate, simulator, modules, kind, sources, stalled=slow)
