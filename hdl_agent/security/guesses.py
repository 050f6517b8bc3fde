"""What names and structure hint at: clock, reset, locks, keys, privileges, alerts, buses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hdl_agent.data import Data
from hdl_agent.rtl.inside import Inside
from hdl_agent.tasks.task import Port

LOCK = re.compile(r"lock(?!ed_out)|freeze|frozen|seal", re.IGNORECASE)
KEY = re.compile(
    r"(^|_)(key|secret|token|pin|passw|seed|nonce|fuse)(?!_(valid|err|idx|len))", re.IGNORECASE
)
PRIVILEGE = re.compile(r"priv|secure|superv|trust", re.IGNORECASE)
ALERT = re.compile(r"alert|alarm|tamper|fault|fatal|fail", re.IGNORECASE)
CLEAR = re.compile(r"clear|clr|wipe|zero|flush|debug", re.IGNORECASE)
_CLOCK = re.compile(r"(^|_)(clk|clock)", re.IGNORECASE)
_RESET = re.compile(r"(^|_)a?(rst|reset)", re.IGNORECASE)
_LOW = re.compile(r"(_n|_ni|_b|_l|n)$", re.IGNORECASE)


class Bus(Data):
    """A handshake by its names: when it asks, and what answers."""

    kind: str
    asks: str
    answers: str


def clock_of(ports: Iterable[Port]) -> str | None:
    """The input that looks most like the clock."""
    return _first(ports, _CLOCK)


def reset_of(ports: Iterable[Port]) -> tuple[str, str] | None:
    """The input that looks most like the reset, and its active level by its ending."""
    name = _first(ports, _RESET)
    return (name, "low" if _LOW.search(name) else "high") if name else None


def like(pattern: re.Pattern[str], names: Iterable[str]) -> list[str]:
    """The names whose last part matches."""
    return [name for name in names if pattern.search(name.rpartition(".")[2])]


def registers(seen: Inside) -> list[str]:
    """Signals that registers store as a whole, ports left out by the caller if need be."""
    return [signal.name for signal in seen.signals if signal.is_register and signal.layout.packed]


def buses(ports: Iterable[Port]) -> list[Bus]:
    """APB (AMBA APB, IHI 0024) and Wishbone (B4) slaves, by the names of their signals."""
    names = {port.name: port.direction for port in ports}
    found = []
    for name in names:
        start, end = name[: -len("psel")], name[-len("psel") :]
        if end.lower() == "psel" and {start + "penable", start + "pready"} <= names.keys():
            asks = f"{name} && {start}penable"
            found.append(Bus(kind="APB", asks=asks, answers=f"{start}pready"))
        if name.endswith("cyc") and names[name] == "input":
            start = name.removesuffix("cyc")
            if {start + "stb", start + "ack"} <= names.keys():
                asks = f"{name} && {start}stb"
                found.append(Bus(kind="Wishbone", asks=asks, answers=f"{start}ack"))
    return found


def _first(ports: Iterable[Port], pattern: re.Pattern[str]) -> str | None:
    named = [p.name for p in ports if p.direction == "input" and p.width == 1]
    return next((name for name in named if pattern.search(name)), None)
