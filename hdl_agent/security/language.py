"""The schema of policy.yaml and properties.yaml; see docs/policy.md for the language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.security.fields import (
    Access,
    Expression,
    FaultDetected,
    Fsm,
    Implies,
    Locked,
    Monitor,
    NoOverlap,
    ResetValue,
    Several,
    TwoCopies,
    Zeroized,
)
from hdl_agent.security.places import Places

SCHEMA_ID = "urn:hdl-agent:policy:1"


class BadPolicy(UsageError):
    """A policy file is not as the language has it."""


TEMPLATES = (
    "monitor",
    "always",
    "never",
    "implies",
    "responds",
    "locked",
    "access",
    "reset_value",
    "fsm",
    "no_overlap",
    "confidential",
    "constant_time",
    "zeroized",
    "fault_detected",
)


class Property(Data):
    """One entry: an id, what it is evidence for, and exactly one template."""

    model_config = {"json_schema_extra": {"oneOf": [{"required": [name]} for name in TEMPLATES]}}

    id: str = Field(pattern=r"^[a-z]\w*$", description="Unique in the file.")
    requirement: str | None = Field(default=None, description="What it is evidence for.")
    cwe: Several = Field(default=(), description="Numbers of the weaknesses (CWE) it speaks of.")
    reset: str = Field(
        default="once",
        pattern="^(once|free)$",
        description="once: reset only at the start. free: reset at any time.",
    )
    depth: int = Field(
        default=30, ge=1, le=1000, description="Cycles searched where no proof is found."
    )
    assume: Expression | None = Field(default=None, description="It holds in every cycle.")
    monitor: Monitor | None = None
    always: Expression | None = None
    never: Expression | None = None
    implies: Implies | None = None
    responds: Implies | None = None
    locked: Locked | None = None
    access: Access | None = None
    reset_value: ResetValue | None = None
    fsm: Fsm | None = None
    no_overlap: NoOverlap | None = None
    confidential: TwoCopies | None = None
    constant_time: TwoCopies | None = None
    zeroized: Zeroized | None = None
    fault_detected: FaultDetected | None = None

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

    @property
    def files(self) -> list[str]:
        """The Verilog files that it names."""
        pair = self.confidential or self.constant_time or self.zeroized
        named = (
            self.monitor and self.monitor.file,
            pair and pair.scope,
            self.fault_detected and self.fault_detected.monitor,
        )
        return [name for name in named if name]


class PolicyFile(Data):
    """What a policy's file holds."""

    properties: tuple[Property, ...] | None = ()


class Policy(Data):
    """A file's properties, and the folder in which its monitors lie; where in it things are."""

    folder: Path
    properties: tuple[Property, ...]
    places: Places = Places()


def schema() -> dict[str, Any]:
    """The JSON schema of a policy's file (draft 2020-12)."""
    made = PolicyFile.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **made,
        "title": "hdl_agent policy",
    }
