"""prove: is it correct beyond the tests? Functional properties, for all inputs."""

from __future__ import annotations

from hdl_agent.ladder.context import Candidate
from hdl_agent.ladder.proven import proven
from hdl_agent.ladder.summarize import summarize
from hdl_agent.verdict import Rung, RungResult


def prove_rung(candidate: Candidate) -> RungResult:
    """Every property of the block's properties.yaml."""
    return summarize(Rung.PROVE, proven(candidate, candidate.block.properties))
