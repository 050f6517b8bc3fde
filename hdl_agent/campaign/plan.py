"""The plan of a run: which attempts, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.data import Data
from hdl_agent.models.model import Model


class Job(Data):
    """One attempt to make."""

    task: str
    hint: int
    sample: int

    @property
    def name(self) -> str:
        """``bus.cfg_regs_dma/hint0-1``."""
        return f"{self.task.replace('/', '.')}/hint{self.hint}-{self.sample}"


def plan(model: Model, tasks: Sequence[str], hints: Sequence[int], samples: int) -> list[Job]:
    """Every task at every hint level, ``samples`` times or as often as the model can answer."""
    jobs = []
    for sample in range(1, samples + 1):
        for hint in hints:
            for task in tasks:
                limit = model.samples(task, hint)
                if limit is None or sample <= limit:
                    jobs.append(Job(task=task, hint=hint, sample=sample))
    return jobs
