"""What is to be proven, free of any vocabulary but that of formal verification."""

from __future__ import annotations

import re
from enum import StrEnum

from hdl_agent.data import Data
from hdl_agent.tasks.task import Port

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def without_comments(verilog: str) -> str:
    """The text of a module, to look for names in."""
    return _COMMENT.sub("", verilog)


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


class Internal(Data):
    """A signal inside the design, which the harness sees as an output ``port`` of ``width`` bits.

    ``path`` names it in the Verilog as written, below the top: ``whole`` bits, of which it is
    those from ``low`` on. In the flattened netlist it is the bits from ``offset`` on of the wire
    ``wire``, or of the word ``word`` of a memory of that name. ``secret``: its registers can be
    overridden.
    ``declared`` is its sign and range, so that selects of it mean what they say.
    """

    port: str
    path: str
    whole: int
    low: int
    width: int
    wire: str
    offset: int
    word: int | None = None
    declared: str = ""
    secret: bool = False

    @property
    def output(self) -> Port:
        """The port."""
        return Port(name=self.port, direction="output", width=self.width)


class Pair(Data):
    """Two copies of the design whose inputs may differ only in ``secrets``.

    A difference in ``observers`` is the violation. With ``event`` (an expression), secrets differ
    only before it was first true, and observers count from ``within`` cycles after it. A secret
    that is the port of an Internal is a register, which in the second copy may hold another value;
    with ``at_power_up`` it may do so at power-up alone.
    """

    secrets: tuple[str, ...]
    observers: tuple[str, ...]
    event: str | None = None
    within: int = 0
    at_power_up: bool = False


class Obligation(Data):
    """One property as Verilog.

    ``monitor`` is the text of a module ``module`` whose inputs are connected by name and whose
    outputs are ``signals``: violation (secret, observe with a pair), covered, assumed.
    ``flip`` lets any single register bit of the design flip once, with a pair in the second copy
    alone; with ``flip_in``, ports of internals, only bits of these.
    ``aliases``: inputs of the monitor that are connected to ports of internals.
    """

    id: str
    module: str
    monitor: str
    signals: frozenset[str]
    pair: Pair | None = None
    flip: bool = False
    flip_in: tuple[str, ...] = ()
    internals: tuple[Internal, ...] = ()
    aliases: dict[str, str] = {}
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
    ``path``: how a secret travels to where it shows, hop by hop.
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
    path: tuple[str, ...] = ()
    detail: str = ""
    seconds: float = 0.0
