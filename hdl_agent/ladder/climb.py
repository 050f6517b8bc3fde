"""The climb: a candidate goes up rung by rung until one fails."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from hdl_agent.errors import HdlAgentError
from hdl_agent.ladder.compile_rung import compile_rung
from hdl_agent.ladder.context import Candidate
from hdl_agent.ladder.deploy_rung import deploy_rung
from hdl_agent.ladder.prove_rung import prove_rung
from hdl_agent.ladder.secure_rung import secure_rung
from hdl_agent.ladder.test_rung import test_rung
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.source import BadSource, digest, read_source
from hdl_agent.tasks.library import Block
from hdl_agent.verdict import Evidence, Kind, Outcome, Rung, RungResult, Verdict

RUNGS: dict[Rung, Callable[[Candidate], RungResult]] = {
    Rung.TEST: test_rung,
    Rung.PROVE: prove_rung,
    Rung.SECURE: secure_rung,
    Rung.DEPLOY: deploy_rung,
}


def climb(
    source: Path,
    block: Block,
    folder: Path,
    *,
    seed: int = 1,
    seconds: int = 10,
    up_to: Rung = Rung.DEPLOY,
) -> Verdict:
    """Judge ``source`` as the block. Witnesses of failures go to ``folder/witness``.

    ``fail`` and ``error`` end the climb, and so does a ``compile`` that is not decided. Raises
    only what is wrong with the block or the caller; trouble with tools becomes the rung's
    ``error``.
    """
    try:
        text = read_source(source)
    except BadSource as error:
        result = _alone(Rung.COMPILE, Outcome.FAIL, "source", error.message)
        return _verdict(block, "", (result,))
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as name:
        scratch = Path(name)
        copy = scratch / "design.v"
        copy.write_text(text)
        candidate = Candidate(copy, block, folder, scratch, seed, seconds)
        started = time.monotonic()
        inspection = inspect([copy], block.task.top, candidate.inspection)
        if inspection.rejected:
            verdict = _verdict(block, digest(text), ())
            return verdict.model_copy(update={"rejected": inspection.rejected})
        compiled = compile_rung(candidate, inspection)
        taken = round(time.monotonic() - started, 3)
        results = [compiled.model_copy(update={"seconds": taken})]
        for rung, judge in RUNGS.items():
            if _ends(results[-1]) or results[-1].rung == up_to:
                break
            results.append(_timed(rung, judge, candidate))
    return _verdict(block, digest(text), results)


def _ends(result: RungResult) -> bool:
    """What could not be compiled in time cannot be run either."""
    if result.rung is Rung.COMPILE:
        return result.outcome is not Outcome.PASS
    return result.outcome in (Outcome.FAIL, Outcome.ERROR)


def _timed(
    rung: Rung, judge: Callable[[Candidate], RungResult], candidate: Candidate
) -> RungResult:
    started = time.monotonic()
    try:
        result = judge(candidate)
    except HdlAgentError as error:
        result = _alone(rung, Outcome.ERROR, "tools", error.message)
    return result.model_copy(update={"seconds": round(time.monotonic() - started, 3)})


def _alone(rung: Rung, outcome: Outcome, check: str, detail: str) -> RungResult:
    evidence = Evidence(check=check, kind=Kind.DIAGNOSTIC, outcome=outcome, detail=detail)
    return RungResult(rung=rung, outcome=outcome, detail=detail, evidence=(evidence,))


def _verdict(block: Block, source_digest: str, rungs: Sequence[RungResult]) -> Verdict:
    return Verdict(task=block.task.id, source_digest=source_digest, rungs=tuple(rungs))
