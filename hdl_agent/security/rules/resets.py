"""Which assignments a reset makes, by the process's edges and the signals' names."""

from __future__ import annotations

from typing import Any

from pyslang.ast import EdgeKind

from hdl_agent.security.rules.behaviour import Assign, Guard, Process
from hdl_agent.security.rules.expressions import EITHER, literal, parts, symbol
from hdl_agent.security.rules.names import is_active_low, is_reset


def in_reset(assign: Assign) -> bool:
    """Is it made because a reset is active?"""
    process = assign.process
    return process is not None and any(_is_reset(guard, process) for guard in assign.guards)


def _is_reset(guard: Guard, process: Process) -> bool:
    if guard.is_case:
        return False
    scope = process.block
    leaves = parts(guard.subject, EITHER) if guard.holds else [guard.subject]
    for leaf in leaves:
        found = literal(leaf, scope)
        if found and _active(found[0], found[1] == guard.holds, process):
            return True
    return False


def _active(name: Any, value: bool, process: Process) -> bool:
    """Is the signal a reset, and active at this value?"""
    if name.type.bitWidth != 1:
        return False
    for expression, edge in process.edges if len(process.edges) > 1 else ():
        if symbol(expression) is name:
            return value is (edge == EdgeKind.PosEdge)
    return is_reset(name.name) and value != is_active_low(name.name)
