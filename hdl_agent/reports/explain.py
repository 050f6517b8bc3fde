"""What static rules are about, for --explain and --rules."""

from __future__ import annotations

from collections.abc import Iterable

from hdl_agent.security.rules.scan.rule import Rule
from hdl_agent.tasks.cwe import titled


def explain(rule: Rule) -> str:
    """Why it matters, the weaknesses by name, and a bad and a good design."""
    lines = [f"{rule.id} ({rule.severity}): {rule.title}", "", rule.why, ""]
    lines += map(titled, rule.cwe)
    for title, text in (("Bad:", rule.bad), ("Good:", rule.good)):
        lines += ["", title, "", *(f"    {line}" for line in text.strip("\n").split("\n"))]
    return "\n".join(lines)


def listed(rules: Iterable[Rule]) -> str:
    """A table in Markdown, a line a rule; what a rule looks for is in its search's docstring."""
    lines = [
        "| rule | severity | what it finds | what it looks for | weakness |",
        "|" + " --- |" * 5,
    ]
    for rule in rules:
        looked_for = " ".join((rule.find.__doc__ or "").split())
        weaknesses = "; ".join(map(titled, rule.cwe))
        cells = (f"`{rule.id}`", rule.severity, rule.title, looked_for, weaknesses)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
