"""How a check's answers are shown, and the files that they are written to."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

import click

from hdl_agent.campaign.store import write_atomically
from hdl_agent.ladder.checked import Checked
from hdl_agent.ladder.result import FailOn
from hdl_agent.reports.check_json import FILE, check_json
from hdl_agent.reports.check_junit import check_junit
from hdl_agent.reports.check_text import check_text, summary
from hdl_agent.reports.sarif import sarif as sarif_text


def write_reports(
    answers: Sequence[Checked],
    status: int,
    fail_on: FailOn,
    root: Path,
    out: Path,
    as_json: bool,
    junit: Path | None,
    sarif: Path | None,
) -> None:
    """Text or JSON on stdout, the JSON in the check's folder too, and the files asked for."""
    base = os.path.relpath(root)
    content = check_json(answers, status, base, out)
    write_atomically(out / FILE, content + "\n")
    if junit:
        now = datetime.datetime.now(datetime.UTC)
        write_atomically(junit, check_junit(answers, fail_on, f"{now:%Y-%m-%dT%H:%M:%S}"))
    if sarif:
        write_atomically(sarif, sarif_text(answers, status, base))
    if as_json:
        click.echo(content)
        for answer in answers:
            click.echo(f"{answer.name}: {summary(answer)}", err=True)
        return
    for line in check_text(answers, base, out):
        click.echo(line)
