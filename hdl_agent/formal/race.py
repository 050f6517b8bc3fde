"""What the stages leave open is raced for: engines side by side, the first sound answer wins.

Property-directed reachability (pdr) and bounded search (bmc3) of ABC, and k-induction with two SMT
solvers, yices and z3. Each runs in a folder and a process of its own, which ends when another has
the answer.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from hdl_agent.formal import smt
from hdl_agent.formal.abc import abc_path
from hdl_agent.formal.aiger import read
from hdl_agent.formal.obligation import Status
from hdl_agent.formal.search import Search, cycles_of, log_of, trace_of
from hdl_agent.sandbox import Completed, Limits, ToolMissing, run, tool

UNROLLED = 400_000
"""AND gates of all cycles together, beyond which an SMT solver spends its time reading."""


@dataclass(frozen=True)
class Found:
    """What an engine knows at its end; ``held`` cycles are free of violations."""

    status: Status
    held: int = 0
    trace: tuple[str, ...] = ()


Execute = Callable[[list[str]], Completed]
"""Runs a program in an engine's folder, within its limits."""

Engine = Callable[[Search, Path, Execute], Found]
"""Looks for an answer in a folder of its own, by programs that it has run there."""

NOTHING = Found(Status.UNKNOWN)


def pdr(search: Search, folder: Path, execute: Execute) -> Found:
    """Property-directed reachability: a proof, or a violation at any depth."""
    return _abc("pdr -f -s", Status.PROVEN, folder, execute)


def pdr_otherwise(search: Search, folder: Path, execute: Execute) -> Found:
    """The same with ABC's other solver and order of clauses, which now and then is quicker."""
    return _abc("pdr -f", Status.PROVEN, folder, execute)


def bmc3(search: Search, folder: Path, execute: Execute) -> Found:
    """A bounded search to the question's depth."""
    if search.held >= search.question.depth:
        return NOTHING
    return _abc(f"bmc3 -F {search.question.depth}", Status.UNKNOWN, folder, execute)


def yices(search: Search, folder: Path, execute: Execute) -> Found:
    """k-induction with yices."""
    return _induction(["yices-smt2", "--incremental"], search, folder, execute)


def z3(search: Search, folder: Path, execute: Execute) -> Found:
    """k-induction with z3."""
    return _induction(["z3"], search, folder, execute)


ENGINES: dict[str, Engine] = {
    "pdr": pdr,
    "bmc3": bmc3,
    "pdr, otherwise": pdr_otherwise,
    "k-induction, yices": yices,
    "k-induction, z3": z3,
}
"""In the order in which they start, where not all can run at once."""


def race(search: Search, seconds: float, workers: int, memory_mb: int) -> None:
    """Let ``workers`` engines at a time look for an answer, each for ``seconds``; the search learns
    it."""
    limits = Limits(wall_seconds=seconds, cpu_seconds=int(seconds) + 1, memory_mb=memory_mb)
    stop = Event()
    with ThreadPoolExecutor(workers) as pool:
        running = {
            pool.submit(_enter, name, engine, search, limits, stop): name
            for name, engine in ENGINES.items()
        }
        try:
            while running and search.is_open:
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    _learn(search, running.pop(future), future)
        finally:
            stop.set()


def _enter(name: str, engine: Engine, search: Search, limits: Limits, stop: Event) -> Found:
    folder = search.question.file(f"{name.replace(', ', '-')}")
    folder.mkdir(exist_ok=True)
    shutil.copy(search.question.reduced, folder / "question.aig")

    def execute(words: list[str]) -> Completed:
        return run(words, scratch=folder, limits=limits, stop=stop)

    return NOTHING if stop.is_set() else engine(search, folder, execute)


def _learn(search: Search, name: str, future: Future[Found]) -> None:
    try:
        found = future.result()
    except ToolMissing:
        return
    if not search.is_open:
        return
    search.hold(found.held, name)
    if found.status is not Status.UNKNOWN:
        search.status, search.engine, search.trace = found.status, name, found.trace


def _abc(command: str, unsat: Status, folder: Path, execute: Execute) -> Found:
    """``unsat``: what it means when the engine says that there is no violation."""
    script = f"read_aiger question.aig; strash; {command} -L log; write_cex -a aiw"
    execute([str(abc_path()), "-q", script])
    words = log_of(folder / "log")
    if words[:1] == ["snl_SAT"]:
        return Found(Status.REFUTED, trace=trace_of(folder / "aiw"))
    if words[:1] == ["snl_UNSAT"] and unsat is Status.PROVEN:
        return Found(Status.PROVEN)
    return Found(Status.UNKNOWN, held=0 if unsat is Status.PROVEN else cycles_of(words))


def _induction(solver: list[str], search: Search, folder: Path, execute: Execute) -> Found:
    graph = read(folder / "question.aig")
    depth = min(search.question.depth, UNROLLED // (len(graph.gates) + 1))
    words = [tool(solver[0], "reinstall hdl-agent"), *solver[1:]]
    (folder / "question.smt2").write_text(smt.induction(graph, depth))
    held, bad, closed = smt.answered(execute([*words, "question.smt2"]).stdout)
    if closed:
        return Found(Status.PROVEN, held)
    if bad is None:
        return Found(Status.UNKNOWN, held)
    (folder / "run.smt2").write_text(smt.counterexample(graph, bad))
    said = execute([*words, "run.smt2"]).stdout
    shown = said.startswith("sat")
    return Found(Status.REFUTED, held, smt.trace(said, graph, bad)) if shown else NOTHING
