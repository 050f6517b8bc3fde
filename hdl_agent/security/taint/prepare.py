"""Inside the sandbox: the two-copy obligations of a prepared model as graphs of one copy and taint.

``python -m hdl_agent.security.taint.prepare N...`` does those numbered N, in the model's folder.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.formal.gates import UnsupportedDesign
from hdl_agent.formal.harness import TOP
from hdl_agent.formal.prepare import VARIANTS, Job
from hdl_agent.security.taint.shadow import Shadowed


class Structure(Data):
    """Left as ``N.structure.json``: has any secret of obligation N a path to an observer?

    Where it has, ``N.taint.aig`` asks whether values let taint take one.
    """

    reaches: bool


def read_job() -> Job:
    """The job that formal.prepare did in this folder."""
    return Job.model_validate_json(Path("job.json").read_text())


def shadowed(job: Job, number: int) -> Shadowed:
    """Copy A and its shadow, from what formal.prepare left."""
    obligation = job.obligations[number]
    assert obligation.pair
    design = _modules(f"{VARIANTS[obligation.flip]}.json")[job.interface.top]
    harness = _modules("harnesses.json")[f"{TOP}_{number}"]
    return Shadowed(harness, design, obligation.pair.secrets)


@cache
def _modules(name: str) -> dict[str, dict[str, object]]:
    modules: dict[str, dict[str, object]] = json.loads(Path(name).read_text())["modules"]
    return modules


def main(numbers: Sequence[int]) -> None:
    """Prepare these obligations; one that has no gate-level model is left without files."""
    job = read_job()
    for number in numbers:
        with suppress(UnsupportedDesign):
            _prepare(job, number)


def _prepare(job: Job, number: int) -> None:
    pair = job.obligations[number].pair
    assert pair
    made = shadowed(job, number)
    reaches = made.reaches(pair.observers)
    if reaches:
        _, linked = made.link(job.interface.clock)
        Path(f"{number}.taint.aig").write_bytes(linked.graph.aiger(linked.outputs["bad"]))
    Path(f"{number}.structure.json").write_text(Structure(reaches=reaches).model_dump_json())


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]])
