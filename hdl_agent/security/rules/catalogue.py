"""All static rules: every module of this package that has a ``RULE``."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache
from pathlib import Path

from hdl_agent.errors import UsageError
from hdl_agent.security.rules.rule import Rule


class UnknownRule(UsageError):
    """No rule has this id."""


@cache
def _by_id() -> dict[str, Rule]:
    package = __name__.rpartition(".")[0]
    found: list[Rule] = []
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        rule = getattr(importlib.import_module(f"{package}.{module.name}"), "RULE", None)
        if isinstance(rule, Rule):
            found.append(rule)
    return {rule.id: rule for rule in sorted(found, key=lambda rule: rule.id)}


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of ids."""
    return tuple(_by_id().values())


def rule(name: str) -> Rule:
    """The rule with this id. Raises UnknownRule, which names what is near."""
    if name in _by_id():
        return _by_id()[name]
    near = difflib.get_close_matches(name, _by_id(), n=3) or list(_by_id())
    raise UnknownRule(f"there is no rule {name!r}: did you mean {' or '.join(near)}?")
