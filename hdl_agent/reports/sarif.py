"""SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), as far as code hosts read it."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import hdl_agent
from hdl_agent.finding import Place, Severity
from hdl_agent.ladder.checked import Checked
from hdl_agent.ladder.result import Part, Result
from hdl_agent.security.rules.scan import catalogue
from hdl_agent.security.rules.scan.rule import Rule
from hdl_agent.tasks.cwe import titled

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
SCORES = {Severity.HIGH: "8.0", Severity.MEDIUM: "5.0", Severity.LOW: "2.0"}
"""In the ranges that GitHub shows as high, medium and low."""
OWN = {
    Part.INTEGRITY: "The text reaches for the tools instead of describing hardware.",
    Part.COMPILE: "The design is not legal, synthesizable Verilog.",
    Part.LINT: "The front end finds this doubtful.",
    Part.PROPERTY: "A property of the design's policy does not hold; a simulation shows it.",
}


def sarif(answers: Sequence[Checked], status: int, base: str) -> str:
    """The log: one run. ``base``: the folder, relative to the working folder, of the file names."""
    results = _once([result for answer in answers for result in answer.results])
    first = {result.finding.rule: result for result in reversed(results)}
    ids = sorted(first)
    driver = {
        "name": "hdl-agent",
        "semanticVersion": hdl_agent.__version__,
        "rules": [_rule(first[name]) for name in ids],
    }
    failed = any(answer.refused or answer.errors for answer in answers)
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "hdl-agent/check/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failed,
                "exitCode": status,
                "toolExecutionNotifications": [n for answer in answers for n in _notes(answer)],
            }
        ],
        "results": [
            _result(result, ids.index(result.finding.rule), base, number)
            for result, number in zip(results, _numbers(results), strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _once(results: Sequence[Result]) -> list[Result]:
    """Designs may share files: the same finding at the same place is one."""
    return list({(r.finding.fingerprint, r.finding.place): r for r in results}.values())


def _notes(answer: Checked) -> list[dict[str, Any]]:
    """What was not looked at is an error; what was looked at in vain a warning."""
    failed = [*([answer.refused] if answer.refused else []), *answer.errors]
    undecided = [f"{item.check} is undecided: {item.detail}" for item in answer.undecided]
    return [
        {"level": level, "message": {"text": f"{answer.name}: {text}"}}
        for level, texts in (("error", failed), ("warning", undecided))
        for text in texts
    ]


def _rule(result: Result) -> dict[str, Any]:
    finding = result.finding
    known = next((rule for rule in catalogue.rules() if rule.id == finding.rule), None)
    if result.part is Part.RULE and known:
        title, about = known.title, _help(known)
    else:
        title = about = OWN.get(result.part, finding.message)
    described = {
        "id": finding.rule,
        "shortDescription": {"text": title},
        "fullDescription": {"text": known.why if known else about},
        "help": {"text": about},
        "defaultConfiguration": {"level": _level(result)},
        "properties": _properties(result),
    }
    if finding.cwe:
        described["helpUri"] = f"https://cwe.mitre.org/data/definitions/{finding.cwe[0]}.html"
    return described


def _help(rule: Rule) -> str:
    return "\n".join([rule.why, *map(titled, rule.cwe), "", "Bad:", rule.bad, "Good:", rule.good])


def _properties(result: Result) -> Mapping[str, Any]:
    if result.part not in (Part.RULE, Part.PROPERTY):
        return {"tags": [result.part.value]}
    tags = ["security", *(f"external/cwe/cwe-{number}" for number in result.finding.cwe)]
    precision = "very-high" if result.part is Part.PROPERTY else "high"
    score = SCORES[result.finding.severity]
    return {"tags": tags, "precision": precision, "security-severity": score}


def _level(result: Result) -> str:
    return "warning" if result.part is Part.LINT else LEVELS[result.finding.severity]


def _numbers(results: Sequence[Result]) -> list[int]:
    """Counts findings that are alike in everything but their place, from 1."""
    seen: Counter[str] = Counter()
    numbers = []
    for result in results:
        seen[result.finding.fingerprint] += 1
        numbers.append(seen[result.finding.fingerprint])
    return numbers


def _result(result: Result, index: int, base: str, number: int) -> dict[str, Any]:
    finding = result.finding
    text = f"{finding.message}: {result.detail}" if result.detail else finding.message
    found = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _level(result),
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(finding.place, finding.text, base)}],
        "partialFingerprints": {"hdlAgent/v1": f"{finding.fingerprint}:{number}"},
    }
    if result.suppressed:
        accepted = {"kind": "external", "justification": result.suppressed.reason}
        found["suppressions"] = [accepted | {"status": "accepted"}]
    return found


def _location(place: Place, text: str, base: str) -> dict[str, Any]:
    path = posixpath.normpath(posixpath.join(base, place.file))
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"}}
    if place.line:
        region: dict[str, Any] = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
        if text:
            region["snippet"] = {"text": text}
        location["region"] = region
    return location
