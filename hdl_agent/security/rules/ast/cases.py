"""Case statements: which codes their items match, and what attributes claim of them."""

from __future__ import annotations

import re
from typing import Any

from pyslang.ast import CaseStatementCondition, Compilation

from hdl_agent.security.rules.ast.expressions import bits

_CLAIM = re.compile(r"\b(full_case|parallel_case)\b")
WIDEST = 12
"""Subjects of more bits are not enumerated."""


def claims(case: Any, compilation: Compilation) -> set[str]:
    """Of ``full_case`` and ``parallel_case``, those that an attribute or a pragma states."""
    found = {attribute.name for attribute in compilation.getAttributes(case)}
    if case.syntax is not None and len(case.syntax.items):
        trivia = case.syntax.items[0].getFirstToken().trivia
        found |= set(_CLAIM.findall("".join(item.getRawText() for item in trivia)))
    return found & {"full_case", "parallel_case"}


def patterns(case: Any, scope: Any) -> list[tuple[Any, str]] | None:
    """Each item's expression and bits, ``-`` where any value matches.

    None if not all are constant, or if it is the subject that is, as in ``case (1'b1)``.
    """
    if bits(case.expr, scope) is not None:
        return None
    wild = {
        CaseStatementCondition.WildcardJustZ: "z",
        CaseStatementCondition.WildcardXOrZ: "xz",
        CaseStatementCondition.Inside: "xz",
    }.get(case.condition, "")
    found = []
    for item in case.items:
        for expression in item.expressions:
            text = bits(expression, scope)
            if text is None:
                return None
            found.append((expression, "".join("-" if bit in wild else bit for bit in text)))
    return found


def within(inner: str, outer: str) -> bool:
    """Does the outer pattern match all that the inner one does?"""
    return len(inner) == len(outer) and all(
        o == "-" or i == o for i, o in zip(inner, outer, strict=True)
    )


def unmatched(found: list[tuple[Any, str]], width: int) -> int:
    """How many codes of the subject no item matches; 0 where they are too many to enumerate."""
    if width > WIDEST:
        return 0
    codes = {format(code, f"0{width}b") for code in range(1 << width)}
    for _, pattern in found:
        if pattern[:-width].strip("0-"):
            continue
        tail = pattern[-width:]
        codes = {code for code in codes if not within(code, tail)}
    return len(codes)
