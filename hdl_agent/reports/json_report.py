"""The report for machines: a JSON-ready dictionary. Fractions are of 1, times in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hdl_agent.campaign.attempt import Attempt, Run
from hdl_agent.metrics.estimators import mean_pass_all_k, mean_pass_at_k
from hdl_agent.metrics.funnel import Level, funnel, tallies
from hdl_agent.metrics.standing import highest
from hdl_agent.metrics.weaknesses import findings, heat_map, violations
from hdl_agent.reports.notation import mark, stopped
from hdl_agent.tasks.task import Task
from hdl_agent.verdict import Rung

VERSION = 1
"""Of this format; counts up when a key changes its meaning or goes."""


def summary(
    run: Run, attempts: Sequence[Attempt], tasks: Mapping[str, Task] | None = None
) -> dict[str, Any]:
    """Everything that the other reports show. ``tasks`` adds CWEs that no evidence speaks of."""
    figures = funnel(attempts, run.seed)
    by_hint = {
        level.hint: [attempt for attempt in attempts if attempt.hint == level.hint]
        for level in figures.levels
    }
    return {
        "version": VERSION,
        "run": run.model_dump(mode="json", exclude={"attempts"}),
        "planned": len(run.attempts),
        "made": len(attempts),
        "levels": [
            _level(level) | {"at_k": _at_k(by_hint[level.hint])} for level in figures.levels
        ],
        "overall": _level(figures.overall),
        "weaknesses": heat_map(attempts, tasks or {}).model_dump(mode="json"),
        "violations": [item.model_dump(mode="json") for item in violations(attempts)],
        "findings": [item.model_dump(mode="json") for item in findings(attempts)],
        "attempts": [_attempt(attempt) for attempt in attempts],
    }


def _level(level: Level) -> dict[str, Any]:
    return level.model_dump(mode="json")


def _at_k(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """pass@k (any of k) and pass^k (all of k) for every k that some task has samples for."""
    found: dict[str, Any] = {}
    for name, rung in (("functional", Rung.TEST), ("secure", Rung.SECURE)):
        counts = tallies(attempts, rung)
        ks = range(1, max((n for n, _ in counts), default=0) + 1)
        found[name] = {
            "any": [mean_pass_at_k(counts, k).model_dump() for k in ks],
            "all": [mean_pass_all_k(counts, k).model_dump() for k in ks],
        }
    return found


def _attempt(attempt: Attempt) -> dict[str, Any]:
    rung, why = stopped(attempt)
    top = highest(attempt.verdict)
    return {
        "name": attempt.name,
        "task": attempt.task,
        "hint": attempt.hint,
        "sample": attempt.sample,
        "mark": mark(attempt),
        "highest": top.value if top else None,
        "rejected": list(attempt.verdict.rejected),
        "rungs": {item.value: attempt.verdict.rung(item).outcome.value for item in Rung},
        "stopped_at": rung.value if rung else None,
        "why": why,
    }
