"""Bugs planted in a block's reference, and which rung finds them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.ladder.climb import climb
from hdl_agent.rtl.mutate import Mutant
from hdl_agent.tasks.library import Block
from hdl_agent.verdict import Outcome, Rung, Verdict


class Fate(Data):
    """What became of a mutant.

    ``found_by`` is the first rung that fails, or ``survived``, ``undecided`` (a rung below the
    failure could not tell), ``rejected``. ``kinds``: the kinds of the checks that failed there.
    """

    block: str
    mutant: Mutant
    found_by: str
    kinds: tuple[str, ...] = ()
    detail: str = ""


def choose(found: Sequence[Mutant], limit: int, seed: int) -> list[Mutant]:
    """At most ``limit`` mutants, of each operator about as many; the same for the same seed."""
    of_operator: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in found:
        of_operator[mutant.operator].append(mutant)
    dice = random.Random(seed)
    queues = [dice.sample(of_operator[name], len(of_operator[name])) for name in of_operator]
    dice.shuffle(queues)
    chosen: list[Mutant] = []
    while len(chosen) < limit and any(queues):
        chosen += [queue.pop() for queue in queues if queue][: limit - len(chosen)]
    return chosen


def fate(mutant: Mutant, block: Block, folder: Path, seconds: int = 4) -> Fate:
    """Climb up to ``secure`` with the mutant as the design."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"{mutant.id}.v"
    source.write_text(mutant.text)
    verdict = climb(source, block, folder, seconds=seconds, up_to=Rung.SECURE)
    return _fate(mutant, block.task.id, verdict)


def _fate(mutant: Mutant, block: str, verdict: Verdict) -> Fate:
    if verdict.rejected:
        return Fate(block=block, mutant=mutant, found_by="rejected", detail=verdict.rejected[0])
    failed = next((r for r in verdict.rungs if r.outcome is Outcome.FAIL), None)
    if failed is not None:
        kinds = {item.kind.value for item in failed.evidence if item.outcome is Outcome.FAIL}
        by, kinds_found = failed.rung.value, tuple(sorted(kinds))
        return Fate(
            block=block, mutant=mutant, found_by=by, kinds=kinds_found, detail=failed.detail
        )
    opened = next((r for r in verdict.rungs if r.outcome is not Outcome.PASS), None)
    by = "survived" if opened is None else "undecided"
    detail = opened.detail if opened else ""
    return Fate(block=block, mutant=mutant, found_by=by, detail=detail)
