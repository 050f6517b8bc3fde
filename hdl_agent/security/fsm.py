"""A state machine: legal states, recovery from an upset, no state in which it stays too long."""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.security.fields import Fsm, Leaves
from hdl_agent.security.writer import Writer


def fsm(writer: Writer, rule: Fsm) -> list[str]:
    """The monitor's body. Raises UnknownName."""
    signal = writer.names.signal(rule.state, writer.used)
    width = writer.names.width(signal, writer.used)

    def one_of(values: Sequence[int | str]) -> str:
        literals = (writer.of(writer.names.value(str(value), rule.state)) for value in values)
        return " || ".join(f"{signal} == ({literal})" for literal in literals) or "0"

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
        writer.each_cycle(f"hdl_agent_asked <= {writer.condition(rule.condition)};"),
        "wire [10:0] hdl_agent_holds = !(hdl_agent_same && hdl_agent_asked) ? 0 :"
        f" hdl_agent_held == {rule.within} ? hdl_agent_held : hdl_agent_held + 1;",
        writer.each_cycle(f"hdl_agent_held <= {writer.resetting} ? 0 : hdl_agent_holds;"),
        f"wire hdl_agent_stuck = hdl_agent_holds == {rule.within} && !({final});",
    ]
