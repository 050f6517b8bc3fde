"""Which rules, properties and diagnostics a user asked for: --select and --ignore."""

from __future__ import annotations

from collections.abc import Iterable

from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.security.rules.scan import catalogue

LINT = "lint-"
"""Before slang's name of a warning, in the id of its finding."""


class UnknownName(UsageError):
    """--select or --ignore names what does not exist."""


class Choice(Data):
    """Ids, or beginnings of ids. Nothing selected: everything but what is ignored."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, name: str) -> bool:
        """Is this rule, property or diagnostic wanted?"""
        return (not self.select or name.startswith(self.select)) and not name.startswith(
            self.ignore or ("\0",)
        )

    @property
    def rules(self) -> list[str]:
        """The ids of the static rules that are wanted."""
        return [rule.id for rule in catalogue.rules() if self.takes(rule.id)]


def check_names(choice: Choice, properties: Iterable[str]) -> None:
    """Raises UnknownName for a word with which no rule, property or diagnostic begins."""
    known = [rule.id for rule in catalogue.rules()] + list(properties)
    for word in (*choice.select, *choice.ignore):
        if not word or (
            not any(name.startswith(word) for name in known)
            and word[: len(LINT)] != LINT[: len(word)]
        ):
            raise UnknownName(
                f"no rule and no property of the policy begins with {word!r}; there are: "
                f"{', '.join([*known, LINT + '…'])}"
            )
