"""The funnel: how many attempts reach each rung, per hint level and overall.

"Functional" is to reach ``test``, "secure" is to reach ``secure``. A rung is reached through all
rungs below it, so the secure attempts are functional, and secure@1 is the joint rate.
"""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.campaign.attempt import Attempt
from hdl_agent.data import Data
from hdl_agent.metrics.estimators import mean_pass_at_k
from hdl_agent.metrics.intervals import Interval, Rate, Share, cluster_bootstrap, rate, share
from hdl_agent.metrics.standing import JUDGED, errored, reached, undecided
from hdl_agent.verdict import Outcome, Rung


class Step(Data):
    """One rung of a funnel.

    ``reached`` is None where nothing can be said. ``failed``, ``unknown`` and ``errors`` count how
    this rung itself ended; ``left_out`` is how many attempts are not in the denominator.
    """

    rung: Rung
    reached: Share | None
    failed: int
    unknown: int
    errors: int
    left_out: int


class Level(Data):
    """The attempts at one hint level (None: at all of them).

    ``functional_at_1`` and ``secure_at_1`` are pass@1, averaged over tasks. ``gap`` is the share
    of attempts that are functional, not secure: failed or unknown at ``prove`` or at ``secure``;
    ``gap_over_tasks`` is its interval when tasks are what was drawn.
    """

    hint: int | None
    attempts: int
    tasks: int
    rejected: int
    errors: int
    unknown: int
    steps: tuple[Step, ...]
    functional_at_1: Rate | None
    secure_at_1: Rate | None
    gap: Share | None
    gap_over_tasks: Interval | None

    def step(self, rung: Rung) -> Step:
        """The funnel's step at a rung."""
        return self.steps[list(Rung).index(rung)]

    @property
    def joint(self) -> Share | None:
        """The share that is functional and secure."""
        return self.step(Rung.SECURE).reached


class Funnel(Data):
    """A level per hint level, in order, and one of everything."""

    levels: tuple[Level, ...]
    overall: Level


def funnel(attempts: Sequence[Attempt], seed: int = 1) -> Funnel:
    """Count. ``seed`` is the bootstrap's."""
    hints = sorted({attempt.hint for attempt in attempts})
    levels = [
        _level(hint, [attempt for attempt in attempts if attempt.hint == hint], seed)
        for hint in hints
    ]
    return Funnel(levels=tuple(levels), overall=_level(None, attempts, seed))


def tallies(attempts: Sequence[Attempt], rung: Rung) -> list[tuple[int, int]]:
    """(n, c) per task, in the order of names: attempts that count at a rung, those that reach it.

    Empty where ``step`` says None.
    """
    if step(attempts, rung).reached is None:
        return []
    standings: dict[str, list[bool]] = {}
    for attempt in sorted(attempts, key=lambda attempt: attempt.task):
        standing = reached(attempt.verdict, rung)
        if standing is not None:
            standings.setdefault(attempt.task, []).append(standing)
    return [(len(stood), sum(stood)) for stood in standings.values()]


def step(attempts: Sequence[Attempt], rung: Rung) -> Step:
    """One rung. When the rung judged none of the attempts that came to it, there is no share:
    those that stopped below would alone make it 0 %."""
    outcomes = [attempt.verdict.rung(rung).outcome for attempt in attempts]
    standings = [reached(attempt.verdict, rung) for attempt in attempts]
    left_out = standings.count(None)
    blind = left_out > 0 and not any(outcome in JUDGED for outcome in outcomes)
    return Step(
        rung=rung,
        reached=None if blind else share(standings.count(True), len(standings) - left_out),
        failed=outcomes.count(Outcome.FAIL),
        unknown=outcomes.count(Outcome.UNKNOWN),
        errors=outcomes.count(Outcome.ERROR),
        left_out=left_out,
    )


def _level(hint: int | None, attempts: Sequence[Attempt], seed: int) -> Level:
    gaps = _gaps(attempts)
    return Level(
        hint=hint,
        attempts=len(attempts),
        tasks=len({attempt.task for attempt in attempts}),
        rejected=sum(bool(attempt.verdict.rejected) for attempt in attempts),
        errors=sum(errored(attempt) for attempt in attempts),
        unknown=sum(undecided(attempt) for attempt in attempts),
        steps=tuple(step(attempts, rung) for rung in Rung),
        functional_at_1=_at_1(attempts, Rung.TEST),
        secure_at_1=_at_1(attempts, Rung.SECURE),
        gap=share(sum(hits for hits, _ in gaps), sum(of for _, of in gaps)),
        gap_over_tasks=cluster_bootstrap(gaps, seed),
    )


def _at_1(attempts: Sequence[Attempt], rung: Rung) -> Rate | None:
    counts = tallies(attempts, rung)
    return rate(mean_pass_at_k(counts, 1).value, sum(n for n, _ in counts))


def _gaps(attempts: Sequence[Attempt]) -> list[tuple[int, int]]:
    """Per task: attempts that are functional, not secure; attempts that count at ``secure``."""
    if step(attempts, Rung.SECURE).reached is None:
        return []
    found: dict[str, tuple[int, int]] = {}
    for attempt in sorted(attempts, key=lambda attempt: attempt.task):
        secure = reached(attempt.verdict, Rung.SECURE)
        if secure is not None:
            hits, of = found.get(attempt.task, (0, 0))
            open_gap = attempt.verdict.reached(Rung.TEST) and not secure
            found[attempt.task] = hits + open_gap, of + 1
    return list(found.values())
