"""The report as one HTML file: no script, nothing from a network, inline pictures.

Its policy (in the template's head) forbids a browser to load or run anything, so a text that a
model wrote stays text even where escaping would be forgotten. Links to witnesses are relative to
the run's folder, where the file belongs.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from hdl_agent.campaign.attempt import Attempt, Run
from hdl_agent.data import Data
from hdl_agent.metrics.funnel import funnel
from hdl_agent.metrics.standing import errored, highest, undecided
from hdl_agent.metrics.weaknesses import Finding, findings, heat_map
from hdl_agent.reports import notation
from hdl_agent.reports.pictures import pictures
from hdl_agent.reports.svg import funnel_picture, heat_picture
from hdl_agent.tasks.cwe import catalogue
from hdl_agent.tasks.task import Requirement, Task
from hdl_agent.verdict import Rung

_environment = Environment(
    loader=PackageLoader("hdl_agent.reports", "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=True,
)
_environment.filters.update(
    percent=notation.percent,
    between=notation.between,
    ratio=notation.ratio,
    hint_name=notation.hint_name,
    cwe_names=notation.cwe_names,
    mark=notation.mark,
)


class Group(Data):
    """The findings against one requirement of a task."""

    task: str
    requirement: str
    text: str
    cwe: tuple[int, ...]
    findings: tuple[Finding, ...]


class Column(Data):
    """A column of the matrix."""

    hint: int
    sample: int


def render(
    run: Run,
    attempts: Sequence[Attempt],
    tasks: Mapping[str, Task],
    folder: str | None = None,
) -> str:
    """The page. ``folder`` is the run's, as replay commands shall name it; where it is None, they
    name the run's id, and the page has no waveforms."""
    heat = heat_map(attempts, tasks)
    figures, found = funnel(attempts, run.seed), findings(attempts)
    weaknesses = catalogue()
    names = {cwe: weaknesses[cwe].name for cwe in heat.cwes if cwe in weaknesses}
    columns = sorted({(attempt.hint, attempt.sample) for attempt in attempts})
    template = _environment.get_template("report.html.j2")
    return template.render(
        run=run,
        attempts=attempts,
        dates=sorted({attempt.recorded_on for attempt in attempts if attempt.recorded_on}),
        funnel=figures,
        funnel_picture=funnel_picture(figures),
        heat=heat,
        heat_picture=heat_picture(heat, names),
        columns=[Column(hint=hint, sample=sample) for hint, sample in columns],
        matrix=_matrix(attempts),
        titles={name: task.title for name, task in tasks.items()},
        groups=_groups(found, tasks),
        pictures=pictures(found, Path(folder)) if folder else {},
        rejected=[attempt for attempt in attempts if attempt.verdict.rejected],
        errors=[attempt for attempt in attempts if errored(attempt)],
        unknown=[attempt for attempt in attempts if undecided(attempt)],
        rungs=list(Rung),
        hints=notation.HINTS,
        symbols=notation.SYMBOLS,
        nothing=notation.NOTHING,
        stopped=notation.stopped,
        colour=_colour,
        link=_link,
        replay=lambda finding: _replay(folder or run.id, finding),
    )


def _matrix(attempts: Sequence[Attempt]) -> dict[str, dict[tuple[int, int], Attempt]]:
    """Attempts by task and (hint, sample)."""
    rows: dict[str, dict[tuple[int, int], Attempt]] = {}
    for attempt in sorted(attempts, key=lambda attempt: attempt.task):
        rows.setdefault(attempt.task, {})[attempt.hint, attempt.sample] = attempt
    return rows


def _groups(found: Sequence[Finding], tasks: Mapping[str, Task]) -> list[Group]:
    """Findings by task and requirement, those that count first."""
    by_requirement: dict[tuple[str, str], list[Finding]] = {}
    for item in sorted(found, key=lambda item: not item.counts):
        name = item.evidence.requirement or item.evidence.check
        by_requirement.setdefault((item.task, name), []).append(item)
    groups = []
    for (task, name), items in sorted(by_requirement.items()):
        asked = _requirement(tasks.get(task), name)
        cwe = tuple(sorted({cwe for item in items for cwe in item.evidence.cwe}))
        text = asked.text if asked else ""
        group = Group(task=task, requirement=name, text=text, cwe=cwe, findings=tuple(items))
        groups.append(group)
    return groups


def _requirement(task: Task | None, name: str) -> Requirement | None:
    return (task.security | task.functional).get(name) if task else None


def _colour(attempt: Attempt) -> str:
    """The style class of a cell of the matrix."""
    if attempt.verdict.rejected:
        return "rejected"
    if errored(attempt):
        return "error"
    rung = highest(attempt.verdict)
    return rung.value if rung else "none"


def _link(finding: Finding) -> str:
    return quote(f"attempts/{finding.attempt}/{finding.evidence.witness}")


def _replay(folder: str, finding: Finding) -> str:
    path = f"{folder}/attempts/{finding.attempt}/{finding.evidence.witness}"
    return f"hdl-agent replay {shlex.quote(path)}"
