"""What a design does, read from pyslang's processes and statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.ast import (
    AssignmentExpression,
    CaseStatement,
    ContinuousAssignSymbol,
    EdgeKind,
    ExpressionKind,
    NetSymbol,
    ProceduralBlockSymbol,
    StatementKind,
    TimingControlKind,
)

from hdl_agent.security.rules.ast.behaviour import Assign, Behaviour, Guard, Process
from hdl_agent.security.rules.ast.expressions import plain, symbol

EDGES = (EdgeKind.PosEdge, EdgeKind.NegEdge, EdgeKind.BothEdges)
_WITH_BODY = (
    StatementKind.Block,
    StatementKind.ForLoop,
    StatementKind.ForeachLoop,
    StatementKind.RepeatLoop,
    StatementKind.WhileLoop,
)


def behaviour(root: Any) -> Behaviour:
    """Read everything below ``root``."""
    processes: list[Process] = []
    assigns: list[Assign] = []
    cases: list[Any] = []

    def note(item: Any) -> None:
        if isinstance(item, ProceduralBlockSymbol):
            process = _process(item)
            processes.append(process)
            assigns.extend(_statement(process.body, (), process))
        elif isinstance(item, ContinuousAssignSymbol) and not item.assignment.bad:
            assigns.extend(_assign(item.assignment, (), None))
        elif isinstance(item, NetSymbol) and item.initializer is not None:
            assigns.append(_declared(item))
        elif isinstance(item, CaseStatement):
            cases.append(item)

    root.visit(note)
    return Behaviour(tuple(processes), tuple(assigns), tuple(cases))


def _process(block: Any) -> Process:
    body = block.body
    edges: list[tuple[Any, Any]] = []
    if body.kind == StatementKind.Timed:
        timing = body.timing
        several = timing.kind == TimingControlKind.EventList
        for event in timing.events if several else [timing]:
            if event.kind == TimingControlKind.SignalEvent and event.edge in EDGES:
                edges.append((event.expr, event.edge))
        body = body.stmt
    return Process(block=block, body=body, edges=tuple(edges))


def _statement(node: Any, guards: tuple[Guard, ...], process: Process) -> Iterator[Assign]:
    kind = node.kind
    if kind == StatementKind.List:
        for inner in node.list:
            yield from _statement(inner, guards, process)
    elif kind in _WITH_BODY:
        yield from _statement(node.body, guards, process)
    elif kind == StatementKind.Timed:
        yield from _statement(node.stmt, guards, process)
    elif kind == StatementKind.Conditional:
        test = [Guard(subject=item.expr, holds=True) for item in node.conditions]
        yield from _statement(node.ifTrue, (*guards, *test), process)
        if node.ifFalse is not None:
            against = (Guard(subject=item.expr, holds=False) for item in node.conditions)
            single = tuple(against) if len(test) == 1 else ()
            yield from _statement(node.ifFalse, (*guards, *single), process)
    elif kind == StatementKind.Case:
        yield from _case(node, guards, process)
    elif kind == StatementKind.ExpressionStatement and isinstance(node.expr, AssignmentExpression):
        yield from _assign(node.expr, guards, process)


def _case(node: Any, guards: tuple[Guard, ...], process: Process) -> Iterator[Assign]:
    every: list[Any] = []
    for item in node.items:
        values = tuple(item.expressions)
        every += values
        here = Guard(subject=node.expr, holds=True, values=values, is_case=True)
        yield from _statement(item.stmt, (*guards, here), process)
    if node.defaultCase is not None:
        none = Guard(subject=node.expr, holds=False, values=tuple(every), is_case=True)
        yield from _statement(node.defaultCase, (*guards, none), process)


def _assign(
    expression: Any, guards: tuple[Guard, ...], process: Process | None
) -> Iterator[Assign]:
    targets = _targets(expression.left)
    for left, target in targets:
        yield Assign(
            target=target,
            left=left,
            right=expression.right if len(targets) == 1 else None,
            source=expression.right,
            location=expression.sourceRange.start,
            guards=guards,
            process=process,
            is_blocking=not expression.isNonBlocking,
        )


def _declared(net: Any) -> Assign:
    """``wire a = b;``: no left side of its own."""
    value = net.initializer
    return Assign(target=net, left=None, right=value, source=value, location=net.location)


def _targets(left: Any) -> list[tuple[Any, Any]]:
    inner = plain(left)
    if inner.kind == ExpressionKind.Concatenation:
        return [pair for item in inner.operands for pair in _targets(item)]
    base = inner
    while base.kind in (
        ExpressionKind.ElementSelect,
        ExpressionKind.RangeSelect,
        ExpressionKind.MemberAccess,
    ):
        base = plain(base.value)
    name = symbol(base)
    return [(inner, name)] if name is not None else []
