"""``hdl-agent doctor``: what is here, what is not, and how to add it."""

from __future__ import annotations

import json
import sys

import click
from rich.console import Console
from rich.table import Table

from hdl_agent.cli.options import json_option


@click.command()
@json_option
def command(as_json: bool) -> None:
    """Say what is installed, what is missing and how to add it.

    Exits with 3 when something is missing that no rung can do without.
    """
    from hdl_agent.campaign.doctor import examine

    parts = examine()
    if as_json:
        click.echo(json.dumps([part.model_dump() for part in parts], indent=1))
    else:
        table = Table("part", "state", "without it", "how to add it")
        for part in parts:
            state = part.state if part.works else f"missing: {part.state}"
            table.add_row(
                part.name, state, *(("", "") if part.works else (part.without, part.remedy))
            )
        Console().print(table, markup=False)
    if any(part.needed and not part.works for part in parts):
        sys.exit(3)
