"""JUnit XML for CI: a suite per task, a case per attempt.

The elements and attributes satisfy both schemas in use, Ant's (JUnit.xsd of windyroad/JUnit-Schema)
and Jenkins' (junit-10.xsd of its xunit plugin).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from hdl_agent.campaign.attempt import Attempt, Run
from hdl_agent.reports.notation import stopped
from hdl_agent.verdict import Outcome

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def junit(run: Run, attempts: Sequence[Attempt]) -> str:
    """The document. A failed rung or a rejection is a failure, an error is an error; what was left
    undecided, or not judged at all, is skipped with the reason: JUnit has no other word for it."""
    root = ET.Element("testsuites")
    for index, task in enumerate(sorted({attempt.task for attempt in attempts})):
        _suite(root, index, run, [attempt for attempt in attempts if attempt.task == task])
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, index: int, run: Run, attempts: Sequence[Attempt]) -> None:
    suite = ET.SubElement(root, "testsuite")
    properties = ET.SubElement(suite, "properties")
    described = {"run": run.id, "model": run.model, "strategy": run.strategy}
    for name, value in (described | {"sandbox": run.sandbox} | run.versions).items():
        ET.SubElement(properties, "property", name=_xml(name), value=_xml(value))
    kinds = [_case(suite, attempt) for attempt in attempts]
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    time = _TIME.match(run.started)
    suite.attrib.update(
        {
            "name": _xml(attempts[0].task),
            "package": _xml(run.id),
            "id": str(index),
            "timestamp": time.group() if time else "1970-01-01T00:00:00",
            "hostname": "localhost",
            "tests": str(len(kinds)),
            "failures": str(kinds.count("failure")),
            "errors": str(kinds.count("error")),
            "skipped": str(kinds.count("skipped")),
            "time": f"{sum(map(_seconds, attempts)):.3f}",
        }
    )


def _case(suite: ET.Element, attempt: Attempt) -> str | None:
    """Add the case; what sort of child it has."""
    case = ET.SubElement(
        suite,
        "testcase",
        classname=_xml(attempt.task),
        name=_xml(attempt.name),
        time=f"{_seconds(attempt):.3f}",
    )
    kind = _kind(attempt)
    if kind is not None:
        rung, why = stopped(attempt)
        at = "integrity" if attempt.verdict.rejected else rung.value if rung else "not judged"
        child = ET.SubElement(case, kind, type=at, message=_xml(f"{at}: {why}".rstrip(": ")))
        if kind != "skipped":
            child.text = _xml("\n".join(_telling(attempt)) or why)
    return kind


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


def _seconds(attempt: Attempt) -> float:
    return sum(result.seconds for result in attempt.verdict.rungs)


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 does not have."""
    return _NOT_XML.sub("\ufffd", text)
