"""secure: does each security requirement hold? Attack tests and formal security properties."""

from __future__ import annotations

from hdl_agent.ladder.context import Candidate
from hdl_agent.ladder.proven import proven
from hdl_agent.ladder.simulated import simulated
from hdl_agent.ladder.summarize import summarize
from hdl_agent.ladder.test_rung import simulators
from hdl_agent.verdict import Evidence, Kind, Rung, RungResult


def secure_rung(candidate: Candidate) -> RungResult:
    """Every check runs, so that each violated requirement is named."""
    evidence: list[Evidence] = []
    if candidate.block.attacks:
        evidence += simulated(candidate, simulators()[0], candidate.block.attacks, Kind.ATTACK)
    evidence += proven(candidate, candidate.block.policy)
    return summarize(Rung.SECURE, evidence)
