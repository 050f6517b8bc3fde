"""Where derived files live between runs: ``$HDL_AGENT_CACHE``, else the user's cache folder."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """The folder, made if need be."""
    base = os.environ.get("HDL_AGENT_CACHE")
    root = (
        Path(base)
        if base
        else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "hdl-agent"
    )
    root.mkdir(parents=True, exist_ok=True)
    return root.resolve()
