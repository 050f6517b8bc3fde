"""``hdl-agent check``: a user's own Verilog."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from hdl_agent.cli.options import json_option, sandbox_option
from hdl_agent.verdict import Evidence, Outcome, Rung, Verdict


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--top", required=True, metavar="MODULE", help="The module to judge.")
@click.option(
    "-f",
    "filelists",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A filelist; names in it are relative to the working folder.",
)
@click.option(
    "-F",
    "own_filelists",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A filelist; names in it are relative to its own folder.",
)
@click.option(
    "--policy", type=click.Path(path_type=Path), help="Properties to prove (docs/policy.md)."
)
@click.option("--clock", default="clk", show_default=True, help="The clock, for the policy.")
@click.option(
    "--reset", default="rst_n", show_default=True, help="The synchronous reset, for the policy."
)
@click.option(
    "--active",
    type=click.Choice(["low", "high"]),
    default="low",
    show_default=True,
    help="The level at which the reset resets.",
)
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=10,
    show_default=True,
    help="Bound of each proof engine on each property.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/check"),
    show_default=True,
    help="Where witnesses of failures go.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["finding", "warning"]),
    default="finding",
    show_default=True,
    help="Whether warnings, too, make the exit status 1.",
)
@sandbox_option
@json_option
def command(
    files: tuple[Path, ...],
    top: str,
    filelists: tuple[Path, ...],
    own_filelists: tuple[Path, ...],
    policy: Path | None,
    clock: str,
    reset: str,
    active: Literal["low", "high"],
    seconds: int,
    out: Path,
    fail_on: str,
    as_json: bool,
) -> None:
    """Judge your own Verilog: integrity, compile, lint, and whatever a policy names.

    Exits with 0 when nothing was found, 1 with findings, 2 for bad usage, 3 when a tool failed, 4
    when a property stays undecided.
    """
    from hdl_agent.ladder.own import Reset, check
    from hdl_agent.rtl.filelist import read_filelist

    sources = list(files)
    sources += [source for path in filelists for source in read_filelist(path)]
    sources += [source for path in own_filelists for source in read_filelist(path, path.parent)]
    if not sources:
        raise click.UsageError("no Verilog: name FILES, or a filelist with -f")
    checked = check(
        sources, top, policy, Reset(clock=clock, reset=reset, active=active), out, seconds
    )
    if as_json:
        click.echo(checked.model_dump_json(indent=1))
    else:
        for warning in checked.warnings:
            click.echo(warning)
        for line in _lines(checked.verdict, out):
            click.echo(line)
    sys.exit(_status(checked.verdict, bool(checked.warnings) and fail_on == "warning"))


def _lines(verdict: Verdict, out: Path) -> list[str]:
    lines = [f"rejected: {reason}" for reason in verdict.rejected]
    for rung in verdict.rungs:
        lines.append(f"{rung.rung}: {rung.outcome}")
        for item in rung.evidence:
            lines.append(f"  {item.outcome} {item.check}: {_strength(item)}{item.detail}")
            if item.witness:
                lines.append(f"    hdl-agent replay {out / item.witness}")
    return lines


def _strength(item: Evidence) -> str:
    """A formal pass always says which: proven, or to how many cycles."""
    if item.strength == "bounded":
        return f"holds to {item.depth} cycles "
    return item.strength or ""


def _status(verdict: Verdict, warned: bool) -> int:
    outcomes = {verdict.rung(rung).outcome for rung in Rung}
    if verdict.rejected or Outcome.FAIL in outcomes or warned:
        return 1
    if Outcome.ERROR in outcomes:
        return 3
    return 4 if Outcome.UNKNOWN in outcomes else 0
