"""From proofs to evidence."""

from __future__ import annotations

from pathlib import Path

from hdl_agent.formal.obligation import Proof, Status
from hdl_agent.ladder.context import Candidate
from hdl_agent.security.judge import judge
from hdl_agent.security.policy import Property, load
from hdl_agent.security.templates import kind_of, obligations
from hdl_agent.verdict import Evidence, Outcome

NOT_SHOWN = "the simulator did not show it"

UPSETS = {
    True: "an upset that shows raises the alert",
    False: "every upset is masked",
    None: "an upset is masked or raises the alert",
}
"""What holds, by whether any upset was seen to show at the observers."""


def proven(candidate: Candidate, policy_file: Path) -> list[Evidence]:
    """Prove every property of the file on the candidate. Raises BadPolicy, ToolMissing."""
    policy = load(policy_file)
    wanted = obligations(policy, candidate.model.interface)
    proofs = judge(candidate.model, wanted, candidate.witnesses, candidate.seconds)
    return [evidence_of(item, proof) for item, proof in zip(policy.properties, proofs, strict=True)]


def _watches_upsets(item: Property) -> bool:
    return item.fault_detected is not None and item.fault_detected.alert is not None


def evidence_of(item: Property, proof: Proof) -> Evidence:
    """A counterexample that did not replay is no finding: it leaves the property unknown. So does
    a property whose situation never occurs."""
    outcome = {
        Status.PROVEN: Outcome.PASS,
        Status.BOUNDED: Outcome.PASS,
        Status.REFUTED: Outcome.FAIL if proof.confirmed else Outcome.UNKNOWN,
        Status.UNKNOWN: Outcome.UNKNOWN,
        Status.ERROR: Outcome.ERROR,
    }[proof.status]
    detail = proof.detail
    if proof.status is Status.REFUTED:
        detail = f"violated in cycle {proof.depth}"
        if not proof.confirmed:
            detail += f" of a trace, unconfirmed: {proof.detail or NOT_SHOWN}"
        if proof.path:
            detail += f", through {' -> '.join(proof.path)}"
    elif proof.status in (Status.PROVEN, Status.BOUNDED) and _watches_upsets(item):
        detail = UPSETS[proof.covered]
    elif proof.status in (Status.PROVEN, Status.BOUNDED) and not proof.covered:
        outcome = Outcome.UNKNOWN
        seen = "cannot occur" if proof.covered is False else "was not seen to occur"
        detail = f"vacuous: its situation {seen}"
    elif proof.status is Status.UNKNOWN and not detail:
        detail = f"no answer in time; it holds for {proof.depth or 0} cycles"
    return Evidence(
        check=item.id,
        kind=kind_of(item),
        outcome=outcome,
        requirement=item.requirement,
        cwe=item.cwe,
        detail=detail,
        strength=proof.status.value if outcome is Outcome.PASS else None,
        depth=proof.depth,
        engine=proof.engine,
        confirmed=proof.confirmed,
        confirmed_on=proof.confirmed_on,
        witness=f"witness/{proof.witness}" if proof.witness else None,
        seconds=round(proof.seconds, 4),
    )
