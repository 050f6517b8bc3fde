"""Address regions that must not overlap."""

from __future__ import annotations

from hdl_agent.security.fields import NoOverlap, Region
from hdl_agent.security.writer import Writer

WIDEST = 128
"""Bits of the widest address of a region."""


def no_overlap(writer: Writer, rule: NoOverlap) -> list[str]:
    """The monitor's body. Raises UnknownName."""
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
