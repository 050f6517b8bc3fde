"""``hdl-agent check``: a user's own Verilog."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from hdl_agent.cli.check_options import design_options, gate_options, report_options, what_options
from hdl_agent.cli.options import jobs_option, json_option, junit_option, sandbox_option


@click.command()
@what_options
@design_options
@gate_options
@report_options
@jobs_option
@sandbox_option
@json_option
@junit_option
def command(rule: str | None, rules: bool, finding: str | None, out: Path, **options: Any) -> None:
    """Judge your own Verilog: integrity, compile, lint, static rules, and what a policy names.

    With FILES or a filelist: that design. Without: the designs of the project file,
    hdl-agent.yaml in the working folder. docs/check.md says more.

    Exits with 0 when nothing was found, 1 with findings, 2 for bad usage, 3 when a tool failed, 4
    when a property stays undecided.
    """
    if rule:
        _explain(rule)
    elif rules:
        _list_rules()
    elif finding:
        _replay(finding, out)
    else:
        _check(out=out, **options)


def _explain(name: str) -> None:
    from hdl_agent.reports.explain import explain
    from hdl_agent.security.rules.scan.catalogue import rule

    click.echo(explain(rule(name)))


def _list_rules() -> None:
    from hdl_agent.reports.explain import listed
    from hdl_agent.security.rules.scan.catalogue import rules

    click.echo(listed(rules()))


def _replay(name: str, out: Path) -> None:
    from hdl_agent.cli.replay import show
    from hdl_agent.reports.check_json import witness_folder

    show(witness_folder(name, out))


def _check(
    *,
    out: Path,
    jobs: int,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    write_baseline: Path | None,
    as_json: bool,
    junit: Path | None,
    sarif: Path | None,
    **options: Any,
) -> None:
    from hdl_agent.campaign.checks import exit_status, run_checks
    from hdl_agent.cli.check_input import asked_for
    from hdl_agent.cli.check_output import write_reports
    from hdl_agent.ladder.choice import Choice
    from hdl_agent.ladder.result import FailOn

    asked = asked_for(**options)
    choice = Choice(select=select, ignore=ignore)
    answers = run_checks(
        asked, choice, out, jobs, whole=not options["names"], new_baseline=write_baseline
    )
    status = exit_status(answers, FailOn(fail_on))
    root = asked[0].design.root
    write_reports(answers, status, FailOn(fail_on), root, out, as_json, junit, sarif)
    sys.exit(status)
