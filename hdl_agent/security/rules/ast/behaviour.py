"""What a design does: processes, and assignments under conditions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyslang.ast import ProceduralBlockKind

from hdl_agent.security.rules.ast.expressions import plain, symbol

DEEPEST = 8
"""Wires that are followed from one to the next."""


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
