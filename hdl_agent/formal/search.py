"""One question to ABC, and the stages that look for its answer, which cost more and more.

``glance``: a bounded search on the graph as it is. ``abstract``: gate-level abstraction (&gla)
keeps what a question about a large graph depends on, and pdr proves that.
``merge``: induction (&scorr) merges what is equal in every reachable state, so that of two copies
of a design little more than what secrets touch remains; a shallow bounded search follows.
``close``: on what is left the older scorr, which also looks two cycles back, often closes the rest,
such as a monitor's registers that mirror the design's; then a short property-directed search (pdr).
``look``: a bounded search.

What is open then is raced for (formal.race). The answer is read from ABC's own status files, which
hold no name that a design could choose.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.aiger import is_constant_zero, is_small
from hdl_agent.formal.obligation import Status

SHALLOW = 11
"""Cycles of the first search, those in reset included: most violations show this early."""

SHORT = 3
"""Seconds of the short searches."""

LARGE = 20_000
"""AND gates from which on the older scorr takes longer than the searches that it would spare, and
abstraction less time than merging."""

PROVES = ("abstract", "close")
"""Stages whose "unsatisfiable" holds for every depth."""

ENGINES = {
    "glance": "bmc3",
    "abstract": "gla, pdr",
    "merge": "bmc3 after scorr",
    "close": "pdr after scorr",
    "look": "bmc3 after scorr",
}
"""What decides in a stage; merging alone decides where it leaves a constant."""

MERGING = "scorr"


class Answer(Data):
    """``trace``: input bits, one string a cycle in the order of the AIGER inputs, if refuted.
    ``engine``: what found it."""

    status: Status
    engine: str = ""
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
    engine: str = ""
    trace: tuple[str, ...] = ()

    def wants(self, stage: str) -> bool:
        """Is the answer open, and could this stage add to it?"""
        spared = stage == "abstract" and is_small(self.question.aig, LARGE)
        return self.is_open and not spared

    @property
    def is_open(self) -> bool:
        """Is there neither a proof nor a violation?"""
        return self.status not in (Status.PROVEN, Status.REFUTED)

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
        small = stage == "close" and is_small(question.reduced, LARGE)
        close = "scorr; dc2; scorr -F 2; " if small else ""
        commands = {
            "glance": f"{read}; bmc3 -F {depth} -T 1",
            "merge": f"{read}; {merge}; {write}; bmc3 -F {shallow} -T 1",
            "close": f"{again}; {close}{write}; pdr -f -s -T {short}",
            "look": f"{again}; bmc3 -F {depth} -T {short}",
        }
        return f"{commands[stage]} -L {log}; write_cex -a {cex}"

    def is_silent(self, stage: str) -> bool:
        """Did a stage that ended leave no log? Merging left a constant, on which ABC stops."""
        return not log_of(self.question.file(f"{stage}.log"))

    def forget(self, stage: str) -> None:
        """Remove what an earlier answer left."""
        stale = ["reduced.aig", "aiw"] if stage == "merge" else []
        for suffix in (f"{stage}.log", *stale):
            self.question.file(suffix).unlink(missing_ok=True)

    def learn(self, stage: str) -> bool:
        """Read what a stage found; False when it has not ended."""
        words = log_of(self.question.file(f"{stage}.log"))
        if self.question.reduced.exists() and is_constant_zero(self.question.reduced):
            self.status, self.engine = Status.PROVEN, MERGING
        elif not words:
            return False
        elif words[0] == "snl_SAT" and stage != "abstract":
            self.status, self.engine = Status.REFUTED, ENGINES[stage]
            self.trace = trace_of(self.question.file("aiw"))
        elif words[0] == "snl_UNSAT" and stage in PROVES:
            self.status, self.engine = Status.PROVEN, ENGINES[stage]
        else:
            self.status = Status.UNKNOWN
            if stage not in PROVES:
                self.hold(cycles_of(words), ENGINES[stage])
        return True

    def hold(self, cycles: int, engine: str) -> None:
        """So many cycles are free of violations."""
        if cycles > self.held:
            self.held, self.engine = cycles, engine

    def give_up(self, timed_out: bool) -> None:
        """A stage did not end: go on with the graph that is there."""
        if timed_out:
            self.status = Status.UNKNOWN
        if not self.question.reduced.exists():
            shutil.copy(self.question.aig, self.question.reduced)

    def answer(self) -> Answer:
        """What is known at the end."""
        known = Answer(status=self.status, engine=self.engine, seconds=self.spent)
        if self.status is Status.REFUTED:
            found = {"depth": len(self.trace), "trace": self.trace}
            return known.model_copy(update=found)
        if self.status is not Status.UNKNOWN:
            return known
        depth = min(self.held, self.question.depth)
        status = Status.BOUNDED if depth == self.question.depth else Status.UNKNOWN
        return known.model_copy(update={"status": status, "depth": depth})


def log_of(log: Path) -> list[str]:
    """ABC's status line: ``snl_SAT``, ``snl_UNSAT`` or ``snl_UNK``, and the last frame."""
    words = log.read_text(errors="replace").split() if log.exists() else []
    return words if words and words[0].startswith("snl_") else []


def cycles_of(words: list[str]) -> int:
    """How many cycles a bounded search of this status line has found free of violations."""
    return int(words[1]) + 1 if len(words) > 1 and words[1].isdigit() else 0


def trace_of(witness: Path) -> tuple[str, ...]:
    """The input bits of a counterexample that ABC wrote."""
    lines = [line.strip() for line in witness.read_text().splitlines()]
    return tuple(line for line in lines[1:] if line and set(line) <= set("01"))
