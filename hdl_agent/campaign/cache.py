"""Verdicts by content: same design, same checks, same tools, same seed: same verdict."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from hdl_agent.cache import cache_folder
from hdl_agent.campaign.provenance import code_digest, versions
from hdl_agent.data import Data
from hdl_agent.tasks.library import Block

Record = TypeVar("Record", bound=Data)


def key(text: str, block: Block, seed: int, tier: str) -> str:
    """SHA-256 over everything that a verdict depends on."""
    parts = [text, block.checks_digest(), str(seed), tier, code_digest(), json.dumps(versions())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def recall(name: str, folder: Path, kind: type[Record]) -> Record | None:
    """The stored record, its witnesses copied into ``folder``; None when there is none."""
    entry = _entry(name)
    try:
        record = kind.model_validate_json((entry / "verdict.json").read_text())
    except (FileNotFoundError, ValidationError):
        return None
    if (entry / "witness").is_dir():
        shutil.copytree(entry / "witness", folder / "witness", dirs_exist_ok=True)
    return record


def remember(name: str, record: Data, folder: Path) -> None:
    """Keep a record. Callers do not keep one with an error in it: the trouble may pass."""
    entry = _entry(name)
    entry.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=entry.parent))
    (made / "verdict.json").write_text(record.model_dump_json())
    if (folder / "witness").is_dir():
        shutil.copytree(folder / "witness", made / "witness")
    try:
        os.rename(made, entry)
    except OSError:  # another worker was first with the same record
        shutil.rmtree(made, ignore_errors=True)


def _entry(name: str) -> Path:
    return cache_folder() / "verdicts" / name[:2] / name
