"""What a static rule is: an id, a weakness, why it matters, and a function that looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hdl_agent.finding import Place, Severity
from hdl_agent.security.rules.scan.design import Design


@dataclass(frozen=True)
class Hit:
    """One place where a rule's weakness is. ``message`` names the signals, and what to do."""

    place: Place
    message: str


@dataclass(frozen=True)
class Rule:
    """``id``: stable, in words and hyphens. ``why``: two or three sentences for an engineer.

    ``bad`` and ``good`` are complete designs with top module ``top``: a design with the weakness,
    and the nearest one without it. They are shown by ``--explain`` and are the rule's tests.
    ``find`` yields the hits; precision comes before recall.
    """

    id: str
    cwe: tuple[int, ...]
    severity: Severity
    title: str
    why: str
    bad: str
    good: str
    find: Callable[[Design], Iterable[Hit]]
