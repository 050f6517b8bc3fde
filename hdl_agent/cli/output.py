"""How a run is shown, the same after `run` and by `report`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console

from hdl_agent.campaign.store import Store, write_atomically
from hdl_agent.metrics.funnel import funnel
from hdl_agent.metrics.weaknesses import violations
from hdl_agent.reports.html import render
from hdl_agent.reports.json_report import summary
from hdl_agent.reports.run_junit import run_junit
from hdl_agent.reports.terminal import show
from hdl_agent.tasks.library import Library

WIDTH = 120
"""Columns where the output is no terminal."""


def present(store: Store, library: Library, *, as_json: bool, junit: Path | None) -> None:
    """Tables (or JSON) on stdout, the HTML report in the run's folder, JUnit where asked for."""
    run, attempts = store.read_run(), store.attempts()
    names = {attempt.task for attempt in attempts} & set(library.ids())
    tasks = {name: library.block(name).task for name in sorted(names)}
    page = store.folder / "report.html"
    write_atomically(page, render(run, attempts, tasks, folder=str(store.folder)))
    if junit is not None:
        write_atomically(junit, run_junit(run, attempts))
    if as_json:
        click.echo(json.dumps(summary(run, attempts, tasks), indent=1))
    else:
        console = Console(width=None if sys.stdout.isatty() else WIDTH)
        if run.about_model:
            console.print(run.about_model, markup=False, highlight=False)
        show(funnel(attempts, run.seed), violations(attempts), console)
    click.echo(f"report: {page}", err=as_json)
