"""The answer of a check on one design."""

from __future__ import annotations

from hdl_agent.data import Data
from hdl_agent.ladder.design import Design
from hdl_agent.ladder.result import Result
from hdl_agent.verdict import Evidence, Outcome, Rung, Verdict


class Checked(Data):
    """The answer on one design. ``verdict`` has the rungs compile and, with a policy, secure.

    ``trouble``: tools that failed, in words; whatever they should have looked at is unknown.
    ``refused``: the mistake in what was asked that kept it from being checked, if any.
    ``notes``: what is to be said of waivers. ``cached``: the answer was known already.
    """

    name: str
    top: str
    verdict: Verdict
    results: tuple[Result, ...] = ()
    trouble: tuple[str, ...] = ()
    refused: str | None = None
    notes: tuple[str, ...] = ()
    cached: bool = False

    @classmethod
    def not_checked(
        cls, design: Design, refused: str | None = None, trouble: tuple[str, ...] = ()
    ) -> Checked:
        """The answer where a mistake in what was asked, or a tool, kept it from being checked."""
        verdict = Verdict(task=design.name, source_digest="")
        return cls(
            name=design.name, top=design.top, verdict=verdict, refused=refused, trouble=trouble
        )

    @property
    def looked(self) -> bool:
        """Was everything looked for that was asked?"""
        passed = self.verdict.rung(Rung.COMPILE).outcome is Outcome.PASS
        return passed and not self.errors and not self.undecided

    @property
    def undecided(self) -> list[Evidence]:
        """Checks that ended without an answer."""
        return self._evidence(Outcome.UNKNOWN)

    @property
    def errors(self) -> list[str]:
        """Everything that failed and is not the design's fault."""
        return [*self.trouble, *(f"{e.check}: {e.detail}" for e in self._evidence(Outcome.ERROR))]

    def _evidence(self, outcome: Outcome) -> list[Evidence]:
        found = (item for rung in self.verdict.rungs for item in rung.evidence)
        return [item for item in found if item.outcome is outcome]
