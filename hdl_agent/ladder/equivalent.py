"""Is a design equivalent to a reference? Both are read, and compared."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.errors import UsageError
from hdl_agent.formal.equivalence import Equivalence, equivalence
from hdl_agent.ladder.compile_rung import compiled
from hdl_agent.ladder.design import Reset
from hdl_agent.ladder.own import interface_of_ports
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.netlist import GATES
from hdl_agent.tasks.task import Port
from hdl_agent.verdict import Outcome


class NotComparable(UsageError):
    """One of the designs cannot be read, or their ports differ."""


def equivalent(
    design: Sequence[Path],
    reference: Sequence[Path],
    top: str,
    pins: Reset,
    folder: Path,
    *,
    depth: int,
    seconds: int,
    workers: int,
) -> Equivalence:
    """A difference leaves ``folder/witness``. Raises NotComparable, NoSuchPort, ToolMissing."""
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as name:
        scratch = Path(name)
        ports = _ports(reference, top, (), scratch / "reference")
        _ports(design, top, ports, scratch / "design")
        interface = interface_of_ports(top, ports, pins)
        gates = (scratch / "design" / GATES, scratch / "reference" / GATES)
        sources = (design, reference)
        bounds = {"depth": depth, "seconds": seconds, "workers": workers}
        return equivalence(sources, gates, interface, folder, **bounds)


def _ports(
    sources: Sequence[Path], top: str, asked: Sequence[Port], scratch: Path
) -> tuple[Port, ...]:
    inspection = inspect(sources, top, scratch)
    names = ", ".join(map(str, sources))
    if inspection.rejected:
        raise NotComparable(f"{names}: rejected: {inspection.rejected[0]}")
    rung = compiled(top, asked, inspection)
    if rung.outcome is not Outcome.PASS:
        raise NotComparable(f"{names}: {rung.evidence[0].detail}")
    assert inspection.elaboration is not None
    assert inspection.elaboration.ports is not None
    return inspection.elaboration.ports
