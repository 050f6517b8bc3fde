"""Model checking of one and-inverter graph with ABC.

First induction merges what is equal in every reachable state: of two copies of a design little more
than what secrets touch remains. &scorr is quick on large graphs; on what it leaves, the older scorr
often closes the rest, such as a monitor's registers that mirror the design's. Then, cheapest first:
a shallow bounded search (bmc3), property-directed reachability (pdr), a deep bounded search. The
answer is read from ABC's own status files, which hold no name that a design could choose.
"""

from __future__ import annotations

from pathlib import Path

import pyosys

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Status
from hdl_agent.sandbox import Completed, Limits, run

SHALLOW = 11
"""Cycles of the first search, those in reset included: most violations show this early."""


class Answer(Data):
    """``trace``: input bits, one string a cycle in the order of the AIGER inputs, if refuted."""

    status: Status
    depth: int | None = None
    trace: tuple[str, ...] = ()
    seconds: float = 0.0


def decide(aig: Path, depth: int, seconds: int) -> Answer:
    """Can the output of ``aig`` ever be 1? Search ``depth`` cycles where no proof is found.

    ``seconds`` bounds each of the two long engines; UNKNOWN when even the bounded search to
    ``depth`` did not end, ERROR when ABC itself failed.
    """
    folder = aig.parent
    reduced = folder / "reduced.aig"
    reduced.unlink(missing_ok=True)
    merge = "strash; &get -n; &scl; &scorr; &put; scorr"
    reduce = f"read_aiger {aig.name}; {merge}; write_aiger {reduced.name}"
    again = f"read_aiger {reduced.name}; strash"
    steps = [
        ("bmc", f"{reduce}; bmc3 -F {min(depth, SHALLOW)} -T 1"),
        ("pdr", f"{again}; pdr -T {seconds}"),
        ("bmc", f"{again}; bmc3 -F {depth} -T {seconds}"),
    ]
    spent, held, answered = 0.0, 0, False
    for engine, commands in steps:
        log = folder / f"{engine}.log"
        done = _abc(f"{commands} -L {log.name}", log, 2 * seconds + 5)
        spent += done.seconds
        word = _word(log)
        answered = answered or word is not None or done.timed_out
        if word == "snl_SAT":
            trace = _trace(folder / "cex.aiw")
            return Answer(status=Status.REFUTED, depth=len(trace), trace=trace, seconds=spent)
        if _is_constant_zero(reduced) or (engine == "pdr" and word == "snl_UNSAT"):
            return Answer(status=Status.PROVEN, seconds=spent)
        if not reduced.exists():
            break
        if engine == "bmc":
            held = max(held, _frames(log))
        elif held >= depth:
            break
    if not answered:
        return Answer(status=Status.ERROR, seconds=spent)
    status = Status.BOUNDED if held >= depth else Status.UNKNOWN
    return Answer(status=status, depth=min(held, depth), seconds=spent)


def _abc(commands: str, log: Path, wall: int) -> Completed:
    """Run ABC where ``log`` lies; a counterexample goes to cex.aiw."""
    folder = log.parent
    for stale in (log, folder / "cex.aiw"):
        stale.unlink(missing_ok=True)
    limits = Limits(wall_seconds=wall, cpu_seconds=wall, memory_mb=6000)
    script = f"{commands}; write_cex -a cex.aiw"
    return run([str(abc_path()), "-q", script], scratch=folder, limits=limits)


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
