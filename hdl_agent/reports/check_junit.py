"""JUnit XML of a check: a suite per design, a case per property and per rule with findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdl_agent.ladder.checked import Checked
from hdl_agent.ladder.result import FailOn, Result, counts
from hdl_agent.reports.junit_xml import Case, Suite, document
from hdl_agent.verdict import Evidence, Outcome, Rung


def check_junit(answers: Sequence[Checked], fail_on: FailOn, started: str) -> str:
    """The document. What does not count, for a waiver, the baseline or ``fail_on``, is skipped with
    the reason; what a tool did not answer is an error."""
    suites = [
        Suite(
            name=answer.name,
            package="hdl-agent.check",
            started=started,
            properties={"top": answer.top, "source": answer.verdict.source_digest},
            cases=list(_cases(answer, fail_on)),
        )
        for answer in answers
    ]
    return document(suites)


def _cases(answer: Checked, fail_on: FailOn) -> Iterator[Case]:
    if answer.refused:
        yield Case(name="check", kind="error", at="usage", message=answer.refused)
        return
    for trouble in answer.trouble:
        yield Case(name="check", kind="error", at="tool", message=trouble)
    first = answer.verdict.rung(Rung.COMPILE)
    if first.outcome is not Outcome.FAIL and not answer.verdict.rejected and answer.verdict.rungs:
        yield _open("compile", first.outcome, first.detail)
    for item in answer.verdict.rung(Rung.SECURE).evidence:
        if item.outcome is not Outcome.FAIL:
            yield _open(item.check, item.outcome, item.detail, item)
    for rule in dict.fromkeys(result.finding.rule for result in answer.results):
        found = [result for result in answer.results if result.finding.rule == rule]
        yield _found(rule, found, fail_on)


def _open(name: str, outcome: Outcome, detail: str, item: Evidence | None = None) -> Case:
    kind = {Outcome.PASS: None, Outcome.UNKNOWN: "skipped"}.get(outcome, "error")
    message = f"{outcome}: {detail}" if kind else ""
    seconds = item.seconds if item else 0.0
    return Case(name=name, kind=kind, at=outcome.value, message=message, seconds=seconds)


def _found(rule: str, results: Sequence[Result], fail_on: FailOn) -> Case:
    bad = [result for result in results if counts(result, fail_on)]
    if bad:
        text = "\n".join(map(_line, bad))
        at = bad[0].part.value
        message = bad[0].finding.message + (f", and {len(bad) - 1} more" if bad[1:] else "")
        return Case(name=rule, kind="failure", at=at, message=message, text=text)
    why = next((f"{r.suppressed.by}: {r.suppressed.reason}" for r in results if r.suppressed), "")
    below = f"below --fail-on {fail_on}"
    return Case(name=rule, kind="skipped", at=results[0].part.value, message=why or below)


def _line(result: Result) -> str:
    finding = result.finding
    detail = f": {result.detail}" if result.detail else ""
    witness = f" (witness: {finding.witness})" if finding.witness else ""
    return f"{finding.place.file}:{finding.place.line}: {finding.message}{detail}{witness}"
