"""What writes a monitor: expressions as it knows them, and idioms that templates share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hdl_agent.formal.obligation import Interface, Internal
from hdl_agent.security.names import Names

SMALL = 1024
"""Bits that are spent on a value whose width is not known, at least."""


@dataclass
class Writer:
    """Writes expressions of one property; ``used`` are the signals inside that they name."""

    names: Names
    used: dict[str, Internal] = field(default_factory=dict)

    @property
    def interface(self) -> Interface:
        """The design's ports."""
        return self.names.interface

    @property
    def resetting(self) -> str:
        """True in cycles of reset."""
        return f"({self.interface.reset} == 1'b{self.interface.reset_active})"

    def of(self, text: str | int, suffix: str = "") -> str:
        """An expression, of the copy of the design with this suffix. Raises UnknownName."""
        return self.names.expression(str(text), self.used, suffix)

    def condition(self, text: str) -> str:
        """An expression as one bit: is any bit of it 1? A wire would keep the lowest alone. Raises
        UnknownName."""
        return f"|({self.of(text)})"

    def bits(self, written: str) -> int:
        """How many hold the value of an expression that ``of`` wrote."""
        widths = {port.name: port.width for port in self.interface.ports}
        widths |= {internal.port: internal.width for internal in self.used.values()}
        return max(SMALL, sum(widths.get(word, 0) for word in re.findall(r"\w+", written)))

    def each_cycle(self, *assignments: str) -> str:
        """Assignments at the clock's edge."""
        return f"always @(posedge {self.interface.clock}) begin {' '.join(assignments)} end"


def answered(writer: Writer, asked: str, answer: str, within: int) -> list[str]:
    """A violation when an answer does not come within so many cycles."""
    if within == 0:
        return [f"assign violation = {asked} && !({answer});"]
    waiting = f"({writer.resetting} || hdl_agent_answered) ? 0 : {{hdl_agent_open, {asked}}}"
    return [
        f"reg [{within - 1}:0] hdl_agent_open = 0;",
        f"wire hdl_agent_answered = |({answer});",
        f"wire hdl_agent_late = hdl_agent_open[{within - 1}] && !hdl_agent_answered;",
        writer.each_cycle(f"hdl_agent_open <= {waiting};"),
        f"assign violation = !{writer.resetting} && hdl_agent_late;",
    ]
