"""``hdl-agent replay``: a failure, again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hdl_agent.cli.options import sandbox_option
from hdl_agent.tasks.library import Library


@click.command()
@click.argument("witness", type=click.Path(exists=True, file_okay=False, path_type=Path))
@sandbox_option
def command(witness: Path) -> None:
    """Run the failure in the folder WITNESS again. Exits with 1 when it shows, with 0 when not."""
    show(witness)


def show(witness: Path) -> None:
    """The same, for other commands."""
    from hdl_agent.ladder.replay import replay

    seen = replay(witness, Library.default())
    for line in seen.lines:
        click.echo(line)
    sys.exit(1 if seen.shows else 0)
