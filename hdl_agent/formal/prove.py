"""From obligations on a design to proofs: prepare, decide, replay."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from hdl_agent.formal.engine import Answer, Question, decide
from hdl_agent.formal.harness import Shape, inputs
from hdl_agent.formal.obligation import Interface, Obligation, Proof, Status
from hdl_agent.formal.prepare import VARIANTS, Job
from hdl_agent.formal.replay import ReplayNotBuilt, replay, stimulus_of, write_witness
from hdl_agent.sandbox import Completed, Limits, ToolMissing, run, tool

PREPARE = Limits(wall_seconds=120, cpu_seconds=120, memory_mb=4096, file_mb=256)


def prove(
    sources: Sequence[Path],
    interface: Interface,
    obligations: Sequence[Obligation],
    scratch: Path,
    witnesses: Path,
    seconds: int = 10,
) -> list[Proof]:
    """One proof an obligation, in order. ``seconds`` bounds each engine on each obligation.

    Scratch files go to ``scratch``; the witness of a refuted obligation to ``witnesses/ID``.
    A refutation whose replay does not show the violation comes back with confirmed=False.
    """
    if not obligations:
        return []
    scratch.mkdir(parents=True, exist_ok=True)
    paths = [source.resolve() for source in sources]
    job = Job(sources=tuple(map(str, paths)), interface=interface, obligations=tuple(obligations))
    (scratch / "job.json").write_text(job.model_dump_json())
    worker = [tool("python", "reinstall hdl-agent"), "-m", "hdl_agent.formal.prepare", "job.json"]
    prepared = run(worker, scratch=scratch, readable=paths, limits=PREPARE)
    unsupported = scratch / "unsupported.txt"
    if unsupported.exists():
        why = unsupported.read_text()
        return [Proof(id=o.id, status=Status.UNKNOWN, detail=why) for o in obligations]
    problems = [
        _Problem(number, obligation, paths, interface, scratch, witnesses)
        for number, obligation in enumerate(obligations)
    ]
    if not all(problem.file("reached.aig").exists() for problem in problems):
        return [_not_prepared(obligation, prepared) for obligation in obligations]
    answers = decide([problem.question("bad") for problem in problems], seconds)
    held = [a.status in (Status.PROVEN, Status.BOUNDED) for a in answers]
    looked_for = [problem.question("reached") for problem in compress(problems, held)]
    reached = iter(decide(looked_for, seconds))
    return [
        _held(problem.obligation, answer, next(reached)) if holds else _not_held(problem, answer)
        for problem, answer, holds in zip(problems, answers, held, strict=True)
    ]


@dataclass(frozen=True)
class _Problem:
    """One obligation on one design, and its prepared files ``scratch/NUMBER.*``."""

    number: int
    obligation: Obligation
    sources: list[Path]
    interface: Interface
    scratch: Path
    witnesses: Path

    def file(self, suffix: str) -> Path:
        return self.scratch / f"{self.number}.{suffix}"

    def question(self, output: str) -> Question:
        return Question(aig=self.file(f"{output}.aig"), depth=self.obligation.depth)


def _not_prepared(obligation: Obligation, prepared: Completed) -> Proof:
    if prepared.timed_out:
        detail = "preparing the netlist took too long"
        return Proof(id=obligation.id, status=Status.UNKNOWN, detail=detail)
    detail = f"no formal model was made: {_last_line(prepared.stderr + prepared.stdout)}"
    return Proof(id=obligation.id, status=Status.ERROR, detail=detail)


def _held(obligation: Obligation, answer: Answer, reached: Answer) -> Proof:
    return Proof(
        id=obligation.id,
        status=answer.status,
        depth=answer.depth,
        covered={Status.REFUTED: True, Status.PROVEN: False}.get(reached.status),
        seconds=answer.seconds + reached.seconds,
    )


def _not_held(problem: _Problem, answer: Answer) -> Proof:
    name = problem.obligation.id
    proof = Proof(id=name, status=answer.status, depth=answer.depth, seconds=answer.seconds)
    if answer.status is not Status.REFUTED:
        return proof
    found = {"witness": name, "covered": True}
    try:
        return proof.model_copy(update=found | {"confirmed": _shows(problem, answer.trace)})
    except (ToolMissing, ReplayNotBuilt) as error:
        return proof.model_copy(update=found | {"confirmed": False, "detail": error.message})


def _shows(problem: _Problem, trace: Sequence[str]) -> bool:
    """Replay on the Verilog as written. The gate-level netlist takes its place where bits flip,
    or where the value that a register powers up with matters: a simulator knows that one as X."""
    obligation = problem.obligation
    shape = Shape.model_validate_json(problem.file("shape.json").read_text())
    netlist = [problem.scratch / f"{VARIANTS[obligation.flip]}.v"]
    folder = problem.witnesses / obligation.id
    as_written = [] if obligation.flip else [(problem.sources, Shape())]
    for design, its_shape in [*as_written, (netlist, shape)]:
        ports = inputs(problem.interface, obligation, its_shape)
        stimulus = stimulus_of(trace, problem.file("aim"), ports)
        shutil.rmtree(folder, ignore_errors=True)
        write_witness(folder, design, problem.interface, obligation, its_shape, stimulus)
        if replay(folder):
            return True
    return False


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if "ERROR" in line or "error:" in line]
    return lines[-1].strip() if lines else "no diagnostic"
