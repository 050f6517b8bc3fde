"""``hdl-agent run``: ask, climb, store, report."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hdl_agent.authoring.prompt import HINT_LEVELS
from hdl_agent.campaign.attempt import Attempt
from hdl_agent.campaign.begin import Existing, begin
from hdl_agent.campaign.execute import execute
from hdl_agent.campaign.plan import Job, plan
from hdl_agent.cli.options import jobs_option, json_option, junit_option, sandbox_option
from hdl_agent.cli.output import present
from hdl_agent.metrics.standing import exit_status, highest
from hdl_agent.models.choose import choose
from hdl_agent.tasks.library import Library
from hdl_agent.verdict import Rung


@click.command()
@click.option(
    "--model",
    "word",
    default="recorded",
    show_default=True,
    metavar="MODEL",
    help="recorded, recorded:FOLDER or command:PROGRAM (prompt on stdin, answer on stdout).",
)
@click.option(
    "-b",
    "--block",
    "blocks",
    multiple=True,
    metavar="AREA/BLOCK",
    help="Only this block; may be repeated. Default: all.",
)
@click.option(
    "--hint",
    "hints",
    multiple=True,
    type=click.Choice([str(h) for h in HINT_LEVELS]),
    help="Only this hint level; may be repeated. Default: all.",
)
@click.option(
    "--samples",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="Answers for each block and hint level; of recordings at most as many as there are.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="Seed of the tests' random stimulus, of place and route, and of the intervals.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The run's folder.")
@click.option("--resume", is_flag=True, help="Go on with the run in --out.")
@click.option("--replace", is_flag=True, help="Delete the run in --out first.")
@click.option(
    "--fail-on",
    type=click.Choice([rung.value for rung in Rung]),
    help="Exit with 1 when an attempt fails this rung or one below, 4 when left undecided.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and stop.")
@sandbox_option
@jobs_option
@json_option
@junit_option
def command(
    word: str,
    blocks: tuple[str, ...],
    hints: tuple[str, ...],
    samples: int,
    seed: int,
    out: Path | None,
    resume: bool,
    replace: bool,
    fail_on: str | None,
    dry_run: bool,
    jobs: int,
    as_json: bool,
    junit: Path | None,
) -> None:
    """Ask a model for blocks, climb the ladder with each answer, store and report.

    Attempts are stored as they end; --resume goes on where a run was cut off. Verdicts on designs
    that were judged before, by the same checks and tools, come from the cache.
    """
    if resume and replace:
        raise click.UsageError("--resume and --replace exclude each other")
    if resume and out is None:
        raise click.UsageError("--resume needs --out, the folder of the run to go on with")
    library = Library.default()
    model = choose(word, library.recordings)
    tasks = [library.block(name).task.id for name in blocks or library.ids()]
    levels = [int(hint) for hint in hints] or HINT_LEVELS
    planned = plan(model, tasks, levels, samples)
    if not planned:
        raise click.UsageError(f"{model.name} has no answer for these blocks and hint levels")
    if dry_run:
        for job in planned:
            click.echo(job.name)
        return
    existing = Existing.REPLACE if replace else Existing.RESUME if resume else Existing.REFUSE
    now = datetime.datetime.now(datetime.UTC)
    store = begin(out or Path("runs") / f"{now:%Y%m%d-%H%M%S}", planned, model, seed, existing)
    made = _progress(planned, execute(planned, model, library, store, seed, jobs))
    present(store, library, as_json=as_json, junit=junit)
    sys.exit(exit_status(made, Rung(fail_on) if fail_on else None))


def _progress(planned: Sequence[Job], attempts: Iterable[Attempt]) -> list[Attempt]:
    """Consume the attempts with a bar on stderr, or a plain line each where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("judging"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    made = []
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=len(planned))
        for attempt in attempts:
            made.append(attempt)
            progress.update(bar, advance=1, description=attempt.name)
            if not console.is_terminal:
                rung = highest(attempt.verdict)
                reached = f"reached {rung}" if rung else "reached no rung"
                click.echo(f"{len(made)}/{len(planned)} {attempt.name}: {reached}", err=True)
    return made
