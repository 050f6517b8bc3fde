"""Who checks the checks: a block's admission rules, held by climbing with designs of known kind."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hdl_agent.campaign.coverage import uncovered_lines
from hdl_agent.campaign.degenerate import degenerate_designs
from hdl_agent.data import Data
from hdl_agent.ladder.climb import climb
from hdl_agent.ladder.context import Candidate
from hdl_agent.ladder.test_rung import test_rung
from hdl_agent.security.policy import load
from hdl_agent.security.templates import kind_of
from hdl_agent.simulation.tests import tests_in
from hdl_agent.tasks.library import Block, requirement_of
from hdl_agent.verdict import Kind, Outcome, Rung, Verdict

LEAST = {
    "functional requirements": 5,
    "security requirements": 3,
    "insecure designs": 3,
    "broken designs": 2,
    "kinds of security check": 3,
}


class Admission(Data):
    """``designs``: how many climbed; ``wrong``: those that did not end as they must; ``problems``:
    these and every other rule that is not held, in sentences."""

    designs: int
    wrong: tuple[str, ...]
    problems: tuple[str, ...]


def validate(block: Block, workers: int) -> Admission:
    """Hold every rule of docs/blocks.md against a block."""
    problems = [*_counts(block), *_evidence(block)]
    wrong = []
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as name:
        scratch = Path(name)
        made = trials(block, scratch)
        with ThreadPoolExecutor(workers) as pool:
            verdicts = pool.map(lambda trial: trial.verdict(block, scratch), made)
            for trial, verdict in zip(made, verdicts, strict=True):
                if problem := trial.problem(verdict):
                    wrong.append(trial.label)
                    problems.append(f"{trial.label}: {problem}")
        if not wrong and (lines := uncovered_lines(block, scratch / "coverage")):
            problems.append(
                f"the tests never reach line {', '.join(map(str, lines))} of the reference"
            )
    return Admission(designs=len(made), wrong=tuple(wrong), problems=tuple(problems))


SECONDS = 40
"""Bound of each proof engine: a slow machine must not make a sound block inadmissible."""

Attempt = Callable[[Path, Block, Path], Verdict]
"""Judge a source as the block, with a folder for what comes of it."""


@dataclass(frozen=True)
class Trial:
    """A design to judge, how, and what must come of it: ``problem`` says what else did."""

    label: str
    source: Path
    attempt: Attempt
    problem: Callable[[Verdict], str | None]

    def verdict(self, block: Block, scratch: Path) -> Verdict:
        """Make the attempt, in a folder below ``scratch``."""
        return self.attempt(self.source, block, scratch / "attempts" / self.label)


def trials(block: Block, scratch: Path) -> list[Trial]:
    """Every design of known kind; degenerate ones are written below ``scratch``."""
    patient = partial(climb, seconds=SECONDS)
    to_secure, to_test = partial(patient, up_to=Rung.SECURE), partial(patient, up_to=Rung.TEST)
    insecure = [
        Trial(p.stem, p, to_secure, partial(_fails_only, wanted=requirement_of(p.stem)))
        for p in block.insecure
    ]
    broken = [
        Trial(p.stem, p, to_test, partial(_fails_at_least, Rung.TEST, requirement_of(p.stem)))
        for p in block.broken
    ]
    degenerate = [
        Trial(p.stem, p, _tests_alone, _fails)
        for p in degenerate_designs(block, scratch / "degenerate")
    ]
    return [
        Trial("reference", block.reference, patient, _passes_all),
        *insecure,
        *broken,
        *degenerate,
    ]


def _tests_alone(source: Path, block: Block, folder: Path) -> Verdict:
    """The test rung, without the compile rung that a wrapped reference is sure to pass; where the
    tests do not notice, all rungs up to ``prove``."""
    candidate = Candidate(source, block, folder, folder / "scratch")
    result = test_rung(candidate)
    if result.outcome is not Outcome.FAIL:
        return climb(source, block, folder, seconds=SECONDS, up_to=Rung.PROVE)
    return Verdict(task=block.task.id, source_digest="", rungs=(result,))


def _passes_all(verdict: Verdict) -> str | None:
    if verdict.rejected:
        return f"rejected: {verdict.rejected[0]}"
    for result in verdict.rungs:
        if result.outcome is not Outcome.PASS:
            return f"{result.rung} is {result.outcome}: {result.detail}"
    return None


def _fails(verdict: Verdict) -> str | None:
    failed = verdict.rejected or any(r.outcome is Outcome.FAIL for r in verdict.rungs)
    return None if failed else "it passes the tests and the functional properties"


def _fails_at_least(rung: Rung, wanted: str, verdict: Verdict) -> str | None:
    if verdict.rejected:
        return f"rejected: {verdict.rejected[0]}"
    result = verdict.rung(rung)
    if result.outcome is not Outcome.FAIL:
        below = next((r for r in verdict.rungs if r.outcome is not Outcome.PASS), result)
        return f"{rung} does not fail: {below.rung} is {below.outcome}: {below.detail}"
    broken = {item.requirement for item in result.evidence if item.outcome is Outcome.FAIL}
    others = ", ".join(sorted(map(str, broken)))
    return None if wanted in broken else f"it fails {others}, not {wanted}"


def _fails_only(verdict: Verdict, wanted: str) -> str | None:
    for below in (Rung.COMPILE, Rung.TEST, Rung.PROVE):
        result = verdict.rung(below)
        if result.outcome is not Outcome.PASS:
            return f"{below} is {result.outcome}: {result.detail}"
    if problem := _fails_at_least(Rung.SECURE, wanted, verdict):
        return problem
    others = {
        f"{item.requirement} ({item.check}: {item.outcome})"
        for item in verdict.rung(Rung.SECURE).evidence
        if item.outcome is not Outcome.PASS and item.requirement != wanted
    }
    return f"it also touches {', '.join(sorted(others))}" if others else None


def _counts(block: Block) -> list[str]:
    kinds = {kind_of(item) for item in load(block.policy).properties}
    kinds |= {Kind.ATTACK} if block.attacks else set()
    have = dict(
        zip(
            LEAST,
            (
                len(block.task.functional),
                len(block.task.security),
                len(block.insecure),
                len(block.broken),
                len(kinds),
            ),
            strict=True,
        )
    )
    return [
        f"{have[what]} {what}; at least {least}"
        for what, least in LEAST.items()
        if have[what] < least
    ]


def _evidence(block: Block) -> list[str]:
    """Every requirement has a check, every check a requirement that exists."""
    sides = (
        (block.task.functional, block.tests, block.properties),
        (block.task.security, block.attacks, block.policy),
    )
    problems = []
    for requirements, modules, policy in sides:
        names = [requirement_of(name) for module in modules for name in tests_in(module)]
        names += [str(item.requirement) for item in load(policy).properties]
        problems += [f"{name} has no check" for name in requirements if name not in names]
        problems += [
            f"a check names {name}, which does not exist"
            for name in sorted(set(names))
            if name not in requirements
        ]
    return problems
