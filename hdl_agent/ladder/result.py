"""One line of a check's answer: a finding, which part of the check it comes from, what hides it."""

from __future__ import annotations

from enum import StrEnum

from hdl_agent.data import Data
from hdl_agent.finding import Finding, Severity


class Part(StrEnum):
    """The parts of a check, in the order in which they run."""

    INTEGRITY = "integrity"
    COMPILE = "compile"
    LINT = "lint"
    RULE = "rule"
    PROPERTY = "property"


class Suppression(Data):
    """Why a finding does not count: a waiver with its reason, or the baseline."""

    by: str
    reason: str


class Result(Data):
    """``detail`` says more of this run (in which cycle); it takes no part in the fingerprint."""

    part: Part
    finding: Finding
    detail: str = ""
    suppressed: Suppression | None = None

    @property
    def blocks(self) -> bool:
        """Does it keep the design from being checked at all? Then nothing can suppress it."""
        return self.part in (Part.INTEGRITY, Part.COMPILE)


class FailOn(StrEnum):
    """The least of what makes a check fail, from the rarest to the commonest."""

    NEVER = "never"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    WARNING = "warning"


def counts(result: Result, fail_on: FailOn) -> bool:
    """Does the result make the check fail? A design that could not be checked always does."""
    if result.blocks:
        return True
    if result.suppressed:
        return False
    order = list(FailOn)
    return order.index(level(result)) <= order.index(fail_on)


def level(result: Result) -> FailOn:
    """A lint diagnostic is a warning; everything else is as severe as its finding says."""
    if result.part is Part.LINT:
        return FailOn.WARNING
    return {
        Severity.HIGH: FailOn.HIGH,
        Severity.MEDIUM: FailOn.MEDIUM,
        Severity.LOW: FailOn.LOW,
    }[result.finding.severity]
