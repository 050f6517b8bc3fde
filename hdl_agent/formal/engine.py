"""Model checking of and-inverter graphs: all questions go through a stage together; engines race
for what is left."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from hdl_agent.formal.abc import abc_path
from hdl_agent.formal.race import race
from hdl_agent.formal.search import Answer, Question, Search
from hdl_agent.sandbox import Limits, run

PATIENCE = 2
"""All questions together may take this many times the bound of one engine."""

MEMORY_MB = 6000
"""Of one process of an engine, unless the caller says otherwise."""

STAGES = ("abstract", "merge", "close", "look")
"""In the order for outputs that are hoped to stay 0."""


def decide(
    questions: Sequence[Question], seconds: int, workers: int = 1, memory_mb: int = MEMORY_MB
) -> list[Answer]:
    """An answer to each question, all in one folder.

    ``seconds`` bounds each engine that races for a question, ``workers`` of them at a time, and
    PATIENCE times as much all of it; UNKNOWN when even the bounded search to ``depth`` did not
    end, ERROR when ABC failed.
    """
    return _go_through(STAGES, questions, seconds, workers, memory_mb)


def reach(
    questions: Sequence[Question], seconds: int, workers: int = 1, memory_mb: int = MEMORY_MB
) -> list[Answer]:
    """The same of outputs that are hoped to become 1: looked for before anything is proven."""
    return _go_through(("glance", *STAGES), questions, seconds, workers, memory_mb)


def _go_through(
    stages: Sequence[str],
    questions: Sequence[Question],
    seconds: int,
    workers: int,
    memory_mb: int,
) -> list[Answer]:
    searches = [Search(question) for question in questions]
    deadline = time.monotonic() + PATIENCE * seconds
    for stage in stages:
        _pass_through(stage, [s for s in searches if s.wants(stage)], seconds, deadline, memory_mb)
    for search in searches:
        started = time.monotonic()
        if search.is_open and started < deadline:
            race(search, min(seconds, deadline - started), workers, memory_mb)
            search.spent += time.monotonic() - started
    return [search.answer() for search in searches]


def _pass_through(
    stage: str, searches: Sequence[Search], seconds: int, deadline: float, memory_mb: int
) -> None:
    """Run a stage on all; where one ends the process, or its time, go on behind it."""
    for search in searches:
        search.forget(stage)
    waiting = list(searches)
    while waiting:
        left = deadline - time.monotonic()
        if left <= 0:
            for search in waiting:
                search.give_up(timed_out=True)
            return
        limits = Limits(wall_seconds=left, cpu_seconds=math.ceil(left), memory_mb=memory_mb)
        scripts = "; ".join(search.script(stage, seconds) for search in waiting)
        folder = waiting[0].question.aig.parent
        done = run([str(abc_path()), "-q", scripts], scratch=folder, limits=limits)
        ended = [search.learn(stage) for search in waiting]
        through = ended.index(False) if False in ended else len(waiting)
        if through < len(waiting) and not (through and waiting[through - 1].is_silent(stage)):
            waiting[through].give_up(done.timed_out)
            through += 1
        for search in waiting[:through]:
            search.spent += done.seconds / through
        waiting = waiting[through:]
