"""What each template says, as the body of a Verilog monitor."""

from __future__ import annotations

from collections.abc import Callable

from hdl_agent.security.fields import (
    Access,
    FaultDetected,
    Implies,
    Locked,
    ResetValue,
    TwoCopies,
)
from hdl_agent.security.fsm import fsm
from hdl_agent.security.language import Property
from hdl_agent.security.regions import no_overlap
from hdl_agent.security.writer import Writer, answered


def body(item: Property, writer: Writer) -> list[str]:
    """Statements that drive ``violation`` and ``covered``."""
    content = getattr(item, item.template)
    write: Callable[[Writer, object], list[str]] = _BODIES[item.template]
    return write(writer, content)


def observed(item: Property, pair: TwoCopies, writer: Writer) -> list[str]:
    """Statements that drive ``secret`` and ``observe``."""
    lines = [
        f"assign secret = {writer.condition(pair.secret_when)};",
        f"assign observe = {writer.condition(pair.observe_when)};",
    ]
    access = item.access
    if not access:
        return lines
    if access.within == 0:
        return [lines[0], f"assign observe = !({writer.of(access.allowed)});"]
    return [
        lines[0],
        f"wire hdl_agent_allowed = {writer.condition(access.allowed)};",
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
    resetting, value = writer.resetting, writer.of(asset)
    bits = writer.bits(value)
    return [
        f"reg hdl_agent_was = 0; reg [{bits - 1}:0] hdl_agent_kept;",
        f"wire [{bits - 1}:0] hdl_agent_asset = {value};",
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
    return [covered, *answered(writer, "covered", then, rule.within)]


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
        *answered(writer, "covered", "hdl_agent_had || hdl_agent_raised", rule.within),
    ]


_BODIES: dict[str, Callable[..., list[str]]] = {
    "always": _always,
    "never": _never,
    "implies": _implies,
    "responds": _implies,
    "locked": _locked,
    "access": _access,
    "reset_value": _reset_value,
    "fsm": fsm,
    "no_overlap": no_overlap,
    "fault_detected": _fault,
}
