"""The words of identifiers, which are split at underscores, dots, digits and capitals."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a hierarchical name's last component, in lower case: ``aesKey_reg`` is aes, key,
    reg."""
    return tuple(word.lower() for word in _WORD.findall(name.rpartition(".")[2]))


def says(name: str, meant: frozenset[str]) -> bool:
    """Does one of the identifier's words belong to those that are meant?"""
    return not meant.isdisjoint(words(name))
