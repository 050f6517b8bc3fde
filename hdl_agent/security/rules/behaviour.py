"""What a design does, from pyslang's statements: processes, and assignments under conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyslang.ast import (
    AssignmentExpression,
    CaseStatement,
    ContinuousAssignSymbol,
    EdgeKind,
    ExpressionKind,
    NetSymbol,
    ProceduralBlockKind,
    ProceduralBlockSymbol,
    StatementKind,
    TimingControlKind,
)

from hdl_agent.security.rules.expressions import plain, symbol

EDGES = (EdgeKind.PosEdge, EdgeKind.NegEdge, EdgeKind.BothEdges)
DEEPEST = 8
_WITH_BODY = (
    StatementKind.Block,
    StatementKind.ForLoop,
    StatementKind.ForeachLoop,
    StatementKind.RepeatLoop,
    StatementKind.WhileLoop,
)


@dataclass(frozen=True)
class Guard:
    """A condition on the way to a statement, which ``holds`` there or does not.

    With ``values`` it is a case: the ``subject`` matches one of them, or (not ``holds``) none.
    """

    subject: Any
    holds: bool
    values: tuple[Any, ...] = ()
    is_case: bool = False


@dataclass(frozen=True)
class Process:
    """``edges`` are the signals and edges that start it; ``body`` comes after the event control."""

    block: Any
    body: Any
    edges: tuple[tuple[Any, Any], ...]

    @property
    def is_initial(self) -> bool:
        """Does it run once, at the start of a simulation?"""
        kinds = (ProceduralBlockKind.Initial, ProceduralBlockKind.Final)
        return self.block.procedureKind in kinds

    @property
    def is_clocked(self) -> bool:
        """Is it started by edges?"""
        return bool(self.edges)


@dataclass(frozen=True)
class Assign:
    """``target`` is assigned ``right`` when the guards hold, outermost first.

    ``left`` is the whole left side or, in a concatenation, its part; ``right`` is None then, and
    ``source`` the right side of the whole. ``process`` is None for a continuous assignment.
    """

    target: Any
    left: Any
    right: Any
    source: Any
    location: Any
    guards: tuple[Guard, ...] = ()
    process: Process | None = None
    is_blocking: bool = True

    @property
    def is_whole(self) -> bool:
        """Is it all bits of the target that are assigned?"""
        return self.right is not None and (self.left is None or symbol(self.left) is not None)


@dataclass(frozen=True)
class Behaviour:
    """Every process, assignment and case statement of the design, instance by instance."""

    processes: tuple[Process, ...]
    assigns: tuple[Assign, ...]
    cases: tuple[Any, ...]

    def meaning(self, expression: Any) -> Any:
        """What a wire stands for: the right side of its assignment, if continuous and the only."""
        seen = 0
        while (name := symbol(expression)) is not None and seen < DEEPEST:
            only = self.to(name)
            if len(only) != 1 or only[0].process is not None or not only[0].is_whole:
                break
            expression, seen = only[0].right, seen + 1
        return plain(expression)

    def to(self, target: Any) -> list[Assign]:
        """The assignments to a signal, those of initial blocks left out."""
        return self._by_target.get(target, [])

    @cached_property
    def _by_target(self) -> dict[Any, list[Assign]]:
        found: dict[Any, list[Assign]] = {}
        for assign in self.synthesized:
            found.setdefault(assign.target, []).append(assign)
        return found

    @cached_property
    def synthesized(self) -> list[Assign]:
        """The assignments, those of initial blocks left out."""
        return [a for a in self.assigns if not (a.process and a.process.is_initial)]


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
