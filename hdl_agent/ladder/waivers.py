"""Waivers: findings that a team has looked at and accepts, each with its reason."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError, field_validator

from hdl_agent import plain_yaml
from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.ladder.result import Result, Suppression


class BadWaivers(UsageError):
    """A waiver file is not a list of waivers."""


class Waiver(Data):
    """``rule``: an id. ``path``: a pattern, in which ``*`` also stands for slashes. ``message``: a
    regular expression, found anywhere. ``expires``: the last day on which it holds."""

    rule: str = Field(min_length=1)
    path: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    message: str | None = None
    expires: datetime.date | None = None

    @field_validator("message")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return pattern

    def __str__(self) -> str:
        return f"{self.rule} in {self.path}"

    def holds(self, today: datetime.date) -> bool:
        """Is it still in force?"""
        return self.expires is None or today <= self.expires

    def fits(self, result: Result) -> bool:
        """Does it speak of this result? Nothing waives a design that cannot be read."""
        finding = result.finding
        return (
            not result.blocks
            and fnmatchcase(finding.rule, self.rule)
            and fnmatchcase(finding.place.file, self.path)
            and re.search(self.message or "", finding.message) is not None
        )


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """Raises BadWaivers, which names the file and the entry."""
    try:
        content: Any = plain_yaml.load(path.read_text()) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadWaivers(f"{path}: not a waiver file: {error}; see docs/check.md") from error
    if not isinstance(content, list):
        raise BadWaivers(f"{path}: a waiver file is a list of entries; see docs/check.md")
    waivers = []
    for number, entry in enumerate(content, start=1):
        try:
            waivers.append(Waiver.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            field = "".join(f", {part}" for part in first["loc"])
            raise BadWaivers(
                f"{path}: waiver number {number}{field}: {first['msg']}; see docs/check.md"
            ) from error
    return tuple(waivers)


def waive(
    results: Sequence[Result], waivers: Sequence[Waiver], today: datetime.date
) -> list[Result]:
    """The results, those that a waiver speaks of marked."""
    marked = []
    for result in results:
        fits = (waiver for waiver in waivers if waiver.holds(today) and waiver.fits(result))
        waiver = next(fits, None)
        marked.append(_marked(result, waiver) if waiver else result)
    return marked


def _marked(result: Result, waiver: Waiver) -> Result:
    return result.model_copy(update={"suppressed": Suppression(by="waiver", reason=waiver.reason)})


def remark(waiver: Waiver, results: Sequence[Result], today: datetime.date) -> str | None:
    """What is to be said of a waiver itself, given all that was found where it was in force."""
    used = any(waiver.fits(result) for result in results)
    if not waiver.holds(today):
        end = "the finding counts again" if used else "and nothing is found there: remove it"
        return f"the waiver of {waiver} expired on {waiver.expires}: {end}"
    return None if used else f"the waiver of {waiver} is not used: nothing is found there"
