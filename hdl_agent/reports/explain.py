"""What a rule is about, for --explain."""

from __future__ import annotations

from hdl_agent.security.rules.scan.rule import Rule
from hdl_agent.tasks.cwe import catalogue


def explain(rule: Rule) -> str:
    """Why it matters, the weaknesses by name, and a bad and a good design."""
    lines = [f"{rule.id} ({rule.severity}): {rule.title}", "", rule.why, ""]
    lines += [_weakness(number) for number in rule.cwe]
    for title, text in (("Bad:", rule.bad), ("Good:", rule.good)):
        lines += ["", title, "", *(f"    {line}" for line in text.strip("\n").split("\n"))]
    return "\n".join(lines)


def _weakness(number: int) -> str:
    known = catalogue().get(number)
    return f"CWE-{number}: {known.name}" if known else f"CWE-{number}"
