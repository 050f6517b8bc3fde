"""deploy: does it fit the default device, meet its clock, and does the netlist still pass?"""

from __future__ import annotations

from hdl_agent.fpga.build import build, cells_model
from hdl_agent.fpga.device import DEFAULT
from hdl_agent.ladder.context import Candidate
from hdl_agent.ladder.simulated import simulated
from hdl_agent.ladder.summarize import summarize
from hdl_agent.simulation.icarus import Icarus
from hdl_agent.verdict import Evidence, Kind, Outcome, Rung, RungResult


def deploy_rung(candidate: Candidate) -> RungResult:
    """Synthesize, place and route; then the functional tests again, on the netlist."""
    raise NotImplementedError
