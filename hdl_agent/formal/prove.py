"""From obligations on a design to proofs: decide, replay."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from hdl_agent.formal.engine import MEMORY_MB, decide, reach
from hdl_agent.formal.harness import Shape, inputs
from hdl_agent.formal.model import Model
from hdl_agent.formal.obligation import Obligation, Proof, Status
from hdl_agent.formal.picture import picture
from hdl_agent.formal.prepare import VARIANTS
from hdl_agent.formal.replay import ReplayNotBuilt, simulators, stimulus_of, write_witness
from hdl_agent.formal.search import Answer, Question
from hdl_agent.sandbox import ToolMissing

Prover = Callable[[Model, Sequence[Obligation], int], Mapping[str, str]]
"""Which of these obligations of the model it proves, each bounded in seconds: id and by what."""


def prove(
    model: Model,
    obligations: Sequence[Obligation],
    witnesses: Path,
    seconds: int = 10,
    workers: int = 1,
    memory_mb: int = MEMORY_MB,
    otherwise: Prover | None = None,
) -> list[Proof]:
    """One proof an obligation of the model, in order. ``seconds`` bounds each engine on each, and
    ``workers`` engines run at a time, each with ``memory_mb``.

    ``otherwise`` is asked of two-copy obligations that the engines leave without an unbounded
    answer. The witness of a refuted obligation goes to ``witnesses/ID``. A refutation whose replay
    does not show the violation comes back with confirmed=False.
    """
    if model.problem:
        status, detail = model.problem
        return [Proof(id=o.id, status=status, detail=detail) for o in obligations]
    problems = [_Problem(model, obligation, witnesses) for obligation in obligations]
    answers = decide([problem.question("bad") for problem in problems], seconds, workers, memory_mb)
    if otherwise is not None:
        answers = _asked(otherwise, model, obligations, answers, seconds)
    held = [a.status in (Status.PROVEN, Status.BOUNDED) for a in answers]
    looked_for = [problem.question("reached") for problem in compress(problems, held)]
    reached = iter(reach(looked_for, seconds, workers, memory_mb))
    return [
        _held(problem.obligation, answer, next(reached)) if holds else _not_held(problem, answer)
        for problem, answer, holds in zip(problems, answers, held, strict=True)
    ]


def _asked(
    otherwise: Prover,
    model: Model,
    obligations: Sequence[Obligation],
    answers: list[Answer],
    seconds: int,
) -> list[Answer]:
    """The answers, with what the other prover adds."""
    both = list(zip(obligations, answers, strict=True))
    left = [o for o, a in both if o.pair and a.status in (Status.BOUNDED, Status.UNKNOWN)]
    proven = otherwise(model, left, seconds) if left else {}
    return [
        Answer(status=Status.PROVEN, engine=proven[o.id], seconds=a.seconds)
        if o.id in proven
        else a
        for o, a in both
    ]


@dataclass(frozen=True)
class _Problem:
    """One obligation of a model, and its prepared files ``NUMBER.*``."""

    model: Model
    obligation: Obligation
    witnesses: Path

    def file(self, suffix: str) -> Path:
        return self.model.folder / f"{self.model.obligations.index(self.obligation)}.{suffix}"

    def question(self, output: str) -> Question:
        return Question(aig=self.file(f"{output}.aig"), depth=self.obligation.depth)


def _held(obligation: Obligation, answer: Answer, reached: Answer) -> Proof:
    return Proof(
        id=obligation.id,
        status=answer.status,
        engine=answer.engine,
        depth=answer.depth,
        covered={Status.REFUTED: True, Status.PROVEN: False}.get(reached.status),
        seconds=answer.seconds + reached.seconds,
    )


def _not_held(problem: _Problem, answer: Answer) -> Proof:
    name = problem.obligation.id
    proof = Proof(
        id=name,
        status=answer.status,
        engine=answer.engine,
        depth=answer.depth,
        seconds=answer.seconds,
    )
    if answer.status is not Status.REFUTED:
        return proof
    detail = ""
    for on_netlist in (True,) if problem.obligation.flip else (False, True):
        try:
            on = _shown_on(problem, answer.trace, on_netlist)
        except (ToolMissing, ReplayNotBuilt) as error:
            on, detail = (), error.message
        if on:
            break
    found = {"witness": name, "covered": True, "confirmed": bool(on), "confirmed_on": on}
    return proof.model_copy(update=found | {"detail": "" if on else detail})


def _shown_on(problem: _Problem, trace: Sequence[str], on_netlist: bool) -> tuple[str, ...]:
    """Replay on the Verilog as written. The gate-level netlist takes its place where bits flip,
    where Icarus cannot read what is written, or where the value that a register powers up with
    matters: a simulator knows that one as X."""
    model, obligation = problem.model, problem.obligation
    design, shape = model.sources, Shape()
    if on_netlist:
        design = (model.folder / f"{VARIANTS[obligation.flip]}.v",)
        shape = Shape.model_validate_json(problem.file("shape.json").read_text())
    ports = inputs(model.interface, obligation, shape)
    stimulus = stimulus_of(trace, problem.file("inputs.json"), ports)
    folder = problem.witnesses / obligation.id
    shutil.rmtree(folder, ignore_errors=True)
    write_witness(folder, design, model.interface, obligation, shape, stimulus)
    on = simulators(folder)
    if on:
        picture(folder)
    return on
