"""Which assignments a reset makes, by the process's edges and the signals' names."""

from __future__ import annotations

from typing import Any

from pyslang.ast import EdgeKind

from hdl_agent.security.rules.ast.behaviour import Assign, Guard, Process
from hdl_agent.security.rules.ast.expressions import EITHER, literal, parts, symbol
from hdl_agent.security.rules.names import is_active_low, is_reset


def in_reset(assign: Assign) -> bool:
    """Is it made because a reset is active, perhaps among other reasons?"""
    process = assign.process
    return process is not None and any(any(_resets(g, process)) for g in assign.guards)


def only_in_reset(assign: Assign) -> bool:
    """Is it made because a reset is active, and for nothing else?"""
    process = assign.process
    return process is not None and any(all(_resets(g, process)) for g in assign.guards)


def _resets(guard: Guard, process: Process) -> list[bool]:
    """For each alternative of the condition: is it that a reset is active?"""
    if guard.is_case:
        return [False]
    leaves = parts(guard.subject, EITHER) if guard.holds else [guard.subject]
    found = [literal(leaf, process.block) for leaf in leaves]
    return [bool(f and _active(f[0], f[1] == guard.holds, process)) for f in found]


def _active(name: Any, value: bool, process: Process) -> bool:
    """Is the signal a reset, and active at this value?"""
    if name.type.bitWidth != 1:
        return False
    for expression, edge in process.edges if len(process.edges) > 1 else ():
        if symbol(expression) is name:
            return value is (edge == EdgeKind.PosEdge)
    return is_reset(name.name) and value != is_active_low(name.name)
