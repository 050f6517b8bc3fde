"""Where one attempt stands: whether it reached a rung, did not, or cannot be said to."""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.campaign.attempt import Attempt
from hdl_agent.verdict import Outcome, Rung, Verdict

JUDGED = (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN)
"""Outcomes that say something about the design, or that it could not be decided."""


def reached(verdict: Verdict, rung: Rung) -> bool | None:
    """Did it pass this rung and all below? None: an error, or nobody looked that far.

    ``unknown`` is not a pass. An error at this rung or below counts neither for nor against; one
    above does not touch what was reached before. A climb that was told to end below ``rung``
    leaves the rung open; one that ended because a rung failed does not.
    """
    if verdict.rejected:
        return False
    steps = list(Rung)
    outcomes = [verdict.rung(step).outcome for step in steps[: steps.index(rung) + 1]]
    if Outcome.ERROR in outcomes:
        return None
    for outcome in outcomes:
        if outcome in (Outcome.FAIL, Outcome.UNKNOWN):
            return False
        if outcome is Outcome.SKIPPED:
            return None
    return True


def highest(verdict: Verdict) -> Rung | None:
    """The highest rung that was reached, None below the first."""
    passed = [rung for rung in Rung if verdict.reached(rung)]
    return passed[-1] if passed else None


def errored(attempt: Attempt) -> bool:
    """Did a rung end in an error?"""
    return any(result.outcome is Outcome.ERROR for result in attempt.verdict.rungs)


def undecided(attempt: Attempt) -> bool:
    """Did a rung end in ``unknown``?"""
    return any(result.outcome is Outcome.UNKNOWN for result in attempt.verdict.rungs)


def exit_status(attempts: Sequence[Attempt], fail_on: Rung | None) -> int:
    """0 all right, 1 an attempt failed ``fail_on`` or a rung below, 3 an error (ours or a tool's),
    4 undecided there. Without ``fail_on`` failures and open questions are results, not trouble."""
    if fail_on is not None and any(
        reached(a.verdict, fail_on) is False and not _open(a, fail_on) for a in attempts
    ):
        return 1
    if any(errored(attempt) for attempt in attempts):
        return 3
    if fail_on is not None and any(_open(attempt, fail_on) for attempt in attempts):
        return 4
    return 0


def _open(attempt: Attempt, rung: Rung) -> bool:
    """Was it left undecided at ``rung`` or below, with no failure there?"""
    outcomes = [
        attempt.verdict.rung(step).outcome for step in list(Rung)[: list(Rung).index(rung) + 1]
    ]
    return Outcome.UNKNOWN in outcomes and Outcome.FAIL not in outcomes
