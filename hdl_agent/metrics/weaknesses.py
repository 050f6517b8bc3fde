"""Which weaknesses functional designs have: per CWE and hint level, and per requirement."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from hdl_agent.campaign.attempt import Attempt
from hdl_agent.data import Data
from hdl_agent.metrics.intervals import Share, share
from hdl_agent.metrics.standing import JUDGED
from hdl_agent.tasks.task import Task
from hdl_agent.verdict import Evidence, Outcome, Rung


class Cell(Data):
    """``failing``: of the functional attempts whose security evidence concerns the CWE, those that
    fail it; None when there are none. ``unknown`` of them neither fail nor pass all of it."""

    cwe: int
    hint: int
    failing: Share | None
    unknown: int


class HeatMap(Data):
    """``cells[row][column]`` for ``cwes[row]`` and ``hints[column]``."""

    cwes: tuple[int, ...]
    hints: tuple[int, ...]
    cells: tuple[tuple[Cell, ...], ...]


class Finding(Data):
    """One check of the ``secure`` rung that an attempt fails, or whose counterexample did not show
    on a simulator (``evidence.confirmed`` is False): that one is shown and not counted."""

    attempt: str
    task: str
    hint: int
    evidence: Evidence

    @property
    def counts(self) -> bool:
        """Is it a failure?"""
        return self.evidence.outcome is Outcome.FAIL


class Violation(Data):
    """A requirement that attempts fail: their names by hint level, in order."""

    task: str
    requirement: str
    cwe: tuple[int, ...]
    failing: dict[int, tuple[str, ...]]


def heat_map(attempts: Sequence[Attempt], tasks: Mapping[str, Task]) -> HeatMap:
    """Rows are the CWEs that the attempts' tasks name, or their evidence does.

    Only designs that reached ``test`` count, and of those only what the ``secure`` rung judged: a
    design that failed ``prove`` has no such evidence.
    """
    known = {attempt.task for attempt in attempts} & set(tasks)
    cwes = {cwe for name in known for cwe in tasks[name].cwes}
    cwes |= {cwe for attempt in attempts for item in _secure(attempt) for cwe in item.cwe}
    hints = sorted({attempt.hint for attempt in attempts})
    rows = tuple(tuple(_cell(attempts, cwe, hint) for hint in hints) for cwe in sorted(cwes))
    return HeatMap(cwes=tuple(sorted(cwes)), hints=tuple(hints), cells=rows)


def findings(attempts: Sequence[Attempt]) -> list[Finding]:
    """All findings, in the order of the attempts."""
    return [
        Finding(attempt=attempt.name, task=attempt.task, hint=attempt.hint, evidence=item)
        for attempt in attempts
        for item in _secure(attempt)
        if item.outcome is Outcome.FAIL or item.confirmed is False
    ]


def violations(attempts: Sequence[Attempt]) -> list[Violation]:
    """Requirements with failures, by task and requirement. Evidence that names no requirement is
    listed under its check."""
    names: dict[tuple[str, str], dict[int, list[str]]] = {}
    cwes: dict[tuple[str, str], set[int]] = {}
    for finding in findings(attempts):
        if finding.counts:
            key = (finding.task, finding.evidence.requirement or finding.evidence.check)
            at_hint = names.setdefault(key, {}).setdefault(finding.hint, [])
            if finding.attempt not in at_hint:
                at_hint.append(finding.attempt)
            cwes.setdefault(key, set()).update(finding.evidence.cwe)
    return [
        Violation(
            task=task,
            requirement=requirement,
            cwe=tuple(sorted(cwes[task, requirement])),
            failing={hint: tuple(found) for hint, found in sorted(failing.items())},
        )
        for (task, requirement), failing in sorted(names.items(), key=lambda item: _order(*item[0]))
    ]


def _order(task: str, requirement: str) -> tuple[str, int, str]:
    """S2 before S10, and those before the names of checks."""
    number = requirement[1:]
    return task, int(number) if number.isdecimal() else sys.maxsize, requirement


def _secure(attempt: Attempt) -> Iterator[Evidence]:
    yield from attempt.verdict.rung(Rung.SECURE).evidence


def _cell(attempts: Sequence[Attempt], cwe: int, hint: int) -> Cell:
    failed = unknown = passed = 0
    for attempt in attempts:
        if attempt.hint != hint or not attempt.verdict.reached(Rung.TEST):
            continue
        outcomes = {item.outcome for item in _secure(attempt) if cwe in item.cwe}
        if Outcome.FAIL in outcomes:
            failed += 1
        elif Outcome.ERROR in outcomes or not outcomes & set(JUDGED):
            continue
        elif Outcome.UNKNOWN in outcomes:
            unknown += 1
        else:
            passed += 1
    of = failed + unknown + passed
    return Cell(cwe=cwe, hint=hint, failing=share(failed, of), unknown=unknown)
