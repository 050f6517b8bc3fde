"""``hdl-agent suite``: the library's blocks."""

from __future__ import annotations

import json
import sys
import time

import click
from rich.console import Console
from rich.table import Table

from hdl_agent.cli.options import jobs_option, sandbox_option
from hdl_agent.tasks.library import Library


@click.group()
def command() -> None:
    """List, show and validate the library's blocks."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Machine output.")
def list_blocks(as_json: bool) -> None:
    """List all blocks."""
    blocks = Library.default().blocks()
    if as_json:
        tasks = [b.task.model_dump(exclude={"spec", "ports"}) for b in blocks]
        click.echo(json.dumps(tasks, indent=1))
        return
    table = Table("block", "title", "F", "S", "CWE")
    for block in blocks:
        task = block.task
        cwes = ", ".join(map(str, task.cwes))
        table.add_row(task.id, task.title, str(len(task.functional)), str(len(task.security)), cwes)
    Console().print(table)


@command.command()
@click.argument("block")
@click.option("--prompt", type=click.IntRange(0, 2), help="Print the prompt at this hint level.")
def show(block: str, prompt: int | None) -> None:
    """Show a block's requirements, or the prompt that asks for it."""
    found = Library.default().block(block)
    if prompt is not None:
        from hdl_agent.authoring.prompt import render

        click.echo(render(found.task, prompt).text, nl=False)
        return
    click.echo(f"{found.task.id}: {found.task.title}\n")
    for name, requirement in (found.task.functional | found.task.security).items():
        cwes = "".join(f" CWE-{number}" for number in requirement.cwe)
        click.echo(f"  {name}  {requirement.text}{cwes}")
    click.echo(f"\nreference  {found.reference.name}")
    for path in [*found.insecure, *found.broken]:
        click.echo(f"{path.parent.name:9}  {path.name}")


@command.command()
@click.argument("blocks", nargs=-1)
@sandbox_option
@jobs_option
def validate(blocks: tuple[str, ...], jobs: int) -> None:
    """Hold the admission rules of docs/blocks.md against blocks (default: all)."""
    from hdl_agent.campaign.admission import validate as validate_block

    library = Library.default()
    table = Table("block", "designs", "as they must be", "problems")
    failed = False
    for name in blocks or library.ids():
        started = time.monotonic()
        admission = validate_block(library.block(name), jobs)
        seconds = time.monotonic() - started
        click.echo(f"{name}: {admission.designs} designs in {seconds:.0f} s", err=True)
        failed = failed or bool(admission.problems)
        good = f"{admission.designs - len(admission.wrong)}/{admission.designs}"
        table.add_row(name, str(admission.designs), good, "\n".join(admission.problems) or "none")
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    if failed:
        sys.exit(1)
