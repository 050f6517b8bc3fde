"""What is to be proven, free of any vocabulary but that of formal verification."""

from __future__ import annotations

from enum import StrEnum

from hdl_agent.data import Data
from hdl_agent.tasks.task import Port


class Interface(Data):
    """The ports of the design under proof: one clock, one reset, rising edge."""

    top: str
    clock: str
    reset: str
    reset_active: int
    ports: tuple[Port, ...]

    @property
    def inputs(self) -> list[Port]:
        """Input ports without clock and reset."""
        special = (self.clock, self.reset)
        return [p for p in self.ports if p.direction == "input" and p.name not in special]

    @property
    def outputs(self) -> list[Port]:
        """Output ports."""
        return [p for p in self.ports if p.direction == "output"]


class Pair(Data):
    """Two copies of the design whose inputs may differ only in ``secrets``.

    A difference in ``observers`` is the violation. With ``event`` (an expression), secrets differ
    only before it was first true, and observers count from ``within`` cycles after it.
    """

    secrets: tuple[str, ...]
    observers: tuple[str, ...]
    event: str | None = None
    within: int = 0


class Obligation(Data):
    """One property as Verilog.

    ``monitor`` is the text of a module ``module`` whose inputs are connected by name and whose
    outputs are ``signals``: violation (secret, observe with a pair), covered, assumed.
    ``flip`` lets any single register bit of the design flip once.
    """

    id: str
    module: str
    monitor: str
    signals: frozenset[str]
    pair: Pair | None = None
    flip: bool = False
    free_reset: bool = False
    assume: str | None = None
    depth: int = 30


class Status(StrEnum):
    """What is known of an obligation."""

    PROVEN = "proven"
    BOUNDED = "bounded"
    REFUTED = "refuted"
    UNKNOWN = "unknown"
    ERROR = "error"


class Proof(Data):
    """The result for one obligation.

    ``engine``: what found the answer. ``depth``: cycles after which a refutation shows, or to which
    a bounded result holds.
    ``covered``: is the situation that matters reachable (None: not established).
    ``confirmed``: did the counterexample show on Icarus. ``confirmed_on``: the simulators on
    which it did, of "icarus" and "verilator". ``witness``: the folder that replays it.
    """

    id: str
    status: Status
    engine: str = ""
    depth: int | None = None
    covered: bool | None = None
    confirmed: bool | None = None
    confirmed_on: tuple[str, ...] = ()
    witness: str | None = None
    detail: str = ""
    seconds: float = 0.0
