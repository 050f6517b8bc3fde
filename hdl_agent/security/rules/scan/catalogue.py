"""All static rules: the ``RULE`` of every module in hdl_agent/security/rules."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

from hdl_agent.errors import UsageError
from hdl_agent.security import rules as package
from hdl_agent.security.rules.scan.rule import Rule


class UnknownRule(UsageError):
    """No rule has this id."""


@cache
def _by_id() -> dict[str, Rule]:
    modules = [item.name for item in pkgutil.iter_modules(package.__path__) if not item.ispkg]
    found: list[Rule] = [
        importlib.import_module(f"{package.__name__}.{name}").RULE for name in modules
    ]
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
