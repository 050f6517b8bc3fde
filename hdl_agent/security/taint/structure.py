"""Where taint could go if every cell passed it: a search of the netlist, values unknown."""

from __future__ import annotations

from collections.abc import Iterable

from hdl_agent.formal.gates import Netlist
from hdl_agent.security.taint.rules import REGISTER, RULES, literals

INPUTS = {kind: tuple(x.pin for x in literals(rule) if x.tainted) for kind, rule in RULES.items()}


def drivers(design: Netlist) -> dict[int | str, Netlist]:
    """The cell that drives each bit that a cell drives."""
    return {
        cell["connections"]["Q" if cell["type"] == REGISTER else "Y"][0]: cell
        for cell in design["cells"].values()
    }


def fanin(cell: Netlist) -> list[int | str]:
    """The bits whose taint may reach a cell's output."""
    pins = "D" if cell["type"] == REGISTER else INPUTS[cell["type"]]
    return [cell["connections"][pin][0] for pin in pins]


def reachable(design: Netlist, sources: Iterable[int | str]) -> set[int | str]:
    """The bits with a path from ``sources``, those included, through gates and registers."""
    fanout: dict[int | str, list[int | str]] = {}
    for output, cell in drivers(design).items():
        for bit in fanin(cell):
            fanout.setdefault(bit, []).append(output)
    seen = set(sources)
    waiting = list(seen)
    while waiting:
        fresh = [bit for bit in fanout.get(waiting.pop(), ()) if bit not in seen]
        seen.update(fresh)
        waiting += fresh
    return seen
