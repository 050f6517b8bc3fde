"""A finding: what a static rule or a failed property says of a place in a user's design.

It stands beside the verdicts, outside the rooms: rules make findings, reports read them.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

from hdl_agent.data import Data


class Severity(StrEnum):
    """How bad it would be if it is as the finding says, worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Place(Data):
    """Where in the sources; line and column count from 1, and 0 means that it is not known."""

    file: str
    line: int = 0
    column: int = 0


class Finding(Data):
    """``rule`` is a static rule's id or a property's; ``text`` is the source line, trimmed.

    ``witness``: the folder that replays a property's, relative to the folder of the check.
    """

    rule: str
    severity: Severity
    message: str
    place: Place
    cwe: tuple[int, ...] = ()
    text: str = ""
    witness: str | None = None

    @property
    def fingerprint(self) -> str:
        """Stays the same when lines move: 16 hex digits of rule, file, source text and message."""
        parts = (self.rule, self.place.file, self.text, self.message)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
