"""From a ``--model`` word to a model."""

from __future__ import annotations

from pathlib import Path

from hdl_agent.errors import UsageError
from hdl_agent.models.command import Command
from hdl_agent.models.model import Model
from hdl_agent.models.recorded import Recorded


class UnknownModel(UsageError):
    """No kind of model has this name."""


def choose(word: str, recordings: Path) -> Model:
    """``recorded``, ``recorded:FOLDER`` or ``command:PROGRAM ARGUMENTS``. Raises UnknownModel."""
    kind, _, rest = word.partition(":")
    if kind == "recorded":
        folder = Path(rest) if rest else recordings
        if not folder.is_dir():
            raise UnknownModel(f"no folder of recordings at {folder}")
        return Recorded(folder)
    if kind == "command" and rest:
        return Command(rest)
    raise UnknownModel(f"unknown model {word!r}: say recorded, recorded:FOLDER or command:PROGRAM")
