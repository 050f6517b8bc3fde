"""``hdl-agent equiv``: does a design do the same as a reference?"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from hdl_agent.cli.options import json_option, sandbox_option

if TYPE_CHECKING:
    from hdl_agent.formal.equivalence import Equivalence

STATUS = {"proven": 0, "refuted": 1, "error": 3}
"""Exit status; 4 of anything else, and of a difference that the simulator did not show."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--reference",
    "references",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="A file of the design to compare with; may be repeated.",
)
@click.option("--top", required=True, metavar="MODULE", help="The top module of both.")
@click.option("--clock", default="clk", show_default=True, help="The only clock.")
@click.option("--reset", default="rst_n", show_default=True, help="The reset.")
@click.option(
    "--active",
    type=click.Choice(["low", "high"]),
    default="low",
    show_default=True,
    help="The level at which the reset resets.",
)
@click.option("--depth", type=click.IntRange(5, 1000), default=40, show_default=True)
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=30,
    show_default=True,
    help="Bound of each engine.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/equiv"),
    show_default=True,
    help="Where the witness of a difference goes.",
)
@sandbox_option
@json_option
def command(
    files: tuple[Path, ...],
    references: tuple[Path, ...],
    top: str,
    clock: str,
    reset: str,
    active: Literal["low", "high"],
    depth: int,
    seconds: int,
    out: Path,
    as_json: bool,
) -> None:
    """Compare the Verilog in FILES with a reference, cycle by cycle, for all inputs.

    Exits with 0 when they are equivalent, 1 when they differ, 2 for bad usage, 3 when a tool
    failed, 4 when it stays undecided.
    """
    from hdl_agent.ladder.design import Reset
    from hdl_agent.ladder.equivalent import equivalent

    pins = Reset(clock=clock, reset=reset, active=active)
    workers = os.cpu_count() or 1
    found = equivalent(
        files, references, top, pins, out, depth=depth, seconds=seconds, workers=workers
    )
    click.echo(found.model_dump_json(indent=1) if as_json else _said(found, out))
    unconfirmed = found.status == "refuted" and found.difference is None
    sys.exit(4 if unconfirmed else STATUS.get(found.status.value, 4))


def _said(found: Equivalence, out: Path) -> str:
    shown = found.difference
    if found.status == "proven":
        return f"equivalent: proven by {found.engine}"
    if found.status == "bounded":
        return f"no difference in {found.depth} cycles (bounded, {found.engine})"
    if found.status == "refuted" and shown is not None:
        return (
            f"they differ in cycle {shown.cycle}: {shown.port} is {shown.design}, in the reference"
            f" {shown.reference}\nwaveforms: {out / 'witness'}/*/wave.vcd"
        )
    if found.status == "refuted":
        return f"they differ in cycle {found.depth} of a trace that Icarus did not confirm"
    return f"{found.status}: {found.detail or f'no difference in {found.depth} cycles'}"
