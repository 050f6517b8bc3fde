"""Verdicts by content: same design, same checks, same tools, same seed: same verdict."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from pydantic import ValidationError

from hdl_agent.cache import cache_folder
from hdl_agent.campaign.provenance import code_digest, versions
from hdl_agent.tasks.library import Block
from hdl_agent.verdict import Outcome, Verdict


def key(text: str, block: Block, seed: int, tier: str) -> str:
    """SHA-256 over everything that a verdict depends on."""
    parts = [text, block.checks_digest(), str(seed), tier, code_digest(), json.dumps(versions())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def recall(name: str, folder: Path) -> Verdict | None:
    """The stored verdict, its witnesses copied into ``folder``; None when there is none."""
    entry = _entry(name)
    try:
        verdict = Verdict.model_validate_json((entry / "verdict.json").read_text())
    except (FileNotFoundError, ValidationError):
        return None
    if (entry / "witness").is_dir():
        shutil.copytree(entry / "witness", folder / "witness", dirs_exist_ok=True)
    return verdict


def remember(name: str, verdict: Verdict, folder: Path) -> None:
    """Keep a verdict. One with an error in it is not kept: the trouble may pass."""
    if any(result.outcome is Outcome.ERROR for result in verdict.rungs):
        return
    entry = _entry(name)
    entry.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=entry.parent))
    (made / "verdict.json").write_text(verdict.model_dump_json())
    if (folder / "witness").is_dir():
        shutil.copytree(folder / "witness", made / "witness")
    try:
        os.rename(made, entry)
    except OSError:  # another worker was first with the same verdict
        shutil.rmtree(made, ignore_errors=True)


def _entry(name: str) -> Path:
    return cache_folder() / "verdicts" / name[:2] / name
