"""The ABC that comes inside the pyosys wheel."""

from __future__ import annotations

from pathlib import Path

import pyosys


def abc_path() -> Path:
    """Its program."""
    return Path(pyosys.__file__).parent / "yosys-abc"
