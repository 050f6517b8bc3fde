"""The run store: one folder a run, one immutable JSON record an attempt.

RUN/run.json                      what was planned, of whom, by what
RUN/attempts/NAME/attempt.json    the record, written last: an attempt counts once it is there
RUN/attempts/NAME/answer.md       the model's answer as it came
RUN/attempts/NAME/design.v        what was taken from it
RUN/attempts/NAME/witness/…       what replays each failure
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from hdl_agent.campaign.attempt import Attempt, Run
from hdl_agent.errors import HdlAgentError, UsageError


class NoSuchRun(UsageError):
    """There is no run in this folder."""


class StoreNotWritable(HdlAgentError):
    """The store's folder or disk takes no more."""


def write_atomically(path: Path, text: str) -> None:
    """All of ``text`` or nothing, also when the machine stops. Raises StoreNotWritable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".", delete=False, encoding="utf-8"
        ) as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(stream.name, path)
    except OSError as error:
        raise StoreNotWritable(
            f"cannot write {path}: {error.strerror}; free space or choose another --out"
        ) from error


class Store:
    """Reads and writes one run's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def attempt_folder(self, name: str) -> Path:
        """Where an attempt's files are."""
        return self.folder / "attempts" / name

    def write_run(self, run: Run) -> None:
        """Raises StoreNotWritable."""
        write_atomically(self.folder / "run.json", run.model_dump_json(indent=1) + "\n")

    def read_run(self) -> Run:
        """Raises NoSuchRun."""
        path = self.folder / "run.json"
        try:
            return Run.model_validate_json(path.read_text())
        except FileNotFoundError as error:
            raise NoSuchRun(f"{self.folder} holds no run; `hdl-agent run` makes one") from error
        except ValidationError as error:
            raise NoSuchRun(f"{path} was not written by this version: run it anew") from error

    def write_attempt(self, attempt: Attempt) -> None:
        """Raises StoreNotWritable."""
        path = self.attempt_folder(attempt.name) / "attempt.json"
        write_atomically(path, attempt.model_dump_json(indent=1) + "\n")

    def read_attempt(self, name: str) -> Attempt | None:
        """The record, None when the attempt has not been made or was cut off."""
        try:
            path = self.attempt_folder(name) / "attempt.json"
            return Attempt.model_validate_json(path.read_text())
        except (FileNotFoundError, ValidationError):
            return None

    def attempts(self) -> list[Attempt]:
        """All records of the run's plan that are there, in the plan's order."""
        found = (self.read_attempt(name) for name in self.read_run().attempts)
        return [attempt for attempt in found if attempt is not None]
