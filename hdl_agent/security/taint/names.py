"""What a bit of a gate-level netlist is called in the source, and where that is declared."""

from __future__ import annotations

from pathlib import PurePath

from hdl_agent.formal.gates import Netlist

MAX_HOPS = 12
"""Hops of a path that are still read; of a longer one the middle is left out."""


def names(design: Netlist) -> dict[int | str, str]:
    """A name for each bit that the source names: ``u_core.round_key[7] (aes.v:120)``.

    Ports come first, without place, then the shortest name.
    """
    found: dict[int | str, str] = {}
    nets = sorted(design["netnames"].items(), key=lambda item: (len(item[0]), item[0]))
    for name, net in [*design["ports"].items(), *nets]:
        if net.get("hide_name") or name.startswith(("hdl_agent_", "$")):
            continue
        place = "" if name in design["ports"] else _place(net["attributes"].get("src", ""))
        for index, bit in enumerate(net["bits"]):
            found.setdefault(bit, f"{indexed(name, net, index)}{place}")
    return found


def readable(hops: list[str]) -> list[str]:
    """At most MAX_HOPS names, none twice in a row."""
    distinct = [hop for n, hop in enumerate(hops) if n == 0 or hops[n - 1] != hop]
    if len(distinct) <= MAX_HOPS:
        return distinct
    half = MAX_HOPS // 2
    return [*distinct[:half], "...", *distinct[1 - half :]]


def indexed(name: str, net: Netlist, index: int) -> str:
    """A bit of a net or port by the source's own numbers."""
    width = len(net["bits"])
    if width == 1:
        return name
    position = width - 1 - index if net.get("upto") else index
    return f"{name}[{position + net.get('offset', 0)}]"


def _place(src: str) -> str:
    """``FILE:LINE.COL-LINE.COL``, perhaps several with ``|`` between them."""
    file, _, position = src.split("|")[0].rpartition(":")
    return f" ({PurePath(file).name}:{position.split('.')[0]})" if file else ""
