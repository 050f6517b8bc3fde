"""The answer of a check for people: lines as compilers write them, and a summary."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from hdl_agent.ladder.checked import Checked
from hdl_agent.ladder.result import Part, Result, level
from hdl_agent.verdict import Evidence, Outcome


def check_text(answers: Sequence[Checked], base: str, out: Path) -> Iterator[str]:
    """Line by line. ``base``: the folder from which files are named."""
    for answer in answers:
        for result in sorted(answer.results, key=_place):
            yield from _result(result, base, out / answer.name)
        for rung in answer.verdict.rungs:
            yield f"{answer.name}: {rung.rung}: {rung.outcome}"
            open_or_proven = [item for item in rung.evidence if item.outcome is not Outcome.FAIL]
            yield from (f"  {_evidence(item)}" for item in open_or_proven)
        yield from (f"{answer.name}: note: {note}" for note in answer.notes)
        yield from (f"{answer.name}: a tool failed: {trouble}" for trouble in answer.errors)
    yield from (f"{answer.name}: {summary(answer)}" for answer in answers)


def summary(answer: Checked) -> str:
    """One line: what was found, what is accepted, what is open."""
    if answer.refused:
        return f"not checked: {answer.refused}"
    shown = [result for result in answer.results if not result.suppressed]
    kinds = Counter("warning" if result.part is Part.LINT else "finding" for result in shown)
    parts = [f"{kinds[kind]} {kind}{'s' * (kinds[kind] != 1)}" for kind in ("finding", "warning")]
    hidden = Counter(r.suppressed.by for r in answer.results if r.suppressed)
    words = {"waiver": "waived", "baseline": "in the baseline"}
    parts += [f"{hidden[by]} {word}" for by, word in words.items() if hidden[by]]
    if answer.undecided:
        parts.append(f"{len(answer.undecided)} undecided")
    if answer.errors:
        parts.append("a tool failed, so there may be more")
    return ", ".join(parts) + (" (cached)" if answer.cached else "")


def _place(result: Result) -> tuple[str, int, int, str]:
    place = result.finding.place
    return place.file, place.line, place.column, result.finding.rule


def _result(result: Result, base: str, folder: Path) -> Iterator[str]:
    finding, accepted = result.finding, result.suppressed
    if accepted and accepted.by == "baseline":
        return
    place = finding.place
    where = ":".join(
        [os.path.normpath(os.path.join(base, place.file)), *_numbers(place.line, place.column)]
    )
    cwes = "".join(f" CWE-{number}" for number in finding.cwe)
    kind = f"waived ({accepted.reason})" if accepted else level(result).value
    detail = f": {result.detail}" if result.detail else ""
    yield f"{where}: {kind}: {finding.message}{detail} [{finding.rule}{cwes}]"
    if finding.witness and not accepted:
        yield f"    hdl-agent replay {folder / finding.witness}"


def _numbers(*numbers: int) -> list[str]:
    return [str(number) for number in numbers if number]


def _evidence(item: Evidence) -> str:
    """A formal pass always says which: proven, or to how many cycles."""
    strength = f"holds to {item.depth} cycles" if item.strength == "bounded" else item.strength
    said = " ".join(part for part in (strength, item.detail) if part)
    return f"{item.outcome} {item.check}: {said}"
