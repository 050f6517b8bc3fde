"""How figures and outcomes are written, the same in every report."""

from __future__ import annotations

from hdl_agent.campaign.attempt import Attempt
from hdl_agent.metrics.intervals import Interval, Share
from hdl_agent.metrics.standing import highest
from hdl_agent.verdict import Outcome, Rung

NOTHING = "–"
"""Where there is no figure: never 0 %."""

HINTS = {0: "security not mentioned", 1: "secure code asked for", 2: "weaknesses named"}
"""What a hint level tells the model (HardSecBench, arXiv 2601.13864)."""

SYMBOLS = {
    Outcome.PASS: "✓",
    Outcome.FAIL: "✗",
    Outcome.UNKNOWN: "?",
    Outcome.ERROR: "!",
    Outcome.SKIPPED: "·",
}


def percent(fraction: float | None) -> str:
    """``0.5`` as ``50 %``."""
    return NOTHING if fraction is None else f"{100 * fraction:.0f} %"


def between(interval: Interval | None) -> str:
    """``20–70``, in percent."""
    return "" if interval is None else f"{100 * interval.low:.0f}–{100 * interval.high:.0f}"


def ratio(share: Share | None) -> str:
    """``3 of 7``."""
    return NOTHING if share is None else f"{share.hits} of {share.of}"


def hint_name(hint: int | None) -> str:
    """``hint 0``, and ``all`` for None."""
    return "all" if hint is None else f"hint {hint}"


def cwe_names(numbers: tuple[int, ...]) -> str:
    """``CWE-226, CWE-1191``."""
    return ", ".join(f"CWE-{number}" for number in numbers) or NOTHING


def mark(attempt: Attempt) -> str:
    """One sign for an attempt: R rejected, E error, else the initial of the highest rung that it
    reached (0: none), with ``?`` where it stopped undecided."""
    if attempt.verdict.rejected:
        return "R"
    outcomes = [result.outcome for result in attempt.verdict.rungs]
    if Outcome.ERROR in outcomes:
        return "E"
    rung = highest(attempt.verdict)
    sign = rung.value[0].upper() if rung else "0"
    undecided = Outcome.UNKNOWN in outcomes and Outcome.FAIL not in outcomes
    return f"{sign}?" if undecided else sign


def stopped(attempt: Attempt) -> tuple[Rung | None, str]:
    """The rung where an attempt failed or broke, or was first left undecided, and why; None and
    the reasons for a rejected one, None and nothing for one that nothing stopped."""
    if attempt.verdict.rejected:
        return None, "; ".join(attempt.verdict.rejected)
    for outcome in (Outcome.ERROR, Outcome.FAIL, Outcome.UNKNOWN):
        for result in attempt.verdict.rungs:
            if result.outcome is outcome:
                return result.rung, result.detail or attempt.problem or ""
    return None, ""
