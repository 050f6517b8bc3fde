"""The schema and loader of policy.yaml and properties.yaml; see docs/blocks.md for the language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError, model_validator

from hdl_agent.data import Data
from hdl_agent.errors import UsageError


class BadPolicy(UsageError):
    """A policy file is not as the language has it."""


class Monitor(Data):
    """A Verilog module named like its file, beside the policy."""

    file: str = Field(pattern=r"^[\w.-]+\.s?v$")


class Implies(Data):
    """``then`` within that many cycles of ``if``."""

    condition: str = Field(alias="if")
    then: str
    within: int = Field(default=0, ge=0, le=1000)


class Locked(Data):
    """``asset`` keeps its value from each cycle with ``while`` to the next."""

    asset: str
    condition: str = Field(alias="while")


class ResetValue(Data):
    """Right after reset ``signal`` has ``value`` (Verilog expressions)."""

    signal: str
    value: str | int


class TwoCopies(Data):
    """Secrets, observers, and when they count; or a ``scope`` module that says when."""

    secrets: tuple[str, ...]
    observers: tuple[str, ...]
    secret_when: str = "1"
    observe_when: str = "1"
    scope: str | None = Field(default=None, pattern=r"^[\w.-]+\.s?v$")


class Zeroized(TwoCopies):
    """No secret from before ``event`` is seen from ``within`` cycles after it."""

    event: str
    within: int = Field(default=1, ge=0, le=1000)


class FaultDetected(Data):
    """Holds although any one register bit flips once: a monitor's file or a ``never``."""

    monitor: str | None = Field(default=None, pattern=r"^[\w.-]+\.s?v$")
    never: str | None = None

    @model_validator(mode="after")
    def _one(self) -> FaultDetected:
        if (self.monitor is None) == (self.never is None):
            raise ValueError("fault_detected takes either `monitor` or `never`")
        return self


TEMPLATES = (
    "monitor",
    "always",
    "never",
    "implies",
    "responds",
    "locked",
    "reset_value",
    "confidential",
    "constant_time",
    "zeroized",
    "fault_detected",
)


class Property(Data):
    """One entry: an id, what it is evidence for, and exactly one template."""

    id: str = Field(pattern=r"^[a-z]\w*$")
    requirement: str | None = None
    cwe: tuple[int, ...] = ()
    reset: str = Field(default="once", pattern="^(once|free)$")
    depth: int = Field(default=30, ge=1, le=1000)
    assume: str | None = None
    monitor: Monitor | None = None
    always: str | None = None
    never: str | None = None
    implies: Implies | None = None
    responds: Implies | None = None
    locked: Locked | None = None
    reset_value: ResetValue | None = None
    confidential: TwoCopies | None = None
    constant_time: TwoCopies | None = None
    zeroized: Zeroized | None = None
    fault_detected: FaultDetected | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_cwe_is_a_list(cls, content: Any) -> Any:
        if isinstance(content, dict) and isinstance(content.get("cwe"), int):
            return {**content, "cwe": (content["cwe"],)}
        return content

    @model_validator(mode="after")
    def _one_template(self) -> Property:
        named = [name for name in TEMPLATES if getattr(self, name) is not None]
        if len(named) != 1:
            raise ValueError(
                f"exactly one template a property, not {named}: {', '.join(TEMPLATES)}"
            )
        return self

    @property
    def template(self) -> str:
        """The name of the template used."""
        return next(name for name in TEMPLATES if getattr(self, name) is not None)


class Policy(Data):
    """A file's properties, and the folder in which its monitors lie."""

    folder: Path
    properties: tuple[Property, ...]


def load(path: Path) -> Policy:
    """Read a policy. An absent file is an empty policy. Raises BadPolicy naming file and entry."""
    if not path.exists():
        return Policy(folder=path.parent, properties=())
    try:
        content = yaml.safe_load(path.read_text()) or {}
        policy = Policy(folder=path.parent, properties=tuple(content.get("properties") or ()))
    except ValidationError as error:
        first = error.errors()[0]
        entry = _entry(content, first["loc"])
        raise BadPolicy(f"{path}: {entry}{first['msg']}; see docs/blocks.md") from error
    except (yaml.YAMLError, AttributeError, OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{path}: not a policy: {error}; see docs/blocks.md") from error
    ids = [item.id for item in policy.properties]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise BadPolicy(f"{path}: the id {twice[0]!r} occurs twice; ids are unique in a file")
    for item in policy.properties:
        for name in re.findall(r"'(?:file|monitor|scope)': '([^']+\.s?v)'", str(item.model_dump())):
            if not (path.parent / name).is_file():
                raise BadPolicy(
                    f"{path}: property {item.id!r} names {name}, which is not beside it"
                )
    return policy


def _entry(content: dict[str, Any], location: tuple[int | str, ...]) -> str:
    if len(location) < 2 or not isinstance(location[1], int):
        return ""
    item = content["properties"][location[1]]
    name = item.get("id", f"number {location[1] + 1}") if isinstance(item, dict) else item
    field = ".".join(str(part) for part in location[2:])
    return f"property {name!r}{', ' + field if field else ''}: "
