"""From the options of ``hdl-agent check`` to the designs that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from hdl_agent.campaign.checks import Job
from hdl_agent.campaign.project import FILE, jobs_of, load_project
from hdl_agent.errors import UsageError
from hdl_agent.ladder.baseline import Baseline, load_baseline
from hdl_agent.ladder.design import Bounds, Design, Reset
from hdl_agent.ladder.waivers import load_waivers
from hdl_agent.rtl.filelist import read_filelist
from hdl_agent.rtl.source_set import SourceSet


def asked_for(
    *,
    files: Sequence[Path],
    filelists: Sequence[Path],
    own_filelists: Sequence[Path],
    project: Path | None,
    names: Sequence[str],
    seconds: int,
    memory: int,
    **about_design: Any,
) -> list[Job]:
    """One job for the files named, or the jobs of the project. Raises UsageError."""
    bounds = Bounds(seconds=seconds, memory_mb=memory)
    if files or filelists or own_filelists:
        if project or names:
            raise click.UsageError("name files, or a project and its designs, not both")
        return [_job(_sources(files, filelists, own_filelists), bounds, **about_design)]
    given = [option for option, value in about_design.items() if value]
    if given:
        raise click.UsageError(
            f"--{given[0]} is about a design: name its FILES, or a filelist with -f; a project's "
            f"designs have theirs in {FILE}"
        )
    if project is None and not Path(FILE).is_file():
        raise click.UsageError(
            f"no Verilog: name FILES, or a filelist with -f, or write a project file {FILE}"
        )
    return jobs_of(load_project(project or Path(FILE)), names, bounds)


def _sources(
    files: Sequence[Path], filelists: Sequence[Path], own_filelists: Sequence[Path]
) -> SourceSet:
    sources = SourceSet(files=tuple(files))
    for path in filelists:
        sources += read_filelist(path)
    for path in own_filelists:
        sources += read_filelist(path, path.parent)
    return sources


def _job(
    sources: SourceSet,
    bounds: Bounds,
    *,
    top: str | None,
    defines: tuple[str, ...],
    include: tuple[Path, ...],
    parameters: tuple[str, ...],
    policy: Path | None,
    waivers: Path | None,
    baseline: Path | None,
    **pins: str | None,
) -> Job:
    design = Design(
        name=top or "design",
        sources=sources + SourceSet(defines=defines, include=include),
        top=top or "",
        root=Path.cwd(),
        parameters=dict(map(_assignment, parameters)),
        policy=policy,
        pins=Reset.model_validate({name: value for name, value in pins.items() if value}),
        bounds=bounds,
    )
    return Job(
        design=design,
        waivers=load_waivers(waivers) if waivers else (),
        baseline=load_baseline(baseline) if baseline else Baseline(),
    )


def _assignment(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    if not name or not value:
        raise UsageError(f"-G {text}: write NAME=VALUE")
    return name, value
