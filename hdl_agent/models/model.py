"""The protocol that every source of answers follows."""

from __future__ import annotations

from typing import Protocol

from hdl_agent.data import Data
from hdl_agent.errors import UsageError


class NoAnswer(UsageError):
    """The model has no answer to this request; the message says why and what to do."""

    exit_code = 3


class Request(Data):
    """One question: the prompt, and which independent sample of it is wanted (from 1)."""

    task: str
    hint: int
    sample: int
    prompt: str
    prompt_digest: str


class Answer(Data):
    """The raw text, whole, as it came, and when (ISO date)."""

    text: str
    model: str
    parameters: dict[str, str] = {}
    date: str


class Model(Protocol):
    """Answers requests. ``about`` is what a report says of it; ``samples`` how many it can give
    for a task and hint level, or None for any number."""

    name: str

    def about(self) -> str:
        """One or two sentences for the report."""
        ...

    def samples(self, task: str, hint: int) -> int | None:
        """How many answers there are; None: as many as asked for."""
        ...

    def answer(self, request: Request) -> Answer:
        """Raises NoAnswer."""
        ...
