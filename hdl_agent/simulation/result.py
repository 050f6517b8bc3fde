"""What a simulation showed, test by test."""

from __future__ import annotations

from enum import StrEnum
from xml.etree import ElementTree

from pydantic import ValidationError

from hdl_agent.data import Data


class Ended(StrEnum):
    """How the simulation as a whole ended."""

    FINISHED = "finished"
    NOT_BUILT = "the simulator could not build it"
    TIMED_OUT = "time ran out"
    CRASHED = "the simulation ended before its tests did"


class TestResult(Data):
    """One cocotb test; ``message`` says why it failed."""

    __test__ = False  # a record, not something for pytest to collect

    name: str
    passed: bool
    message: str = ""


class Simulation(Data):
    """All expected tests, in order; one that did not report counts as failed."""

    simulator: str
    ended: Ended
    tests: tuple[TestResult, ...]
    log: str
    seconds: float

    @property
    def passed(self) -> bool:
        """Did every test pass?"""
        return all(test.passed for test in self.tests)

    def same_outcome(self, other: Simulation) -> bool:
        """Did the same tests pass?"""
        return [t.passed for t in self.tests] == [t.passed for t in other.tests]


def read_results(text: str, expected: list[str]) -> list[TestResult] | None:
    """cocotb's JUnit report as one result an expected test; None when it is not such a report."""
    try:
        root = ElementTree.fromstring(text)
        found = {case.get("name", ""): _result(case) for case in root.iter("testcase")}
    except (ElementTree.ParseError, ValidationError):
        return None
    missing = "it never reported a result"
    return [found.get(n) or TestResult(name=n, passed=False, message=missing) for n in expected]


def _result(case: ElementTree.Element) -> TestResult:
    troubles = [child for child in case if child.tag in ("failure", "error", "skipped")]
    message = ""
    if troubles:
        first = troubles[0]
        message = first.get("error_msg") or first.get("message") or (first.text or "").strip()
    return TestResult(name=case.get("name", ""), passed=not troubles, message=message[:500])
