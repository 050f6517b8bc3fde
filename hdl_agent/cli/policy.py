"""``hdl-agent policy``: the policy language, for editors and for a start."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import click

from hdl_agent.cli.options import sandbox_option


@click.group()
def command() -> None:
    """Print the policy language's schema, or start a policy for a design."""


@command.command()
def schema() -> None:
    """Print the JSON schema of a policy's file, with which editors complete and check it."""
    from hdl_agent.security.language import schema as policy_schema

    click.echo(json.dumps(policy_schema(), indent=1))


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--top", required=True, metavar="MODULE", help="The module to judge.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write it here, not on stdout.")
@sandbox_option
def init(files: tuple[Path, ...], top: str, out: Path | None) -> None:
    """Write a starter policy: guesses from the design's names and structure, marked as such."""
    from hdl_agent.rtl.source import read_source
    from hdl_agent.security.starter import draft

    for file in files:
        read_source(file)
    if out is not None and out.exists():
        raise click.UsageError(f"{out} is there already: name another file with --out")
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as scratch:
        text = draft(files, top, Path(scratch))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text)
