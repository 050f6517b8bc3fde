"""Model checking of one and-inverter graph with ABC.

First induction merges what is equal in every reachable state: of two copies of a design little more
than what secrets touch remains. &scorr is quick on large graphs; on what it leaves, the older scorr
often closes the rest, such as a monitor's registers that mirror the design's. Then, cheapest first:
a shallow bounded search (bmc3), property-directed reachability (pdr), a deep bounded search. The
answer is read from ABC's own status files, which hold no name that a design could choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyosys

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Status
from hdl_agent.sandbox import Completed, Limits, run

MERGE = "strash; &get -n; &scl; &scorr; &put; scorr"

SHALLOW = 11
"""Cycles of the first search, those in reset included: most violations show this early."""


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


def decide(questions: Sequence[Question], seconds: int) -> list[Answer]:
    """An answer to each question, all in one folder.

    ``seconds`` bounds each of the two long engines on each; UNKNOWN when even the bounded search to
    ``depth`` did not end, ERROR when ABC itself failed.
    """
    if not questions:
        return []
    for question in questions:
        for stale in ("reduced.aig", "shallow.log", "pdr.log", "deep.log", "aiw"):
            question.file(stale).unlink(missing_ok=True)
    scripts = [_shallow(question) for question in questions]
    done = _abc(scripts, questions[0].aig.parent, 2 * seconds + 5)
    return [_decide(question, seconds, done.seconds / len(questions)) for question in questions]


def _decide(question: Question, seconds: int, spent: float) -> Answer:
    depth, folder = question.depth, question.aig.parent
    again = f"read_aiger {question.file('reduced.aig').name}; strash"
    long = {"pdr": f"{again}; pdr -T {seconds}", "deep": f"{again}; bmc3 -F {depth} -T {seconds}"}
    held, answered = 0, False
    reduced = question.file("reduced.aig")
    for step in ("shallow", "pdr", "deep"):
        log = question.file(f"{step}.log")
        if step != "shallow" or not reduced.exists():  # another question may have ended the process
            script = (
                f"{long[step]} {_record(question, step)}" if step in long else _shallow(question)
            )
            done = _abc([script], folder, 2 * seconds + 5)
            spent += done.seconds
            answered = answered or done.timed_out
        word = _word(log)
        answered = answered or word is not None
        if word == "snl_SAT":
            trace = _trace(question.file("aiw"))
            return Answer(status=Status.REFUTED, depth=len(trace), trace=trace, seconds=spent)
        if _is_constant_zero(reduced) or (step == "pdr" and word == "snl_UNSAT"):
            return Answer(status=Status.PROVEN, seconds=spent)
        if not reduced.exists():
            break
        if step != "pdr":
            held = max(held, _frames(log))
        elif held >= depth:
            break
    if not answered:
        return Answer(status=Status.ERROR, seconds=spent)
    status = Status.BOUNDED if held >= depth else Status.UNKNOWN
    return Answer(status=status, depth=min(held, depth), seconds=spent)


def _shallow(question: Question) -> str:
    """Merge, then look at the first cycles."""
    reduced = question.file("reduced.aig").name
    reduce = f"read_aiger {question.aig.name}; {MERGE}; write_aiger {reduced}"
    frames = min(question.depth, SHALLOW)
    return f"{reduce}; bmc3 -F {frames} -T 1 {_record(question, 'shallow')}"


def _record(question: Question, step: str) -> str:
    """The end of a search: its status and its counterexample go to files."""
    return f"-L {question.file(f'{step}.log').name}; write_cex -a {question.file('aiw').name}"


def _abc(scripts: Sequence[str], folder: Path, wall: int) -> Completed:
    """Run the scripts one after the other in one process."""
    limits = Limits(wall_seconds=wall, cpu_seconds=wall, memory_mb=6000)
    return run([str(abc_path()), "-q", "; ".join(scripts)], scratch=folder, limits=limits)


def abc_path() -> Path:
    """The ABC that comes inside the pyosys wheel."""
    return Path(pyosys.__file__).parent / "yosys-abc"


def _is_constant_zero(aig: Path) -> bool:
    """ABC calls a network that reduction emptied undecided: look at the output itself."""
    if not aig.exists():
        return False
    lines = aig.read_bytes().split(b"\n", 2)
    latches_and_gates = lines[0].split()[3::2]
    return latches_and_gates == [b"0", b"0"] and lines[1] == b"0"


def _word(log: Path) -> str | None:
    words = log.read_text(errors="replace").split() if log.exists() else []
    return words[0] if words and words[0].startswith("snl_") else None


def _frames(log: Path) -> int:
    """Cycles that the bounded search finished."""
    words = log.read_text(errors="replace").split() if log.exists() else []
    return int(words[1]) + 1 if len(words) > 1 and words[1].isdigit() else 0


def _trace(witness: Path) -> tuple[str, ...]:
    lines = [line.strip() for line in witness.read_text().splitlines()]
    return tuple(line for line in lines[1:] if line and set(line) <= set("01"))
