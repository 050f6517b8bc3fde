"""Tables for a terminal. Texts from outside are never read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hdl_agent.metrics.funnel import Funnel, Level
from hdl_agent.metrics.intervals import Rate, Share
from hdl_agent.metrics.weaknesses import Violation
from hdl_agent.reports.notation import NOTHING, between, cwe_names, hint_name, percent
from hdl_agent.verdict import Rung


def show(funnel: Funnel, violations: Sequence[Violation], console: Console) -> None:
    """The ladder, what fails, and what does not count."""
    ladder(funnel, console)
    failing(violations, [level.hint for level in funnel.levels], console)
    notes(funnel, console)


def ladder(funnel: Funnel, console: Console) -> None:
    """Rows: hint levels and all; a share stands over its 95 % interval, in percent."""
    table = Table(
        title="Share of attempts that reach each rung",
        caption="Below each share: its 95 % interval. gap: functional, not secure.",
        caption_justify="left",
        title_justify="left",
        padding=(0, 1, 0, 0),
    )
    table.add_column("")
    for name in ("made", *(rung.value for rung in Rung), "functional\n@1", "secure\n@1", "gap"):
        table.add_column(name, justify="right")
    for level in funnel.levels:
        table.add_row(*_cells(level))
    table.add_section()
    table.add_row(*_cells(funnel.overall), style="bold")
    console.print(table)


def failing(violations: Sequence[Violation], hints: Sequence[int | None], console: Console) -> None:
    """The security requirements that attempts fail, and how many do at each hint level."""
    if not violations:
        console.print("No attempt fails a security requirement that was checked.")
        return
    table = Table(title="Security requirements that attempts fail", title_justify="left")
    for name in ("task", "requirement", "CWE"):
        table.add_column(name, overflow="fold")
    for hint in hints:
        table.add_column(hint_name(hint), justify="right")
    for item in violations:
        counts = (len(item.failing.get(hint, ())) if hint is not None else 0 for hint in hints)
        texts = [item.task, item.requirement, cwe_names(item.cwe)]
        table.add_row(*map(Text, texts), *(str(count) if count else NOTHING for count in counts))
    console.print(table)


def notes(funnel: Funnel, console: Console) -> None:
    """What is not in the figures, or is there without having been decided."""
    overall = funnel.overall
    for step in overall.steps:
        if step.errors:
            console.print(
                f"error at {step.rung.value}: {step.errors} (a tool's or ours, neither for nor"
                " against the design: not counted from that rung up)",
                style="yellow",
            )
        if step.unknown:
            console.print(
                f"unknown at {step.rung.value}: {step.unknown} (a bound was reached: counted as not"
                " passed)",
                style="yellow",
            )
    if overall.rejected:
        console.print(
            f"rejected by the integrity gate: {overall.rejected} (never run: counted as not passed)"
        )
    if overall.attempts and overall.errors == overall.attempts:
        console.print("Every attempt ended in an error: no figure says anything.", style="red")


def _cells(level: Level) -> list[str]:
    shares = (_stacked(step.reached) for step in level.steps)
    at_1 = (_stacked(rate) for rate in (level.functional_at_1, level.secure_at_1))
    return [hint_name(level.hint), str(level.attempts), *shares, *at_1, _stacked(level.gap)]


def _stacked(share: Share | Rate | None) -> str:
    return NOTHING if share is None else f"{percent(share.value)}\n{between(share.interval)}"
