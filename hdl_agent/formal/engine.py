"""Model checking of one and-inverter graph with ABC.

Order, cheapest first: a shallow bounded search (bmc3), then induction-based reduction (&scorr)
with property-directed reachability (pdr), then a deep bounded search. The answer is read from
ABC's own status files, which hold no name that a design could choose.
"""

from __future__ import annotations

from pathlib import Path

import pyosys

from hdl_agent.data import Data
from hdl_agent.formal.obligation import Status
from hdl_agent.sandbox import Limits, run

SHALLOW = 14
"""Cycles of the first search: most violations show this early."""


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
    shallow = min(SHALLOW, depth)
    steps = [
        (f"strash; bmc3 -F {shallow} -T {seconds} -L bmc.log", shallow),
        (
            f"strash; &get -n; &scorr; &put; write_aiger reduced.aig; pdr -T {seconds} -L pdr.log",
            None,
        ),
        (f"strash; bmc3 -F {depth} -T {seconds} -L bmc.log", depth),
    ]
    spent, reached, ran = 0.0, None, False
    for commands, bound in steps:
        if bound is not None and reached is not None and bound <= reached:
            continue
        logs = {name: folder / name for name in ("bmc.log", "pdr.log", "cex.aiw", "reduced.aig")}
        for log in logs.values():
            log.unlink(missing_ok=True)
        script = f"read_aiger {aig.name}; {commands}; write_cex -a cex.aiw"
        limits = Limits(wall_seconds=2 * seconds + 5, cpu_seconds=2 * seconds + 5, memory_mb=6000)
        done = run([str(abc_path()), "-q", script], scratch=folder, limits=limits)
        spent += done.seconds
        verdict = next((w for log in logs.values() if (w := _word(log))), None)
        ran = ran or verdict is not None
        if verdict == "snl_SAT":
            trace = _trace(logs["cex.aiw"])
            return Answer(status=Status.REFUTED, depth=len(trace), trace=trace, seconds=spent)
        if bound is None and (verdict == "snl_UNSAT" or _is_constant_zero(logs["reduced.aig"])):
            return Answer(status=Status.PROVEN, seconds=spent)
        if bound is not None and verdict is not None and _frames(logs["bmc.log"]) >= bound:
            reached = bound
    if not ran:
        return Answer(status=Status.ERROR, seconds=spent)
    if reached is not None and reached >= depth:
        return Answer(status=Status.BOUNDED, depth=reached, seconds=spent)
    return Answer(status=Status.UNKNOWN, depth=reached, seconds=spent)


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
    if log.suffix != ".log" or not log.exists():
        return None
    words = log.read_text(errors="replace").split()
    return words[0] if words and words[0].startswith("snl_") else None


def _frames(log: Path) -> int:
    words = log.read_text(errors="replace").split()
    return int(words[1]) + 1 if len(words) > 1 and words[1].isdigit() else 0


def _trace(witness: Path) -> tuple[str, ...]:
    lines = [line.strip() for line in witness.read_text().splitlines()]
    return tuple(line for line in lines[1:] if line and set(line) <= set("01"))
