"""One attempt: a completion, what it was asked by, and the verdict on it."""

from __future__ import annotations

from hdl_agent.data import Data
from hdl_agent.verdict import Verdict


class Attempt(Data):
    """An immutable record, stored as one JSON file.

    ``name`` is unique in the run and names its folder: ``bus.cfg_regs_dma/hint0-1``.
    ``problem`` says why there was no source to judge (no code block, wrong module), else None.
    """

    name: str
    task: str
    hint: int
    sample: int
    model: str
    strategy: str
    prompt_digest: str
    recorded_on: str | None
    problem: str | None
    verdict: Verdict
    cached: bool = False


class Run(Data):
    """A run's head: what was asked of whom, and what judged it."""

    id: str
    model: str
    strategy: str
    started: str
    seed: int
    sandbox: str
    versions: dict[str, str]
    attempts: tuple[str, ...]
    """Names of the planned attempts."""
    about_model: str = ""
    """What the model says of itself: for recordings, what was recorded and when."""
