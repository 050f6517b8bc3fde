"""``hdl-agent report``: a stored run, again."""

from __future__ import annotations

from pathlib import Path

import click

from hdl_agent.campaign.store import Store
from hdl_agent.cli.options import json_option, junit_option
from hdl_agent.cli.output import present
from hdl_agent.tasks.library import Library


@click.command()
@click.argument("run", type=click.Path(path_type=Path, file_okay=False))
@json_option
@junit_option
def command(run: Path, as_json: bool, junit: Path | None) -> None:
    """Show the run in the folder RUN and write its HTML report anew. Judges nothing."""
    present(Store(run), Library.default(), as_json=as_json, junit=junit)
