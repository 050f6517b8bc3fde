"""What each template says, as the body of a Verilog monitor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hdl_agent.formal.obligation import Interface, Internal
from hdl_agent.security.language import (
    Access,
    FaultDetected,
    Fsm,
    Implies,
    Leaves,
    Locked,
    NoOverlap,
    Property,
    Region,
    ResetValue,
    TwoCopies,
)
from hdl_agent.security.names import Names

WIDEST = 128
"""Bits of the widest address of a region."""


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

    def each_cycle(self, *assignments: str) -> str:
        """Assignments at the clock's edge."""
        return f"always @(posedge {self.interface.clock}) begin {' '.join(assignments)} end"


def body(item: Property, writer: Writer) -> list[str]:
    """Statements that drive ``violation`` and ``covered``."""
    content = getattr(item, item.template)
    write: Callable[[Writer, object], list[str]] = _BODIES[item.template]
    return write(writer, content)


def observed(item: Property, pair: TwoCopies, writer: Writer) -> list[str]:
    """Statements that drive ``secret`` and ``observe``."""
    lines = [
        f"assign secret = {writer.of(pair.secret_when)};",
        f"assign observe = {writer.of(pair.observe_when)};",
    ]
    access = item.access
    if not access:
        return lines
    if access.within == 0:
        return [lines[0], f"assign observe = !({writer.of(access.allowed)});"]
    return [
        lines[0],
        f"wire hdl_agent_allowed = {writer.of(access.allowed)};",
        f"reg [{access.within - 1}:0] hdl_agent_recent = 0;",
        writer.each_cycle("hdl_agent_recent <= {hdl_agent_recent, hdl_agent_allowed};"),
        "assign observe = !hdl_agent_allowed && !(|hdl_agent_recent);",
    ]


def _always(writer: Writer, expression: str) -> list[str]:
    return [f"assign violation = !{writer.resetting} && !({writer.of(expression)}), covered = 1;"]


def _never(writer: Writer, expression: str) -> list[str]:
    return [f"assign violation = !{writer.resetting} && ({writer.of(expression)}), covered = 1;"]


def _locked(writer: Writer, rule: Locked) -> list[str]:
    return _stable(writer, rule.asset, writer.of(rule.condition))


def _access(writer: Writer, rule: Access) -> list[str]:
    return _stable(writer, rule.asset, f"!({writer.of(rule.allowed)})")


def _stable(writer: Writer, asset: str, condition: str) -> list[str]:
    resetting = writer.resetting
    return [
        "reg hdl_agent_was = 0; reg [1023:0] hdl_agent_kept;",
        f"wire [1023:0] hdl_agent_asset = {writer.of(asset)};",
        writer.each_cycle("hdl_agent_kept <= hdl_agent_asset;"),
        writer.each_cycle(f"hdl_agent_was <= !{resetting} && ({condition});"),
        f"assign covered = hdl_agent_was && !{resetting};",
        "assign violation = covered && hdl_agent_kept != hdl_agent_asset;",
    ]


def _reset_value(writer: Writer, rule: ResetValue) -> list[str]:
    signal, value = writer.of(rule.signal), writer.of(rule.value)
    return [
        "reg hdl_agent_was = 0;",
        writer.each_cycle(f"hdl_agent_was <= {writer.resetting};"),
        f"assign covered = hdl_agent_was && !{writer.resetting};",
        f"assign violation = covered && ({signal}) != ({value});",
    ]


def _implies(writer: Writer, rule: Implies) -> list[str]:
    condition, then = writer.of(rule.condition), writer.of(rule.then)
    covered = f"assign covered = !{writer.resetting} && ({condition});"
    return [covered, *_answered(writer, "covered", then, rule.within)]


def _answered(writer: Writer, asked: str, answer: str, within: int) -> list[str]:
    """A violation when an answer does not come within so many cycles."""
    if within == 0:
        return [f"assign violation = {asked} && !({answer});"]
    waiting = f"({writer.resetting} || hdl_agent_answered) ? 0 : {{hdl_agent_open, {asked}}}"
    return [
        f"reg [{within - 1}:0] hdl_agent_open = 0;",
        f"wire hdl_agent_answered = {answer};",
        f"wire hdl_agent_late = hdl_agent_open[{within - 1}] && !hdl_agent_answered;",
        writer.each_cycle(f"hdl_agent_open <= {waiting};"),
        f"assign violation = !{writer.resetting} && hdl_agent_late;",
    ]


def _fsm(writer: Writer, rule: Fsm) -> list[str]:
    signal = writer.names.signal(rule.state, writer.used)
    width = writer.names.width(signal, writer.used)

    def one_of(values: Sequence[int | str]) -> str:
        literals = (writer.of(writer.names.value(str(value), rule.state)) for value in values)
        return " || ".join(f"{signal} == {literal}" for literal in literals) or "0"

    flips = rule.recovers_within is not None
    flipped = "hdl_agent_fire || hdl_agent_flipped" if flips else "0"
    lines = [
        f"wire hdl_agent_illegal = !({one_of(rule.legal)});",
        f"wire hdl_agent_after = {flipped};",
        f"reg hdl_agent_was = 0; reg [{width - 1}:0] hdl_agent_last;",
        writer.each_cycle(f"hdl_agent_was <= !{writer.resetting};", f"hdl_agent_last <= {signal};"),
        f"wire hdl_agent_same = hdl_agent_was && {signal} == hdl_agent_last;",
        f"assign covered = !{writer.resetting} && hdl_agent_was && !hdl_agent_same;",
        *(_recovers(writer, rule.recovers_within) if rule.recovers_within else []),
        *(_leaves(writer, rule.leaves, one_of(rule.leaves.final)) if rule.leaves else []),
    ]
    lost = "(!hdl_agent_after || hdl_agent_lost)" if flips else "1"
    stuck = "|| hdl_agent_stuck && !hdl_agent_after" if rule.leaves else ""
    violated = f"(hdl_agent_illegal && {lost} {stuck})"
    return [*lines, f"assign violation = !{writer.resetting} && {violated};"]


def _recovers(writer: Writer, cycles: int) -> list[str]:
    count = f"{writer.resetting} || !hdl_agent_illegal ? 0 : hdl_agent_for + !hdl_agent_lost"
    return [
        "reg [10:0] hdl_agent_for = 0;",
        f"wire hdl_agent_lost = hdl_agent_for == {cycles};",
        writer.each_cycle(f"hdl_agent_for <= {count};"),
    ]


def _leaves(writer: Writer, rule: Leaves, final: str) -> list[str]:
    return [
        "reg hdl_agent_asked = 0; reg [10:0] hdl_agent_held = 0;",
        writer.each_cycle(f"hdl_agent_asked <= {writer.of(rule.condition)};"),
        "wire [10:0] hdl_agent_holds = !(hdl_agent_same && hdl_agent_asked) ? 0 :"
        f" hdl_agent_held == {rule.within} ? hdl_agent_held : hdl_agent_held + 1;",
        writer.each_cycle(f"hdl_agent_held <= {writer.resetting} ? 0 : hdl_agent_holds;"),
        f"wire hdl_agent_stuck = hdl_agent_holds == {rule.within} && !({final});",
    ]


def _no_overlap(writer: Writer, rule: NoOverlap) -> list[str]:
    lines = []
    for number, region in enumerate(rule.regions):
        lines += _region(writer, region, number)
    pairs = [(one, two) for two in range(len(rule.regions)) for one in range(two)]
    both = " || ".join(f"hdl_agent_on{one} && hdl_agent_on{two}" for one, two in pairs)
    meet = " || ".join(
        f"hdl_agent_on{one} && hdl_agent_on{two} && hdl_agent_base{one} <= hdl_agent_last{two}"
        f" && hdl_agent_base{two} <= hdl_agent_last{one}"
        for one, two in pairs
    )
    valid = f"!{writer.resetting} && ({writer.of(rule.valid)})"
    return [
        *lines,
        f"assign covered = {valid} && ({both});",
        f"assign violation = {valid} && ({meet});",
    ]


def _region(writer: Writer, region: Region, number: int) -> list[str]:
    base, last = f"hdl_agent_base{number}", f"hdl_agent_last{number}"
    lines = [f"wire [{WIDEST}:0] {base} = {writer.of(region.base)};"]
    if region.limit is not None:
        lines.append(f"wire [{WIDEST}:0] {last} = {writer.of(region.limit)};")
        some = f"{base} <= {last}"
    else:
        size = f"hdl_agent_size{number}"
        lines.append(f"wire [{WIDEST}:0] {size} = {writer.of(region.size or 0)};")
        lines.append(f"wire [{WIDEST}:0] {last} = {base} + {size} - 1;")
        some = f"{size} != 0"
    return [*lines, f"wire hdl_agent_on{number} = ({writer.of(region.valid)}) && {some};"]


def _fault(writer: Writer, rule: FaultDetected) -> list[str]:
    if rule.alert is None:
        return _never(writer, str(rule.never))
    observers = [writer.names.signal(name, writer.used) for name in rule.observers]
    differs = " || ".join(f"{name} != {name}_b" for name in observers)
    raised = f"({writer.of(rule.alert, '_b')}) && !({writer.of(rule.alert)})"
    assumed = f"!(hdl_agent_fire && ({writer.of(rule.unless)}))" if rule.unless else "1"
    return [
        f"wire hdl_agent_raised = (hdl_agent_fire || hdl_agent_flipped) && {raised};",
        "reg hdl_agent_had = 0;",
        writer.each_cycle("hdl_agent_had <= hdl_agent_had || hdl_agent_raised;"),
        f"assign assumed = {assumed};",
        f"assign covered = !{writer.resetting} && ({differs});",
        *_answered(writer, "covered", "hdl_agent_had || hdl_agent_raised", rule.within),
    ]


_BODIES: dict[str, Callable[..., list[str]]] = {
    "always": _always,
    "never": _never,
    "implies": _implies,
    "responds": _implies,
    "locked": _locked,
    "access": _access,
    "reset_value": _reset_value,
    "fsm": _fsm,
    "no_overlap": _no_overlap,
    "fault_detected": _fault,
}
