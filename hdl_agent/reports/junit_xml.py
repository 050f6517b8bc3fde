"""JUnit XML: the elements and attributes that satisfy both schemas in use, Ant's (JUnit.xsd of
windyroad/JUnit-Schema) and Jenkins' (junit-10.xsd of its xunit plugin)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Case:
    """``kind``: None for a success, else failure, error or skipped, with ``at`` and ``message``.

    ``text`` says more of a failure or an error.
    """

    name: str
    kind: str | None = None
    at: str = ""
    message: str = ""
    text: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Suite:
    """``started`` is a time as ISO 8601 has it, to the second, without a zone."""

    name: str
    package: str
    started: str
    properties: Mapping[str, str]
    cases: Sequence[Case]


def document(suites: Sequence[Suite]) -> str:
    """The whole file."""
    root = ET.Element("testsuites")
    for index, suite in enumerate(suites):
        _suite(ET.SubElement(root, "testsuite"), index, suite)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(element: ET.Element, index: int, suite: Suite) -> None:
    properties = ET.SubElement(element, "properties")
    for name, value in suite.properties.items():
        ET.SubElement(properties, "property", name=_xml(name), value=_xml(value))
    for case in suite.cases:
        _case(element, suite.name, case)
    ET.SubElement(element, "system-out")
    ET.SubElement(element, "system-err")
    kinds = [case.kind for case in suite.cases]
    element.attrib.update(
        {
            "name": _xml(suite.name),
            "package": _xml(suite.package),
            "id": str(index),
            "timestamp": suite.started,
            "hostname": "localhost",
            "tests": str(len(kinds)),
            "failures": str(kinds.count("failure")),
            "errors": str(kinds.count("error")),
            "skipped": str(kinds.count("skipped")),
            "time": f"{sum(case.seconds for case in suite.cases):.3f}",
        }
    )


def _case(suite: ET.Element, classname: str, case: Case) -> None:
    names = {"classname": _xml(classname), "name": _xml(case.name)}
    element = ET.SubElement(suite, "testcase", names, time=f"{case.seconds:.3f}")
    if case.kind is not None:
        child = ET.SubElement(element, case.kind, type=_xml(case.at), message=_xml(case.message))
        if case.kind != "skipped":
            child.text = _xml(case.text or case.message)


def _xml(text: str) -> str:
    """Without the characters that XML 1.0 does not have."""
    return _NOT_XML.sub("\ufffd", text)
