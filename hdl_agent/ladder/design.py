"""A user's own design: what is to be checked, and within which bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from hdl_agent.data import Data
from hdl_agent.rtl.source_set import SourceSet


class Reset(Data):
    """Clock and synchronous reset; looked at when there is a policy."""

    clock: str = "clk"
    reset: str = "rst_n"
    active: Literal["low", "high"] = "low"


class Bounds(Data):
    """Of each proof engine on each property: seconds, and MiB of memory."""

    seconds: int = Field(default=10, ge=1, le=3600)
    memory_mb: int = Field(default=6000, ge=100)


class Design(Data):
    """``parameters`` of the top module, by name. ``root``: the folder from which files are named
    in findings, waivers and baselines."""

    name: str
    sources: SourceSet
    top: str
    root: Path
    parameters: dict[str, str] = {}
    policy: Path | None = None
    pins: Reset = Reset()
    bounds: Bounds = Bounds()
