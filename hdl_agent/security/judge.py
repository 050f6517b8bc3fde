"""Proofs of a policy's obligations, with what information flow in one copy adds.

Two copies decide. Taint is asked of what they leave open, and tells through what a secret travels
where they have shown that it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hdl_agent.formal.engine import MEMORY_MB
from hdl_agent.formal.model import Model
from hdl_agent.formal.obligation import Obligation, Proof
from hdl_agent.formal.prove import prove
from hdl_agent.security.taint import analyse, clean, explain

PATH_SECONDS = 2
"""For each engine that looks for a leak's path: a path is a help, not a verdict."""


def judge(
    model: Model,
    obligations: Sequence[Obligation],
    witnesses: Path,
    seconds: int = 10,
    workers: int = 1,
    memory_mb: int = MEMORY_MB,
) -> list[Proof]:
    """As formal.prove, whose arguments these are."""
    proofs = prove(model, obligations, witnesses, seconds, workers, memory_mb, otherwise=clean)
    both = zip(obligations, proofs, strict=True)
    leaking = [obligation for obligation, proof in both if obligation.pair and proof.confirmed]
    alarms = analyse(model, leaking, PATH_SECONDS) if leaking else []
    paths = {alarm.id: explain(model, alarm).path for alarm in alarms}
    return [proof.model_copy(update={"path": paths.get(proof.id, ())}) for proof in proofs]
