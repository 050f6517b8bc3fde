"""From obligations on a design to proofs: prepare, decide, replay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hdl_agent.formal.engine import decide
from hdl_agent.formal.harness import Shape, inputs
from hdl_agent.formal.obligation import Interface, Obligation, Proof, Status
from hdl_agent.formal.prepare import Job
from hdl_agent.formal.replay import replay, stimulus_of, write_witness
from hdl_agent.sandbox import Limits, ToolMissing, run, tool

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
    return [
        _one(number, obligation, paths, interface, scratch, witnesses, seconds)
        if (scratch / f"{number}.reached.aig").exists()
        else Proof(
            id=obligation.id,
            status=Status.UNKNOWN if prepared.timed_out else Status.ERROR,
            detail="preparing the netlist took too long"
            if prepared.timed_out
            else f"no formal model was made: {_last_line(prepared.stderr + prepared.stdout)}",
        )
        for number, obligation in enumerate(obligations)
    ]


def _one(
    number: int,
    obligation: Obligation,
    sources: list[Path],
    interface: Interface,
    scratch: Path,
    witnesses: Path,
    seconds: int,
) -> Proof:
    answer = decide(scratch / f"{number}.bad.aig", obligation.depth, seconds)
    proof = Proof(
        id=obligation.id, status=answer.status, depth=answer.depth, seconds=answer.seconds
    )
    if answer.status in (Status.PROVEN, Status.BOUNDED):
        reached = decide(scratch / f"{number}.reached.aig", obligation.depth, seconds)
        covered = {Status.REFUTED: True, Status.PROVEN: False}.get(reached.status)
        total = answer.seconds + reached.seconds
        return proof.model_copy(update={"covered": covered, "seconds": total})
    if answer.status is not Status.REFUTED:
        return proof
    shape = Shape.model_validate_json((scratch / f"{number}.shape.json").read_text())
    design = sources
    if obligation.flip:
        design = [scratch / "flips.v"]
    else:
        shape = Shape()
    ports = inputs(interface, obligation, shape)
    stimulus = stimulus_of(answer.trace, scratch / f"{number}.aim", ports)
    folder = witnesses / obligation.id
    write_witness(folder, design, interface, obligation, shape, stimulus)
    found = {"witness": folder.name, "covered": True}
    try:
        return proof.model_copy(update=found | {"confirmed": replay(folder)})
    except ToolMissing as error:
        return proof.model_copy(update=found | {"confirmed": False, "detail": error.message})


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if "ERROR" in line or "error:" in line]
    return lines[-1].strip() if lines else "no diagnostic"
