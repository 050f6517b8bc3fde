"""test: does it pass the functional tests, on Icarus and on Verilator?"""

from __future__ import annotations

from hdl_agent.ladder.context import Candidate
from hdl_agent.ladder.simulated import simulated
from hdl_agent.ladder.summarize import summarize
from hdl_agent.sandbox import ToolMissing
from hdl_agent.simulation.icarus import Icarus
from hdl_agent.simulation.simulate import Simulator
from hdl_agent.simulation.verilator import Verilator
from hdl_agent.verdict import Evidence, Kind, Rung, RungResult


def simulators() -> list[Simulator]:
    """Those that work here, the quicker first. Raises ToolMissing when there is none."""
    found: list[Simulator] = [Icarus()] if Icarus.installed() else []
    found += [Verilator()] if Verilator.installed() else []
    if not found:
        raise ToolMissing("no simulator: `sudo apt-get install iverilog g++ make`")
    return found


def test_rung(candidate: Candidate) -> RungResult:
    """The second simulator is not asked about a design that failed on the first."""
    evidence: list[Evidence] = []
    for simulator in simulators():
        evidence += simulated(candidate, simulator, candidate.block.tests, Kind.TEST)
        if any(item.outcome == "fail" for item in evidence):
            break
    return summarize(Rung.TEST, evidence)
