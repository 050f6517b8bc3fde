"""A baseline: the findings that were there when a team began, by content and not by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.ladder.result import Result, Suppression


class BadBaseline(UsageError):
    """The file is not a baseline."""


class Entry(Data):
    """One finding of a design; two alike are two entries."""

    design: str
    rule: str
    path: str
    fingerprint: str


class Baseline(Data):
    """The file. ``version`` counts up when the meaning of an entry changes."""

    version: int = 1
    findings: tuple[Entry, ...] = ()


def load_baseline(path: Path) -> Baseline:
    """Raises BadBaseline."""
    try:
        return Baseline.model_validate_json(path.read_text())
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its content is another"
        raise BadBaseline(
            f"{path}: not a baseline ({reason}): write one with --write-baseline"
        ) from error


def baseline_of(designs: Iterable[tuple[str, Sequence[Result]]]) -> Baseline:
    """All results of the designs that can be suppressed and are not waived."""
    entries = [
        Entry(
            design=name,
            rule=result.finding.rule,
            path=result.finding.place.file,
            fingerprint=result.finding.fingerprint,
        )
        for name, results in designs
        for result in results
        if not result.blocks and not (result.suppressed and result.suppressed.by == "waiver")
    ]
    entries.sort(key=lambda entry: (entry.design, entry.path, entry.rule, entry.fingerprint))
    return Baseline(findings=tuple(entries))


def hide_known(design: str, results: Sequence[Result], baseline: Baseline) -> list[Result]:
    """The results, those in the baseline marked: as many alike as it has, no more."""
    left = Counter(e.fingerprint for e in baseline.findings if e.design == design)
    marked = []
    for result in results:
        name = result.finding.fingerprint
        if result.blocks or result.suppressed or not left[name]:
            marked.append(result)
            continue
        left[name] -= 1
        known = Suppression(by="baseline", reason="known before")
        marked.append(result.model_copy(update={"suppressed": known}))
    return marked
