"""A bound on what one rule may compute, so that no design makes a scan endless."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from hdl_agent.security.rules.netlist.bdd import TooLarge
from hdl_agent.security.rules.netlist.view import view
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit

RULE_STEPS = 400_000
"""Steps on decision diagrams for each rule: about a second."""

KEPT_NODES = 300_000
"""Nodes that are kept for the next rule."""


def bounded(find: Callable[[Design], Iterable[Hit]]) -> Callable[[Design], Iterator[Hit]]:
    """The same search, which ends early, with what it found, when it becomes too large."""

    @wraps(find)
    def search(design: Design) -> Iterator[Hit]:
        netlist = view(design)
        if not netlist.cells:
            return
        bdd = netlist.logic.bdd
        bdd.limit = bdd.steps + RULE_STEPS
        try:
            yield from find(design)
        except (TooLarge, RecursionError):
            return
        finally:
            if len(bdd) > KEPT_NODES:
                netlist.forget_logic()

    return search
