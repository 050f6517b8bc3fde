"""Replay of recorded completions: the same answers, byte for byte, with no network."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.models.model import Answer, NoAnswer, Request


class BadRecording(UsageError):
    """A recording's file cannot be read."""


class Recording(Data):
    """One completion, whole and unedited, with what it was asked by."""

    task: str
    hint: int
    sample: int
    prompt_digest: str
    model: str
    parameters: dict[str, str]
    date: str
    text: str


class Recorded:
    """The recordings below a folder, one JSON file each."""

    name = "recorded"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _recordings(self) -> dict[tuple[str, int, int], Recording]:
        found = {}
        for path in sorted(self._folder.rglob("*.json")):
            try:
                recording = Recording.model_validate_json(path.read_text())
            except (ValidationError, json.JSONDecodeError, UnicodeDecodeError) as error:
                raise BadRecording(f"{path}: not a recording: {error}") from error
            found[recording.task, recording.hint, recording.sample] = recording
        return found

    def all(self) -> dict[tuple[str, int, int], Recording]:
        """Every recording, by task, hint level and sample. Raises BadRecording."""
        return dict(self._recordings)

    def about(self) -> str:
        """What was recorded and when."""
        all_of_it = self._recordings.values()
        if not all_of_it:
            return f"No recordings in {self._folder}."
        models = ", ".join(sorted({r.model for r in all_of_it}))
        dates = sorted({r.date for r in all_of_it})
        when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        tasks = len({r.task for r in all_of_it})
        return (
            f"Recorded completions of {models}: {len(all_of_it)} for {tasks} of the library's "
            f"blocks, taken on {when}, each in a fresh context. The figures describe those of "
            "them that this run judges, and nothing else."
        )

    def samples(self, task: str, hint: int) -> int:
        """How many recordings there are."""
        return sum(1 for key in self._recordings if key[:2] == (task, hint))

    def answer(self, request: Request) -> Answer:
        """The recording. Raises NoAnswer when there is none, or when the prompt has changed."""
        recording = self._recordings.get((request.task, request.hint, request.sample))
        name = f"{request.task}, hint level {request.hint}, sample {request.sample}"
        if recording is None:
            raise NoAnswer(f"no recording of {name} in {self._folder}")
        if recording.prompt_digest != request.prompt_digest:
            raise NoAnswer(
                f"the prompt of {name} has changed since it was recorded: record it anew"
            )
        return Answer(
            text=recording.text,
            model=recording.model,
            parameters=recording.parameters,
            date=recording.date,
        )
