"""One question to ABC, and the stages that look for its answer, which cost more and more.

``glance``: a bounded search on the graph as it is. ``abstract``: gate-level abstraction (&gla)
keeps what a question about a large graph depends on, and pdr proves that.
``merge``: induction (&scorr) merges what is equal in every reachable state, so that of two copies
of a design little more than what secrets touch remains; a shallow bounded search follows.
``close``: on what is left the older scorr, which also looks two cycles back, often closes the rest,
such as a monitor's registers that mirror the design's; then a short property-directed search (pdr).
``look``: a bounded search. ``prove`` and ``search``: the same two with the caller's bound.

The answer is read from ABC's own status files, which hold no name that a design could choose.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Status

SHALLOW = 11
"""Cycles of the first search, those in reset included: most violations show this early."""

SHORT = 3
"""Seconds of the short searches."""

LARGE = 20_000
"""AND gates from which on the older scorr takes longer than the searches that it would spare, and
abstraction less time than merging."""

PROVES = ("abstract", "close", "prove")
"""Stages whose "unsatisfiable" holds for every depth."""


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


@dataclass
class Search:
    """How far the search for one answer got. ``held``: cycles known to be free of violations."""

    question: Question
    held: int = 0
    spent: float = 0.0
    status: Status = Status.ERROR

    def wants(self, stage: str) -> bool:
        """Is the answer open, and could this stage add to it?"""
        if self.status in (Status.PROVEN, Status.REFUTED):
            return False
        if stage == "abstract":
            return not _is_small(self.question.aig)
        return stage != "search" or self.held < self.question.depth

    def script(self, stage: str, seconds: int) -> str:
        """ABC commands of a stage, which leave its log and perhaps a counterexample."""
        question, short = self.question, min(SHORT, seconds)
        depth, shallow = question.depth, min(question.depth, SHALLOW)
        reduced, log, cex = (question.file(s).name for s in ("reduced.aig", f"{stage}.log", "aiw"))
        read = f"read_aiger {question.aig.name}; strash"
        again = f"read_aiger {reduced}; strash"
        merge, write = "&get -n; &scl; &scorr; &put", f"write_aiger {reduced}"
        keep = f"&get -n; &scl; &gla -F {depth} -T 1; &gla_derive; &put; scleanup"
        if stage == "abstract":  # what refutes the abstraction may be no run of the design
            return f"{read}; {keep}; pdr -T 1 -L {log}"
        small = stage == "close" and _is_small(question.reduced)
        close = "scorr; dc2; scorr -F 2; " if small else ""
        commands = {
            "glance": f"{read}; bmc3 -F {depth} -T 1",
            "merge": f"{read}; {merge}; {write}; bmc3 -F {shallow} -T 1",
            "close": f"{again}; {close}{write}; pdr -f -T {short}",
            "look": f"{again}; bmc3 -F {depth} -T {short}",
            "prove": f"{again}; pdr -f -s -T {seconds}",
            "search": f"{again}; bmc3 -F {depth} -T {seconds}",
        }
        return f"{commands[stage]} -L {log}; write_cex -a {cex}"

    def is_silent(self, stage: str) -> bool:
        """Did a stage that ended leave no log? Merging left a constant, on which ABC stops."""
        return not _words(self.question.file(f"{stage}.log"))

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
        elif words[0] == "snl_SAT" and stage != "abstract":
            self.status = Status.REFUTED
        elif words[0] == "snl_UNSAT" and stage in PROVES:
            self.status = Status.PROVEN
        else:
            self.status = Status.UNKNOWN
            if stage not in PROVES and len(words) > 1 and words[1].isdigit():
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


def _is_small(aig: Path) -> bool:
    """By the AND gates: ``aig M I L O A`` is how a binary AIGER file starts."""
    with aig.open("rb") as stream:
        return int(stream.readline().split()[5]) <= LARGE


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
