"""The options of ``hdl-agent check``, by what they are about."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
PATH: click.Path = click.Path(path_type=Path)


def _together(*options: Decorator) -> Decorator:
    return lambda function: reduce(lambda f, option: option(f), reversed(options), function)


what_options = _together(
    click.argument("files", nargs=-1, type=PATH),
    click.option(
        "-f",
        "filelists",
        multiple=True,
        type=PATH,
        metavar="FILE",
        help="A filelist; names in it are relative to the working folder.",
    ),
    click.option(
        "-F",
        "own_filelists",
        multiple=True,
        type=PATH,
        metavar="FILE",
        help="A filelist; names in it are relative to its own folder.",
    ),
    click.option("--project", type=PATH, help="A project file. Default: hdl-agent.yaml."),
    click.option(
        "--design",
        "names",
        multiple=True,
        metavar="NAME",
        help="Only this design of the project; may be repeated.",
    ),
    click.option(
        "--explain", "rule", metavar="RULE", help="Say what a static rule is about, and stop."
    ),
    click.option("--rules", is_flag=True, help="List the static rules, and stop."),
    click.option(
        "--replay",
        "finding",
        metavar="FINDING",
        help="Run a failed property of the last check again: its id, or the fingerprint.",
    ),
)

design_options = _together(
    click.option("--top", metavar="MODULE", help="The module to judge; never guessed."),
    click.option("-D", "defines", multiple=True, metavar="NAME[=VALUE]", help="A macro."),
    click.option(
        "-I", "include", multiple=True, type=PATH, metavar="FOLDER", help="Where `include looks."
    ),
    click.option(
        "-G", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the top."
    ),
    click.option("--policy", type=PATH, help="Properties to prove."),
    click.option("--clock", help="The clock, for the policy. Default: clk."),
    click.option("--reset", help="The synchronous reset, for the policy. Default: rst_n."),
    click.option(
        "--active",
        type=click.Choice(["low", "high"]),
        help="The level at which the reset resets. Default: low.",
    ),
    click.option("--waivers", type=PATH, help="Findings that are accepted, with reasons."),
    click.option("--baseline", type=PATH, help="Findings that were there before."),
    click.option(
        "--seconds", type=click.IntRange(1, 3600), default=10, show_default=True,
        help="Bound of each proof engine on each property.",
    ),
    click.option(
        "--memory", type=click.IntRange(100), default=6000, show_default=True,
        help="Bound of each proof engine, in MiB.",
    ),
)  # fmt: skip

gate_options = _together(
    click.option(
        "--select",
        multiple=True,
        metavar="RULE",
        help="Only rules, properties and warnings that begin so; may be repeated.",
    ),
    click.option(
        "--ignore", multiple=True, metavar="RULE", help="Not those that begin so; may be repeated."
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["high", "medium", "low", "warning", "never"]),
        default="low",
        show_default=True,
        help="The least finding that makes the exit status 1. A design that does not compile does.",
    ),
    click.option(
        "--write-baseline", type=PATH, metavar="FILE", help="Write what is found, and accept it."
    ),
)

report_options = _together(
    click.option(
        "-o",
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("build/check"),
        show_default=True,
        help="Where witnesses of failures go.",
    ),
    click.option("--sarif", type=PATH, help="Also write SARIF 2.1.0 to this file."),
)
