"""The schema of policy.yaml and properties.yaml; see docs/policy.md for the language."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.security.places import Places

SCHEMA_ID = "urn:hdl-agent:policy:1"


class BadPolicy(UsageError):
    """A policy file is not as the language has it."""


def _several(content: Any) -> Any:
    return (content,) if isinstance(content, int) else content


def _number(content: Any) -> Any:
    is_number = isinstance(content, int) and not isinstance(content, bool)
    return str(content) if is_number else content


File = Annotated[str, Field(pattern=r"^[\w.-]+\.s?v$", description="A Verilog file beside it.")]
Expression = Annotated[
    str,
    BeforeValidator(_number),
    Field(
        description="A Verilog expression over the design's signals.",
        json_schema_extra={"type": ["string", "integer"]},
    ),
]
Name = Annotated[str, Field(description="A port, or a signal inside by its hierarchical name.")]
Names = tuple[Name, ...]
Value = Annotated[int | str, Field(description="A number, a Verilog literal, or a name for one.")]
Cycles = Annotated[int, Field(ge=0, le=1000, description="A number of clock cycles.")]
Several = Annotated[
    tuple[int, ...],
    BeforeValidator(_several),
    WithJsonSchema(
        {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}
    ),
]


class Monitor(Data):
    """A Verilog module named like its file, beside the policy. ``signals`` connects inputs of the
    module to signals inside the design."""

    file: File
    signals: dict[str, Name] = {}


class Implies(Data):
    """``then`` within that many cycles of ``if``."""

    condition: Expression = Field(alias="if")
    then: Expression
    within: Cycles = 0


class Locked(Data):
    """``asset`` keeps its value from each cycle with ``while`` to the next."""

    asset: Expression
    condition: Expression = Field(alias="while")


class Access(Data):
    """``asset`` changes at the end of a cycle only when that cycle has ``allowed``. With
    ``read_by``: these outputs depend on the register ``asset`` only in cycles with ``allowed``, or
    up to ``within`` cycles after one."""

    asset: Expression
    allowed: Expression
    read_by: Names = ()
    within: Cycles = 0

    @model_validator(mode="after")
    def _consistent(self) -> Access:
        if self.within and not self.read_by:
            raise ValueError("access: `within` goes with `read_by`: a change is never late")
        return self


class ResetValue(Data):
    """Right after reset ``signal`` has ``value`` (Verilog expressions)."""

    signal: Expression
    value: str | int


class Leaves(Data):
    """The machine is in no state, but for those in ``final``, for ``within`` cycles in a row in all
    of which ``while`` is true."""

    within: Annotated[int, Field(ge=1, le=1000)]
    condition: Expression = Field(default="1", alias="while")
    final: tuple[Value, ...] = ()


class Fsm(Data):
    """``state`` has only the values in ``legal``. With ``recovers_within``: one register bit may
    flip, after which it has an illegal value in no more than so many cycles in a row."""

    state: Name
    legal: Annotated[tuple[Value, ...], Field(min_length=1)]
    recovers_within: Annotated[int, Field(ge=1, le=1000)] | None = None
    leaves: Leaves | None = None


class Region(Data):
    """Addresses from ``base`` up to ``limit``, itself included, or ``size`` of them."""

    base: Expression
    limit: Expression | None = None
    size: Expression | None = None
    valid: Expression = "1"

    @model_validator(mode="after")
    def _one(self) -> Region:
        if (self.limit is None) == (self.size is None):
            raise ValueError("a region has either `limit` or `size`")
        return self


class NoOverlap(Data):
    """No two valid ``regions`` share an address, in cycles with ``valid``."""

    regions: Annotated[tuple[Region, ...], Field(min_length=2)]
    valid: Expression = "1"


class TwoCopies(Data):
    """Secrets, observers, and when they count; or a ``scope`` module that says when. Secrets are
    input ports, or registers inside: those may hold something else in cycles with ``secret_when``,
    or with ``at_power_up`` then and only then."""

    secrets: Annotated[Names, Field(min_length=1)]
    observers: Annotated[Names, Field(min_length=1)]
    secret_when: Expression = "1"
    observe_when: Expression = "1"
    at_power_up: bool = False
    scope: File | None = None
    signals: dict[str, Name] = {}

    @model_validator(mode="after")
    def _consistent(self) -> TwoCopies:
        if self.at_power_up and (self.secret_when != "1" or self.scope):
            raise ValueError("`at_power_up` excludes `secret_when` and `scope`")
        if self.signals and not self.scope:
            raise ValueError("`signals` are the inputs of a `scope`: name its file")
        return self


class Zeroized(TwoCopies):
    """No secret from before ``event`` is seen from ``within`` cycles after it."""

    event: Expression
    within: Cycles = 1


class FaultDetected(Data):
    """Holds although any one register bit flips once: a monitor's file or a ``never``. With
    ``alert``: a flip changes no ``observers``, or the alert comes within ``within`` cycles after
    the first difference; flips in cycles with ``unless`` do not count. ``registers``: the only
    ones that flip."""

    monitor: File | None = None
    never: Expression | None = None
    alert: Expression | None = None
    observers: Names = ()
    within: Cycles = 0
    unless: Expression | None = None
    registers: Names = ()
    signals: dict[str, Name] = {}

    @model_validator(mode="after")
    def _one(self) -> FaultDetected:
        ways = (self.monitor, self.never, self.alert)
        if sum(way is not None for way in ways) != 1:
            raise ValueError("fault_detected takes either `monitor` or `never` or `alert`")
        if (self.alert is not None) != bool(self.observers):
            raise ValueError("`alert` and `observers` go together: what must not differ unnoticed")
        if self.alert is None and (self.within or self.unless):
            raise ValueError("`within` and `unless` go with `alert`")
        return self


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
