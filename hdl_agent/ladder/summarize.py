"""A rung's outcome from its evidence: one rule for every rung."""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.verdict import Evidence, Outcome, Rung, RungResult


def summarize(
    rung: Rung, evidence: Sequence[Evidence], figures: dict[str, float] | None = None
) -> RungResult:
    """Any failure fails the rung; then any error, then any unknown, leaves it open."""
    for outcome in (Outcome.FAIL, Outcome.ERROR, Outcome.UNKNOWN):
        telling = [item for item in evidence if item.outcome is outcome]
        if telling:
            names = sorted({item.requirement or item.check for item in telling})
            detail = f"{', '.join(names)}: {telling[0].check}: {telling[0].detail}".strip(": ")
            break
    else:
        outcome, detail = (
            (Outcome.PASS, "") if evidence else (Outcome.UNKNOWN, "nothing was checked")
        )
    return RungResult(
        rung=rung, outcome=outcome, detail=detail, evidence=tuple(evidence), figures=figures or {}
    )
