"""The fields of each template; see docs/policy.md for what they mean."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from hdl_agent.data import Data


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
