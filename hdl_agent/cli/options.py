"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hdl_agent.sandbox.tier import VARIABLE


def _choose_sandbox(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value == "none":
        os.environ[VARIABLE] = "none"
    return value


def sandbox_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--sandbox``: to go without bubblewrap must be said aloud."""
    return click.option(
        "--sandbox",
        type=click.Choice(["bubblewrap", "none"]),
        default=lambda: "none" if os.environ.get(VARIABLE) == "none" else "bubblewrap",
        callback=_choose_sandbox,
        expose_value=False,
        help="How tools are contained; `none` leaves resource limits alone.",
    )(function)


def jobs_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--jobs``: how many designs are judged at a time."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(1, 256),
        default=os.cpu_count() or 1,
        show_default=True,
        help="Designs judged at a time.",
    )(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--json``: machine output alone on stdout."""
    return click.option("--json", "as_json", is_flag=True, help="Machine output on stdout.")(
        function
    )


def junit_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--junit``: a file for CI."""
    return click.option(
        "--junit", type=click.Path(path_type=Path), help="Also write JUnit XML to this file."
    )(function)
