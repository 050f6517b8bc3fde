"""The weaknesses that requirements name: MITRE's Common Weakness Enumeration, the part in use."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from hdl_agent.data import Data


class Weakness(Data):
    """A CWE entry: its number, MITRE's name, and our description."""

    number: int
    name: str
    about: str


@cache
def catalogue() -> dict[int, Weakness]:
    """Every known weakness by number."""
    content = yaml.safe_load(Path(__file__).with_name("cwe.yaml").read_text())
    return {number: Weakness(number=number, **entry) for number, entry in content.items()}


def titled(number: int) -> str:
    """``CWE-226: Sensitive Information in Resource …``; the number alone of one not in use."""
    known = catalogue().get(number)
    return f"CWE-{number}: {known.name}" if known else f"CWE-{number}"
