"""The obligations on one design as and-inverter graphs, prepared together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hdl_agent.formal.obligation import Interface, Obligation, Status
from hdl_agent.formal.prepare import Job
from hdl_agent.rtl.netlist import FLAT
from hdl_agent.sandbox import Limits, work

PREPARE = Limits(wall_seconds=120, cpu_seconds=120, memory_mb=4096, file_mb=256)


@dataclass(frozen=True)
class Model:
    """``folder`` holds what ``formal.prepare`` leaves, unless there is a ``problem``."""

    sources: tuple[Path, ...]
    interface: Interface
    obligations: tuple[Obligation, ...]
    folder: Path
    problem: tuple[Status, str] | None


def prepare(
    sources: Sequence[Path],
    gates: Path,
    interface: Interface,
    obligations: Sequence[Obligation],
    folder: Path,
) -> Model:
    """``gates`` is the netlist that the inspection of ``sources`` left, beside FLAT; traces are
    replayed on ``sources`` themselves. Raises ToolMissing, SandboxUnavailable."""
    folder.mkdir(parents=True, exist_ok=True)
    gates = gates.resolve()
    job = Job(
        gates=str(gates),
        flat=str(gates.with_name(FLAT)),
        interface=interface,
        obligations=tuple(obligations),
    )
    (folder / "job.json").write_text(job.model_dump_json())
    return Model(
        sources=tuple(source.resolve() for source in sources),
        interface=interface,
        obligations=job.obligations,
        folder=folder,
        problem=_prepared(job, folder),
    )


def _prepared(job: Job, folder: Path) -> tuple[Status, str] | None:
    """Have the worker do the job; what went wrong, if anything."""
    done = work(
        "hdl_agent.formal.prepare",
        ["job.json"],
        scratch=folder,
        readable=[Path(job.gates), Path(job.flat)],
        limits=PREPARE,
    )
    unsupported = folder / "unsupported.txt"
    if unsupported.exists():
        return Status.UNKNOWN, unsupported.read_text()
    if all((folder / f"{number}.reached.aig").exists() for number in range(len(job.obligations))):
        return None
    if done.timed_out:
        return Status.UNKNOWN, "preparing the netlist took too long"
    return Status.ERROR, f"no formal model was made: {_last_error(done.stderr + done.stdout)}"


def _last_error(text: str) -> str:
    lines = [line for line in text.splitlines() if "ERROR" in line or "error:" in line]
    return lines[-1].strip() if lines else "no diagnostic"
