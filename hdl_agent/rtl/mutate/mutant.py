"""A mutant, and all of a source's, made inside the sandbox."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from hdl_agent.data import Data
from hdl_agent.errors import HdlAgentError
from hdl_agent.sandbox import Limits, work

LIMITS = Limits(wall_seconds=300, cpu_seconds=300)


class NotMutated(HdlAgentError):
    """No parser read the source."""


class Mutant(Data):
    """``text`` is the whole file after the change of ``before``, at ``line``, to ``after``.

    ``operator`` is one of operators.OPERATORS; ``parser`` says whose syntax tree was rewritten.
    """

    id: str
    operator: str
    parser: str
    file: str
    line: int
    before: str
    after: str
    text: str


def mutants(source: Path, scratch: Path) -> list[Mutant]:
    """Every mutant of ``source``, in the order of the source, no two alike.

    pyverilog rewrites the Verilog-2001 that it can read, pyslang everything else. Raises
    NotMutated, ToolMissing, SandboxUnavailable.
    """
    source = source.resolve()
    worker = "hdl_agent.rtl.mutate.worker"
    result = scratch / "mutants.json"
    result.unlink(missing_ok=True)
    done = work(worker, [str(source)], scratch=scratch, readable=[source], limits=LIMITS)
    if not done.ok or not result.exists():
        raise NotMutated(f"{source.name}: no parser could rewrite it: {done.stderr[-200:].strip()}")
    return TypeAdapter(list[Mutant]).validate_json(result.read_bytes())
