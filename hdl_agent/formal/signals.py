"""Which of the harness's signals a picture of a counterexample shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hdl_agent.data import Data
from hdl_agent.formal.harness import Shape
from hdl_agent.formal.obligation import Interface, Obligation, without_comments

SHOWN = 12
"""Signals in a picture, clock and reset among them."""

FLIP, FLIPPED = "hdl_agent_fire", "hdl_agent_where"
"""1 in the cycle in which a register bit flips, and which one does."""

_WORD = re.compile(r"[A-Za-z_]\w*")


class Signals(Data):
    """Names in the harness, by what they are to the property.

    ``pairs``: a signal of the first copy and the same of the second. ``read``: what the monitor,
    the event and the assumption look at. ``others``: the remaining ports. ``registers``: the bits
    that can be flipped. ``titles``: what a user calls a signal that has a name of ours.
    """

    obligation: str
    clock: str
    reset: str
    pairs: tuple[tuple[str, str], ...]
    read: tuple[str, ...]
    others: tuple[str, ...]
    registers: tuple[str, ...] = ()
    titles: dict[str, str] = {}

    @property
    def names(self) -> list[str]:
        """All of them but for the clock, once each."""
        paired = [name for pair in self.pairs for name in pair]
        return list(dict.fromkeys([self.reset, *paired, *self.read, *self.others]))


def signals_of(interface: Interface, obligation: Obligation, shape: Shape) -> Signals:
    """What there is to choose from."""
    pair = obligation.pair
    paired = (*pair.secrets, *pair.observers) if pair else ()
    flip = [FLIP] if shape.flips else []
    ports = [p.name for p in interface.ports if p.name not in (interface.clock, interface.reset)]
    inside = {internal.port: internal.path for internal in obligation.internals}
    titles = inside | {f"{name}_b": f"{path}_b" for name, path in inside.items()}
    looked_at = _read(obligation) | inside.keys()
    return Signals(
        obligation=obligation.id,
        clock=interface.clock,
        reset=interface.reset,
        pairs=tuple((name, f"{name}_b") for name in paired),
        read=(
            *flip,
            *(name for name in (*inside, *ports) if name in looked_at and name not in paired),
        ),
        others=tuple(name for name in ports if name not in looked_at and name not in paired),
        registers=shape.registers,
        titles=titles,
    )


def choose(signals: Signals, values: Mapping[str, Sequence[str]]) -> list[str]:
    """At most SHOWN names but for the clock's: the reset, pairs that differ (in the last cycle
    first), what is read and changes, what is read, what else changes."""

    def differs(pair: tuple[str, str]) -> tuple[bool, bool]:
        one, other = values[pair[0]], values[pair[1]]
        return one[-1] != other[-1], one != other

    def changes(name: str) -> bool:
        return len(set(values[name])) > 1

    known = [pair for pair in signals.pairs if pair[0] in values and pair[1] in values]
    ranked = sorted((pair for pair in known if any(differs(pair))), key=differs, reverse=True)
    chosen = [signals.reset, *(name for pair in ranked[: SHOWN // 4] for name in pair)]
    read = [name for name in signals.read if name in values]
    chosen += sorted(read, key=changes, reverse=True)
    chosen += [name for name in signals.others if name in values and changes(name)]
    return [name for name in chosen if name in values][: SHOWN - 1]


def _read(obligation: Obligation) -> set[str]:
    """A monitor declares each input that it has, and names again those that it looks at."""
    words = _WORD.findall(without_comments(obligation.monitor))
    event = obligation.pair.event if obligation.pair else None
    expressions = f"{event or ''} {obligation.assume or ''}"
    return {word for word in words if words.count(word) > 1} | set(_WORD.findall(expressions))
