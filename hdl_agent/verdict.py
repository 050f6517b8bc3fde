"""The vocabulary of judging: rungs, outcomes, evidence, verdicts.

It stands outside the rooms since all of them, from the rungs to the reports, speak it.
"""

from __future__ import annotations

from enum import StrEnum

from hdl_agent.data import Data


class Rung(StrEnum):
    """The five rungs, lowest first."""

    COMPILE = "compile"
    TEST = "test"
    PROVE = "prove"
    SECURE = "secure"
    DEPLOY = "deploy"


class Outcome(StrEnum):
    """How a check or a rung ended. ``error`` counts neither for nor against a design."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    ERROR = "error"
    SKIPPED = "skipped"


class Kind(StrEnum):
    """What sort of check gave the evidence."""

    DIAGNOSTIC = "diagnostic"
    TEST = "functional test"
    ATTACK = "attack test"
    PROPERTY = "formal property"
    NON_INTERFERENCE = "non-interference"
    CONSTANT_TIME = "constant time"
    ZEROIZATION = "zeroization"
    FAULT = "fault detection"
    IMPLEMENTATION = "implementation"


class Evidence(Data):
    """What one check found.

    ``strength`` says how a formal pass is meant: "proven", or "bounded" with ``depth`` in cycles;
    ``engine`` says what found a formal answer.
    ``confirmed`` is whether a counterexample showed on a simulator; None where that does not apply.
    ``confirmed_on``: the simulators on which a formal counterexample showed.
    ``witness`` is the folder that replays a failure, relative to the folder of the attempt.
    """

    check: str
    kind: Kind
    outcome: Outcome
    requirement: str | None = None
    cwe: tuple[int, ...] = ()
    detail: str = ""
    strength: str | None = None
    depth: int | None = None
    engine: str = ""
    confirmed: bool | None = None
    confirmed_on: tuple[str, ...] = ()
    witness: str | None = None
    seconds: float = 0.0


class RungResult(Data):
    """One rung: its outcome, why, and the evidence. ``figures`` are measured numbers by name."""

    rung: Rung
    outcome: Outcome
    detail: str = ""
    evidence: tuple[Evidence, ...] = ()
    figures: dict[str, float] = {}
    seconds: float = 0.0


class Verdict(Data):
    """How far a candidate got. ``rejected`` holds the integrity gate's reasons, if any."""

    task: str
    source_digest: str
    rejected: tuple[str, ...] = ()
    rungs: tuple[RungResult, ...] = ()

    def rung(self, rung: Rung) -> RungResult:
        """The result of a rung; skipped where the climb did not reach it."""
        for result in self.rungs:
            if result.rung == rung:
                return result
        return RungResult(rung=rung, outcome=Outcome.SKIPPED)

    def reached(self, rung: Rung) -> bool:
        """Did it pass this rung, and every rung below?"""
        for step in Rung:
            if self.rung(step).outcome != Outcome.PASS:
                return False
            if step == rung:
                break
        return True
