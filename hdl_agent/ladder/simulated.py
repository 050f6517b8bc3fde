"""From simulations to evidence, with a witness for each test that failed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.ladder.context import Candidate
from hdl_agent.simulation.result import Ended, Simulation
from hdl_agent.simulation.simulate import Simulator, simulate
from hdl_agent.tasks.library import requirement_of
from hdl_agent.verdict import Evidence, Kind, Outcome


def simulated(
    candidate: Candidate,
    simulator: Simulator,
    modules: Sequence[Path],
    kind: Kind,
    sources: Sequence[Path] | None = None,
    stalled: Outcome = Outcome.FAIL,
) -> list[Evidence]:
    """Run the modules' tests and say, per test, what they show.

    A simulation that the design ended or stalled fails every test: the same tests end on other
    designs. ``stalled`` is what a simulation that ran out of time says, where slowness may not be
    the design's fault. What a simulator cannot build it cannot judge: unknown.
    Raises ToolMissing, SandboxUnavailable.
    """
    task = candidate.task
    designs = [candidate.source] if sources is None else sources
    label = f"{simulator.name}-{kind.value.replace(' ', '-')}"
    scratch, seed = candidate.scratch / label, candidate.seed
    result = simulate(simulator, designs, task, modules, scratch, seed=seed)
    worst = _not_passed(result, stalled)
    witness = None
    if worst is Outcome.FAIL and not result.passed:
        if result.ended is Ended.FINISHED:
            scratch = candidate.scratch / f"{label}-explained"
            again = simulate(simulator, designs, task, modules, scratch, seed=seed, explain=True)
            result = again if again.same_outcome(result) else result
        witness = _witness(candidate, designs, modules, label, result)
        if (scratch / simulator.waves).exists():
            shutil.copy(scratch / simulator.waves, candidate.folder / witness)
    requirements = task.functional | task.security
    evidence = []
    for test in result.tests:
        requirement = requirement_of(test.name)
        outcome = Outcome.PASS if test.passed else worst
        evidence.append(
            Evidence(
                check=f"{test.name} on {simulator.name}",
                kind=kind,
                outcome=outcome,
                requirement=requirement,
                cwe=requirements[requirement].cwe if requirement in requirements else (),
                detail=test.message + _why(result),
                confirmed=True if outcome is Outcome.FAIL else None,
                witness=witness if outcome is Outcome.FAIL else None,
                seconds=round(result.seconds / max(1, len(result.tests)), 4),
            )
        )
    return evidence


def _witness(
    candidate: Candidate,
    designs: Sequence[Path],
    modules: Sequence[Path],
    label: str,
    result: Simulation,
) -> str:
    """A folder with design, tests, seed and log, enough to run it again."""
    folder = candidate.witnesses / label
    folder.mkdir(parents=True, exist_ok=True)
    for source in [*designs, *modules]:
        shutil.copy(source, folder / source.name)
    (folder / "simulation.log").write_text(result.log)
    head = {
        "simulator": result.simulator,
        "block": candidate.task.id,
        "sources": [source.name for source in designs],
        "modules": [module.name for module in modules],
        "seed": candidate.seed,
        "failed": [test.name for test in result.tests if not test.passed],
    }
    (folder / "witness.json").write_text(json.dumps(head, indent=1) + "\n")
    return f"witness/{label}"


def _not_passed(result: Simulation, stalled: Outcome) -> Outcome:
    """What it means that a test of this simulation has not passed."""
    if result.ended is Ended.NOT_BUILT:
        return Outcome.UNKNOWN
    return stalled if result.ended is Ended.TIMED_OUT else Outcome.FAIL


def _why(result: Simulation) -> str:
    if result.ended is not Ended.NOT_BUILT:
        return ""
    lines = (line.strip() for line in result.log.splitlines())
    return f": {next(filter(None, lines), 'no message')[:200]}"
