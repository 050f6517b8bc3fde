"""Begin a run in a folder: plan it and write its head, or go on with the one that is there."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from hdl_agent.campaign.attempt import Run
from hdl_agent.campaign.plan import Job
from hdl_agent.campaign.provenance import versions
from hdl_agent.campaign.store import NoSuchRun, Store
from hdl_agent.errors import UsageError
from hdl_agent.models.model import Model
from hdl_agent.sandbox import tier


class FolderTaken(UsageError):
    """The folder holds a run, or other files."""


class OtherRun(UsageError):
    """The run in the folder is not the one that was asked for."""


class Existing(StrEnum):
    """What to do with a run that is in the folder already."""

    REFUSE = "refuse"
    RESUME = "resume"
    REPLACE = "replace"


def begin(folder: Path, jobs: Sequence[Job], model: Model, seed: int, existing: Existing) -> Store:
    """The store of the run. Raises FolderTaken, OtherRun, NoSuchRun, StoreNotWritable."""
    store = Store(folder)
    run = Run(
        id=folder.resolve().name,
        model=model.name,
        strategy="direct",
        started=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        seed=seed,
        sandbox=tier().value,
        versions=versions(),
        attempts=tuple(job.name for job in jobs),
        about_model=model.about(),
    )
    if existing is Existing.RESUME and (folder / "run.json").exists():
        _same(store.read_run(), run, folder)
        return store
    if folder.exists() and any(folder.iterdir()):
        if existing is Existing.REFUSE:
            raise FolderTaken(f"{folder} is not empty: --resume goes on with it, --replace anew")
        _is_a_run(store)
        shutil.rmtree(folder)
    store.write_run(run)
    return store


def _is_a_run(store: Store) -> None:
    """Never delete a folder that is not a run's."""
    if not (store.folder / "run.json").exists():
        raise NoSuchRun(f"{store.folder} holds no run and is not empty: choose another --out")


def _same(there: Run, asked: Run, folder: Path) -> None:
    for name in ("model", "seed", "attempts", "sandbox", "versions", "about_model"):
        if getattr(there, name) != getattr(asked, name):
            raise OtherRun(
                f"the run in {folder} has other {name}: choose another --out, or --replace"
            )
