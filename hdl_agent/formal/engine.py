"""Model checking of and-inverter graphs with ABC, in stages that cost more and more.

``merge``: induction (&scorr) merges what is equal in every reachable state, so that of two copies
of a design little more than what secrets touch remains; a shallow bounded search follows.
``close``: on what is left the older scorr, which also looks two cycles back, often closes the rest,
such as a monitor's registers that mirror the design's; then a short property-directed search (pdr).
``look``: a bounded search. ``prove`` and ``search``: the same two with the caller's bound.

All questions go through a stage in one process. The answer is read from ABC's own status files,
which hold no name that a design could choose.
"""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyosys

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Status
from hdl_agent.sandbox import Limits, run

SHALLOW = 11
"""Cycles of the first search, those in reset included: most violations show this early."""

SHORT = 3
"""Seconds of the short searches."""

PATIENCE = 6
"""All questions together may take this many times the bound of one long search."""

LARGE = 20_000
"""AND gates beyond which the older scorr takes longer than the searches that it would spare."""


class Answer(Data):
    """``trace``: input bits, one string a cycle in the order of the AIGER inputs, if refuted."""

    status: Status
    depth: int | None = None
    trace: tuple[str, ...] = ()
    seconds: float = 0.0


class Question(Data):
    """Can the output of ``aig`` ever be 1? ``depth`` cycles are searched where no proof is found.

    Files of its own lie beside ``aig`` and share its stem.
    """

    aig: Path
    depth: int

    def file(self, suffix: str) -> Path:
        """One of its files."""
        return self.aig.with_name(f"{self.aig.stem}.{suffix}")

    @property
    def reduced(self) -> Path:
        """The graph after the merges so far."""
        return self.file("reduced.aig")


def decide(questions: Sequence[Question], seconds: int) -> list[Answer]:
    """An answer to each question, all in one folder.

    ``seconds`` bounds each of the two long searches on each question, and PATIENCE times as much
    all of it; UNKNOWN when even the bounded search to ``depth`` did not end, ERROR when ABC failed.
    """
    searches = [_Search(question) for question in questions]
    deadline = time.monotonic() + PATIENCE * seconds
    for stage in STAGES:
        _pass_through(stage, [s for s in searches if s.wants(stage)], seconds, deadline)
    return [search.answer() for search in searches]


@dataclass
class _Search:
    """How far the search for one answer got. ``held``: cycles known to be free of violations."""

    question: Question
    held: int = 0
    spent: float = 0.0
    status: Status = Status.ERROR

    def wants(self, stage: str) -> bool:
        """Is the answer open, and could this stage add to it?"""
        if self.status in (Status.PROVEN, Status.REFUTED):
            return False
        return stage != "search" or self.held < self.question.depth

    def script(self, stage: str, seconds: int) -> str:
        """ABC commands of a stage, which leave its log and perhaps a counterexample."""
        question, short = self.question, min(SHORT, seconds)
        reduced, depth = question.reduced.name, question.depth
        merge = f"read_aiger {question.aig.name}; strash; &get -n; &scl; &scorr; &put"
        again = f"read_aiger {reduced}; strash"
        closing = "; scorr; dc2; scorr -F 2" if stage == "close" and self._is_small() else ""
        commands = {
            "merge": f"{merge}; write_aiger {reduced}; bmc3 -F {min(depth, SHALLOW)} -T 1",
            "close": f"{again}{closing}; write_aiger {reduced}; pdr -f -T {short}",
            "look": f"{again}; bmc3 -F {depth} -T {short}",
            "prove": f"{again}; pdr -f -s -T {seconds}",
            "search": f"{again}; bmc3 -F {depth} -T {seconds}",
        }
        log, cex = question.file(f"{stage}.log").name, question.file("aiw").name
        return f"{commands[stage]} -L {log}; write_cex -a {cex}"

    def forget(self, stage: str) -> None:
        """Remove what an earlier answer left."""
        stale = ["reduced.aig", "aiw"] if stage == "merge" else []
        for suffix in (f"{stage}.log", *stale):
            self.question.file(suffix).unlink(missing_ok=True)

    def learn(self, stage: str) -> bool:
        """Read what a stage found; False when it has not ended."""
        words = _words(self.question.file(f"{stage}.log"))
        if _is_constant_zero(self.question.reduced):
            self.status = Status.PROVEN
        elif not words:
            return False
        elif words[0] == "snl_SAT":
            self.status = Status.REFUTED
        elif words[0] == "snl_UNSAT" and stage in ("close", "prove"):
            self.status = Status.PROVEN
        else:
            self.status = Status.UNKNOWN
            if stage not in ("close", "prove") and len(words) > 1 and words[1].isdigit():
                self.held = max(self.held, int(words[1]) + 1)
        return True

    def give_up(self, timed_out: bool) -> None:
        """A stage did not end: go on with the graph that is there."""
        if timed_out:
            self.status = Status.UNKNOWN
        if not self.question.reduced.exists():
            shutil.copy(self.question.aig, self.question.reduced)

    def answer(self) -> Answer:
        """What is known at the end."""
        if self.status is Status.REFUTED:
            trace = _trace(self.question.file("aiw"))
            return Answer(status=self.status, depth=len(trace), trace=trace, seconds=self.spent)
        if self.status is not Status.UNKNOWN:
            return Answer(status=self.status, seconds=self.spent)
        depth = min(self.held, self.question.depth)
        status = Status.BOUNDED if depth == self.question.depth else Status.UNKNOWN
        return Answer(status=status, depth=depth, seconds=self.spent)

    def _is_small(self) -> bool:
        return int(_header(self.question.reduced)[5]) <= LARGE


STAGES = ("merge", "close", "look", "prove", "search")


def _pass_through(stage: str, searches: Sequence[_Search], seconds: int, deadline: float) -> None:
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
        limits = Limits(wall_seconds=left, cpu_seconds=math.ceil(left), memory_mb=6000)
        scripts = "; ".join(search.script(stage, seconds) for search in waiting)
        folder = waiting[0].question.aig.parent
        done = run([str(abc_path()), "-q", scripts], scratch=folder, limits=limits)
        ended = [search.learn(stage) for search in waiting]
        reached = ended.index(False) + 1 if False in ended else len(waiting)
        for search in waiting[:reached]:
            search.spent += done.seconds / reached
        if not all(ended):
            waiting[reached - 1].give_up(done.timed_out)
        waiting = waiting[reached:]


def abc_path() -> Path:
    """The ABC that comes inside the pyosys wheel."""
    return Path(pyosys.__file__).parent / "yosys-abc"


def _header(aig: Path) -> list[bytes]:
    """``aig M I L O A`` of a binary AIGER file."""
    with aig.open("rb") as stream:
        return stream.readline().split()


def _is_constant_zero(aig: Path) -> bool:
    """ABC calls a network that reduction emptied undecided: look at the output itself."""
    if not aig.exists():
        return False
    with aig.open("rb") as stream:
        latches_and_gates = stream.readline().split()[3::2]
        return latches_and_gates == [b"0", b"0"] and stream.readline().strip() == b"0"


def _words(log: Path) -> list[str]:
    """ABC's status line: ``snl_SAT``, ``snl_UNSAT`` or ``snl_UNK``, and the last frame."""
    words = log.read_text(errors="replace").split() if log.exists() else []
    return words if words and words[0].startswith("snl_") else []


def _trace(witness: Path) -> tuple[str, ...]:
    lines = [line.strip() for line in witness.read_text().splitlines()]
    return tuple(line for line in lines[1:] if line and set(line) <= set("01"))
