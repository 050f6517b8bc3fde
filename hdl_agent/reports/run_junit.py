"""JUnit XML of a run, for CI: a suite per task, a case per attempt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hdl_agent.campaign.attempt import Attempt, Run
from hdl_agent.reports.junit_xml import Case, Suite, document
from hdl_agent.reports.notation import stopped
from hdl_agent.verdict import Outcome

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def run_junit(run: Run, attempts: Sequence[Attempt]) -> str:
    """The document. A failed rung or a rejection is a failure, an error is an error; what was left
    undecided, or not judged at all, is skipped with the reason: JUnit has no other word for it."""
    time = _TIME.match(run.started)
    described = {"run": run.id, "model": run.model, "strategy": run.strategy}
    suites = [
        Suite(
            name=task,
            package=run.id,
            started=time.group() if time else "1970-01-01T00:00:00",
            properties=described | {"sandbox": run.sandbox} | run.versions,
            cases=[_case(attempt) for attempt in attempts if attempt.task == task],
        )
        for task in sorted({attempt.task for attempt in attempts})
    ]
    return document(suites)


def _case(attempt: Attempt) -> Case:
    seconds = sum(result.seconds for result in attempt.verdict.rungs)
    kind = _kind(attempt)
    if kind is None:
        return Case(name=attempt.name, seconds=seconds)
    rung, why = stopped(attempt)
    at = "integrity" if attempt.verdict.rejected else rung.value if rung else "not judged"
    return Case(
        name=attempt.name,
        kind=kind,
        at=at,
        message=f"{at}: {why}".rstrip(": "),
        text="\n".join(_telling(attempt)) or why,
        seconds=seconds,
    )


def _kind(attempt: Attempt) -> str | None:
    outcomes = [result.outcome for result in attempt.verdict.rungs]
    if attempt.verdict.rejected:
        return "failure"
    if Outcome.ERROR in outcomes:
        return "error"
    if Outcome.FAIL in outcomes:
        return "failure"
    return "skipped" if Outcome.UNKNOWN in outcomes or not outcomes else None


def _telling(attempt: Attempt) -> list[str]:
    return [
        f"{item.outcome.value} {item.requirement or ''} {item.check}: {item.detail}"
        for result in attempt.verdict.rungs
        for item in result.evidence
        if item.outcome in (Outcome.FAIL, Outcome.ERROR)
    ]
