"""What each part of a check says, as results of one form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hdl_agent.finding import Finding, Place, Severity
from hdl_agent.ladder.choice import LINT
from hdl_agent.ladder.result import Part, Result
from hdl_agent.rtl.elaborate import Diagnostic
from hdl_agent.rtl.integrity import Refusal
from hdl_agent.verdict import Evidence, Outcome, RungResult

INTEGRITY = "integrity"
COMPILE = "compile"
NOWHERE = Place(file="")
"""The first file stands for the design where a tool names no place."""
_PLACE = re.compile(r"([\w.-]+\.\w+):(\d+)")


def of_refusals(refusals: Iterable[Refusal]) -> list[Result]:
    """The integrity gate's reasons."""
    return [
        _result(Part.INTEGRITY, INTEGRITY, item.reason, Place(file=item.file, line=item.line))
        for item in refusals
    ]


def of_compile(rung: RungResult, errors: Sequence[Diagnostic]) -> list[Result]:
    """Why a design does not compile; nothing where that was not found out."""
    if rung.outcome is not Outcome.FAIL:
        return []
    if rung.detail in map(str, errors):
        return [_result(Part.COMPILE, COMPILE, item.message, _place(item)) for item in errors]
    return [_result(Part.COMPILE, COMPILE, item.detail, _told(item)) for item in rung.evidence]


def of_lint(warnings: Iterable[Diagnostic]) -> list[Result]:
    """The front end's warnings."""
    return [
        _result(Part.LINT, LINT + (item.code or "other"), item.message, _place(item), Severity.LOW)
        for item in warnings
    ]


def of_rules(findings: Iterable[Finding]) -> list[Result]:
    """The static rules' findings."""
    return [Result(part=Part.RULE, finding=finding) for finding in findings]


def of_evidence(evidence: Iterable[Evidence]) -> list[Result]:
    """Properties that were refuted, each with its witness."""
    return [_refuted(item) for item in evidence if item.outcome is Outcome.FAIL]


def _refuted(item: Evidence) -> Result:
    requirement = f" ({item.requirement})" if item.requirement else ""
    finding = Finding(
        rule=item.check,
        severity=Severity.HIGH,
        message=f"the property {item.check}{requirement} does not hold",
        place=NOWHERE,
        cwe=item.cwe,
        witness=item.witness,
    )
    return Result(part=Part.PROPERTY, finding=finding, detail=item.detail)


def _result(
    part: Part, rule: str, message: str, place: Place, severity: Severity = Severity.HIGH
) -> Result:
    finding = Finding(rule=rule, severity=severity, message=message, place=place)
    return Result(part=part, finding=finding)


def _told(item: Evidence) -> Place:
    """The place that a tool's message names, if any."""
    found = _PLACE.search(item.detail)
    return Place(file=found[1], line=int(found[2])) if found else NOWHERE


def _place(item: Diagnostic) -> Place:
    return Place(file=item.file, line=item.line, column=item.column)
