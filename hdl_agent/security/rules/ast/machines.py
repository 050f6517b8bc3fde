"""State machines: registers that take on constants only, and the steps between these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyslang.ast import ExpressionKind

from hdl_agent.security.rules.ast.behaviour import Assign, Behaviour, Guard
from hdl_agent.security.rules.ast.expressions import (
    BOTH,
    EITHER,
    EQUAL,
    NOT,
    UNEQUAL,
    number,
    plain,
    symbol,
)
from hdl_agent.security.rules.ast.resets import only_in_reset


@dataclass(frozen=True)
class Step:
    """To the state ``target`` from any of ``sources`` (None: from every state)."""

    target: int
    sources: frozenset[int] | None
    assign: Assign
    is_reset: bool


@dataclass(frozen=True)
class Machine:
    """``state`` is the register; ``following`` what it takes on, where that is a signal of its own.

    ``names`` are the codes that the text speaks of, in steps and comparisons, with the parameter or
    enumeration name that stands there ("" for a plain number).
    """

    state: Any
    following: Any
    steps: tuple[Step, ...]
    names: dict[int, str] = field(hash=False)

    @property
    def signals(self) -> tuple[Any, ...]:
        """The state, and the next state."""
        return (self.state,) if self.following is None else (self.state, self.following)


class _NotAMachine(Exception):
    pass


def machines(behaviour: Behaviour) -> list[Machine]:
    """Registers of 2 bits or more that take on constants only, and are compared with constants."""
    found = []
    for state in dict.fromkeys(a.target for a in behaviour.synthesized):
        assigns = behaviour.to(state)
        if not all(a.is_whole and a.process and a.process.is_clocked for a in assigns):
            continue
        if not 2 <= state.type.bitWidth <= 32 or not state.type.isIntegral:
            continue
        try:
            machine = _Reader(behaviour, state).machine(assigns)
        except _NotAMachine:
            continue
        if len({step.target for step in machine.steps}) > 1 and _is_looked_at(machine, behaviour):
            found.append(machine)
    return found


def _is_looked_at(machine: Machine, behaviour: Behaviour) -> bool:
    return any(
        guard.is_case and any(symbol(guard.subject) is one for one in machine.signals)
        for assign in behaviour.assigns
        for guard in assign.guards
    ) or any(step.sources is not None for step in machine.steps)


def _both(one: frozenset[int] | None, other: frozenset[int] | None) -> frozenset[int] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


class _Reader:
    def __init__(self, behaviour: Behaviour, state: Any) -> None:
        self._behaviour = behaviour
        self._state = state
        self._scope = state
        self._names: dict[int, str] = {}
        self._following: Any = None

    def machine(self, assigns: list[Assign]) -> Machine:
        leaves = [leaf for assign in assigns for leaf in self._leaves(assign)]
        for _, _, guards in leaves:
            for guard in guards:
                self._note(guard)
        steps = [
            Step(value, self._sources(guards), assign, only_in_reset(assign))
            for assign, value, guards in leaves
        ]
        return Machine(self._state, self._following, tuple(steps), dict(self._names))

    def _leaves(self, assign: Assign) -> Iterator[tuple[Assign, int, tuple[Guard, ...]]]:
        yield from self._values(assign, assign.right, assign.guards)

    def _values(
        self, assign: Assign, expression: Any, guards: tuple[Guard, ...]
    ) -> Iterator[tuple[Assign, int, tuple[Guard, ...]]]:
        inner = plain(expression)
        value = number(expression, self._scope)
        name = symbol(inner)
        if value is not None:
            self._name(value, inner)
            yield assign, value, guards
        elif inner.kind == ExpressionKind.ConditionalOp and len(inner.conditions) == 1:
            test = inner.conditions[0].expr
            yield from self._values(assign, inner.left, (*guards, Guard(test, True)))
            yield from self._values(assign, inner.right, (*guards, Guard(test, False)))
        elif name is None or (name is not self._state and not self._is_following(name)):
            raise _NotAMachine
        elif name is not self._state and assign.target is self._state:
            for other in self._behaviour.to(name):
                if not other.is_whole or (other.process and other.process.is_clocked):
                    raise _NotAMachine
                yield from self._values(other, other.right, (*guards, *other.guards))

    def _is_following(self, name: Any) -> bool:
        if self._following is None and self._behaviour.to(name):
            self._following = name
        return self._following is name

    def _name(self, value: int, expression: Any) -> None:
        inner = symbol(expression)
        name = inner.name if inner is not None else self._names.get(value, "")
        self._names[value] = name

    def _is_state(self, expression: Any) -> bool:
        return symbol(expression) is self._state

    def _note(self, guard: Guard) -> None:
        if guard.is_case and self._is_state(guard.subject):
            for item in guard.values:
                value = number(item, self._scope)
                if value is not None:
                    self._name(value, plain(item))

    def _sources(self, guards: tuple[Guard, ...]) -> frozenset[int] | None:
        possible: frozenset[int] | None = None
        for guard in guards:
            here = (
                self._from_case(guard) if guard.is_case else self._when(guard.subject, guard.holds)
            )
            possible = _both(possible, here)
        return possible

    def _from_case(self, guard: Guard) -> frozenset[int] | None:
        if not self._is_state(guard.subject):
            return None
        values = [number(item, self._scope) for item in guard.values]
        if None in values:
            return None
        listed = frozenset(value for value in values if value is not None)
        return listed if guard.holds else frozenset(self._names) - listed

    def _when(self, expression: Any, holds: bool) -> frozenset[int] | None:
        """The states in which the condition can have this value; None: any."""
        inner = plain(expression)
        if inner.kind == ExpressionKind.UnaryOp and inner.op in NOT:
            return self._when(inner.operand, not holds)
        if inner.kind != ExpressionKind.BinaryOp:
            return None
        if inner.op in (*EQUAL, *UNEQUAL):
            return self._compared(inner, holds == (inner.op in EQUAL))
        if inner.op not in (*BOTH, *EITHER):
            return None
        left, right = self._when(inner.left, holds), self._when(inner.right, holds)
        if (inner.op in BOTH) == holds:
            return _both(left, right)
        return left | right if left is not None and right is not None else None

    def _compared(self, inner: Any, equal: bool) -> frozenset[int] | None:
        if not self._is_state(inner.left):
            return None
        value = number(inner.right, self._scope)
        if value is None:
            return None
        return frozenset([value]) if equal else frozenset(self._names) - {value}
