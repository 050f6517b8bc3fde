"""A user's own design: integrity, compile, lint, and whatever a policy names."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.formal.model import prepare
from hdl_agent.formal.obligation import Interface
from hdl_agent.formal.prove import prove
from hdl_agent.ladder.compile_rung import compiled
from hdl_agent.ladder.proven import evidence_of
from hdl_agent.ladder.summarize import summarize
from hdl_agent.rtl.inside import inside
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.netlist import FLAT, GATES
from hdl_agent.rtl.source import digest, read_source
from hdl_agent.security.policy import BadPolicy, load
from hdl_agent.security.templates import obligations
from hdl_agent.tasks.task import Port
from hdl_agent.verdict import Outcome, Rung, RungResult, Verdict


class NoSuchPort(UsageError):
    """The clock or the reset is not an input of the top module."""


class Reset(Data):
    """Clock and reset of the design under check."""

    clock: str
    reset: str
    active: Literal["low", "high"]


class Checked(Data):
    """``warnings``: what the front end finds doubtful, with place; they fail nothing."""

    verdict: Verdict
    warnings: tuple[str, ...] = ()


def check(
    sources: Sequence[Path],
    top: str,
    policy: Path | None,
    pins: Reset,
    folder: Path,
    seconds: int = 10,
) -> Checked:
    """Witnesses go to ``folder/witness``. Raises BadSource, BadPolicy, NoSuchPort, ToolMissing."""
    if policy is not None and not policy.is_file():
        raise BadPolicy(f"there is no file {policy}: name a policy that exists")
    text = "".join(read_source(source) for source in sources)
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as name:
        scratch = Path(name)
        inspection = inspect(sources, top, scratch / "inspection")
        if inspection.rejected:
            verdict = Verdict(task=top, source_digest=digest(text), rejected=inspection.rejected)
            return Checked(verdict=verdict)
        rungs = [compiled(top, (), inspection)]
        elaboration = inspection.elaboration
        if policy and elaboration and elaboration.ports and rungs[0].outcome is Outcome.PASS:
            interface = interface_of_ports(top, elaboration.ports, pins)
            rungs.append(_secure(sources, interface, policy, folder, scratch, seconds))
    warnings = elaboration.warnings if elaboration else []
    verdict = Verdict(task=top, source_digest=digest(text), rungs=tuple(rungs))
    return Checked(verdict=verdict, warnings=tuple(map(str, warnings)))


def _secure(
    sources: Sequence[Path],
    interface: Interface,
    policy_file: Path,
    folder: Path,
    scratch: Path,
    seconds: int,
) -> RungResult:
    policy, netlists = load(policy_file), scratch / "inspection"
    seen = inside(sources, interface.top, netlists / FLAT, scratch / "inside")
    wanted = obligations(policy, interface, seen)
    model = prepare(sources, netlists / GATES, interface, wanted, scratch / "model")
    proofs = prove(model, wanted, folder / "witness", seconds)
    evidence = [evidence_of(i, p) for i, p in zip(policy.properties, proofs, strict=True)]
    return summarize(Rung.SECURE, evidence)


def interface_of_ports(top: str, ports: Sequence[Port], pins: Reset) -> Interface:
    """What the formal room is to know of a top module. Raises NoSuchPort."""
    inputs = [port.name for port in ports if port.direction == "input"]
    for option, name in (("--clock", pins.clock), ("--reset", pins.reset)):
        if name not in inputs:
            raise NoSuchPort(
                f"{top} has no input {name!r}: name one with {option}: {', '.join(inputs)}"
            )
    return Interface(
        top=top,
        clock=pins.clock,
        reset=pins.reset,
        reset_active=0 if pins.active == "low" else 1,
        ports=tuple(ports),
    )
