"""Sequential equivalence of two designs with the same ports: a miter, and its answer.

Merging what is equal in every reachable state (van Eijk, IEEE TCAD 19(7), 2000; ABC's &scorr) does
most of it; the engines search for a difference in what remains. A difference is confirmed when
Icarus, fed with the trace, gives different outputs for the two designs as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.compare import Difference, compare
from hdl_agent.formal.engine import decide
from hdl_agent.formal.miter import RESET, Job
from hdl_agent.formal.obligation import Interface, Status
from hdl_agent.formal.replay import stimulus_of
from hdl_agent.formal.search import Question
from hdl_agent.rtl.words import FREE
from hdl_agent.sandbox import Limits, work
from hdl_agent.tasks.task import Port

PREPARE = Limits(wall_seconds=120, cpu_seconds=120, memory_mb=4096, file_mb=256)

NOT_MODELLED = "a memory is too large to be modelled, and they may differ in what it holds"


class Equivalence(Data):
    """REFUTED: the outputs differ, first in cycle ``depth``; ``difference`` is what Icarus showed,
    None where it showed none (a register that nothing sets is X there)."""

    status: Status
    engine: str = ""
    depth: int | None = None
    difference: Difference | None = None
    detail: str = ""


def equivalence(
    sources: tuple[Sequence[Path], Sequence[Path]],
    gates: tuple[Path, Path],
    interface: Interface,
    folder: Path,
    *,
    depth: int = 40,
    seconds: int = 30,
    workers: int = 1,
) -> Equivalence:
    """Compare two designs; ``gates`` are the netlists that the inspections of ``sources`` left.

    ``depth``, ``seconds`` and ``workers`` as in formal.engine. Files of the comparison stay in
    ``folder``. Raises ToolMissing, SandboxUnavailable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = (str(gates[0].resolve()), str(gates[1].resolve()))
    job = Job(gates=names, interface=interface)
    (folder / "job.json").write_text(job.model_dump_json())
    readable = [Path(name) for name in job.gates]
    done = work(
        "hdl_agent.formal.miter", ["job.json"], scratch=folder, readable=readable, limits=PREPARE
    )
    unsupported = folder / "unsupported.txt"
    if unsupported.exists():
        return Equivalence(status=Status.UNKNOWN, detail=unsupported.read_text())
    if not (folder / "miter.aig").exists():
        status = Status.UNKNOWN if done.timed_out else Status.ERROR
        return Equivalence(status=status, detail="the designs could not be linked")
    question = Question(aig=folder / "miter.aig", depth=depth)
    (answer,) = decide([question], seconds, workers)
    found = Equivalence(status=answer.status, engine=answer.engine, depth=answer.depth)
    if answer.status is not Status.REFUTED:
        return found
    ports = [Port(name=RESET, direction="input", width=1), *interface.inputs]
    stimulus = stimulus_of(answer.trace, folder / "inputs.json", ports)
    shown = compare(sources, interface, ports, stimulus, folder / "witness")
    if shown is None and FREE in (folder / "inputs.json").read_text():
        return Equivalence(status=Status.UNKNOWN, detail=NOT_MODELLED)
    return found.model_copy(update={"difference": shown})
