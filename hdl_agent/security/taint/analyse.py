"""Is any observer's taint reachable? By structure first, then by values, with the model checker."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Literal

from hdl_agent.data import Data
from hdl_agent.formal.engine import decide
from hdl_agent.formal.model import PREPARE, Model, prepare
from hdl_agent.formal.obligation import Interface, Obligation, Status
from hdl_agent.formal.search import Answer, Question
from hdl_agent.sandbox import Completed, work
from hdl_agent.security.taint.prepare import Structure


class Taint(StrEnum):
    """CLEAN is a proof. ALARM is none of the opposite: two copies decide."""

    CLEAN = "clean"
    ALARM = "alarm"
    UNKNOWN = "unknown"


class TaintResult(Data):
    """``by``: what gave the answer. ``depth``: cycles after which an alarm shows, or that are free
    of one. ``trace``: an alarm's input bits, a string a cycle; ``path``: how its taint travels from
    a secret to an observer, hop by hop, as ``explain`` finds it."""

    id: str
    status: Taint
    by: Literal["structure", "values"]
    trace: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    depth: int | None = None
    seconds: float = 0.0


def analyse(model: Model, obligations: Sequence[Obligation], seconds: int) -> list[TaintResult]:
    """A result for each of these obligations of the model, all of which have a pair.

    ``seconds`` bounds each long search on each; with 0 the structure alone is looked at. Raises
    ToolMissing, SandboxUnavailable.
    """
    numbers = [model.obligations.index(obligation) for obligation in obligations]
    structures, spent = _structures(model, numbers)
    reached = [n for n, structure in structures.items() if structure and structure.reaches]
    answers = decide([_question(model, n) for n in reached], seconds)
    answered = dict(zip(reached, answers, strict=True))
    return [_result(model, n, structures[n], answered.get(n), spent) for n in numbers]


def clean(model: Model, obligations: Sequence[Obligation], seconds: int) -> dict[str, str]:
    """The ids of those of the obligations that taint proves, and by what.

    Only ``bad`` is proven unreachable; whether ``reached`` is reachable remains to be asked.
    """
    pairs = [obligation for obligation in obligations if obligation.pair]
    results = analyse(model, pairs, seconds) if pairs else []
    return {r.id: f"taint, by {r.by}" for r in results if r.status is Taint.CLEAN}


def taint(gates: Path, interface: Interface, obligation: Obligation, seconds: int) -> TaintResult:
    """The same of one obligation on a netlist as rtl.netlist leaves it."""
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as folder:
        model = prepare([], gates, interface, [obligation], Path(folder))
        return explain(model, analyse(model, [obligation], seconds)[0])


def explain(model: Model, result: TaintResult) -> TaintResult:
    """An alarm with the path of its taint; the path stays empty when finding it took too long."""
    if result.status is not Taint.ALARM:
        return result
    number = [obligation.id for obligation in model.obligations].index(result.id)
    (model.folder / f"{number}.trace.txt").write_text("\n".join(result.trace) + "\n")
    path = model.folder / f"{number}.path.json"
    path.unlink(missing_ok=True)
    _work(model, "path", str(number))
    hops = tuple(json.loads(path.read_text())) if path.exists() else ()
    return result.model_copy(update={"path": hops})


def _work(model: Model, task: str, *words: str) -> Completed:
    module = f"hdl_agent.security.taint.{task}"
    return work(module, words, scratch=model.folder, limits=PREPARE)


def _structures(model: Model, numbers: Sequence[int]) -> tuple[dict[int, Structure | None], float]:
    """What the worker found, and the seconds for each; None where the netlist has no model."""
    paths = {number: model.folder / f"{number}.structure.json" for number in numbers}
    for path in paths.values():
        path.unlink(missing_ok=True)
    if model.problem or not numbers:
        return dict.fromkeys(numbers), 0.0
    spent = _work(model, "prepare", *map(str, numbers)).seconds / len(numbers)
    found = {n: path.read_text() if path.exists() else None for n, path in paths.items()}
    return {n: Structure.model_validate_json(t) if t else None for n, t in found.items()}, spent


def _question(model: Model, number: int) -> Question:
    depth = model.obligations[number].depth
    return Question(aig=model.folder / f"{number}.taint.aig", depth=depth)


def _result(
    model: Model, number: int, structure: Structure | None, answer: Answer | None, spent: float
) -> TaintResult:
    name = model.obligations[number].id
    if structure is None or answer is None:
        status = Taint.UNKNOWN if structure is None else Taint.CLEAN
        return TaintResult(id=name, status=status, by="structure", seconds=spent)
    status = {Status.PROVEN: Taint.CLEAN, Status.REFUTED: Taint.ALARM}.get(
        answer.status, Taint.UNKNOWN
    )
    return TaintResult(
        id=name,
        status=status,
        by="values",
        depth=answer.depth,
        trace=answer.trace,
        seconds=spent + answer.seconds,
    )
