"""And-inverter graphs, and their binary AIGER form (Biere, The AIGER Format, 2007).

A literal is twice a variable, plus 1 where it is inverted; variable 0 is constant, so 0 is false
and 1 true. Equal gates are one variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

FALSE, TRUE = 0, 1


class Graph:
    """Grows by inputs, latches that start at 0, and gates."""

    def __init__(self) -> None:
        self.inputs: list[int] = []
        self._next: dict[int, int] = {}
        self._fanins: dict[int, tuple[int, int]] = {}
        self._gates: dict[tuple[int, int], int] = {}
        self._last = 0

    def input(self) -> int:
        """The literal of a fresh input."""
        self._last += 1
        self.inputs.append(self._last)
        return 2 * self._last

    def latch(self) -> int:
        """The literal of a fresh latch; ``connect`` says what it stores."""
        self._last += 1
        self._next[self._last] = FALSE
        return 2 * self._last

    def connect(self, latch: int, value: int) -> None:
        """In each cycle the latch takes what ``value`` was in the cycle before."""
        self._next[latch // 2] = value

    def both(self, one: int, other: int) -> int:
        """The literal of AND."""
        if one > other:
            one, other = other, one
        if one == FALSE or one == other ^ 1:
            return FALSE
        if one in (TRUE, other):
            return other
        known = self._gates.get((one, other))
        if known is None:
            self._last += 1
            known = self._gates[one, other] = 2 * self._last
            self._fanins[self._last] = (one, other)
        return known

    def either(self, one: int, other: int) -> int:
        """The literal of OR."""
        return self.both(one ^ 1, other ^ 1) ^ 1

    def choose(self, which: int, one: int, zero: int) -> int:
        """The literal of ``which ? one : zero``."""
        return self.both(self.both(which, one) ^ 1, self.both(which ^ 1, zero) ^ 1) ^ 1

    def simulate(self, stimulus: Iterable[Sequence[bool]]) -> Iterator[list[bool]]:
        """Each cycle's value of every variable; a row of ``stimulus`` has a bit an input."""
        state = dict.fromkeys(self._next, False)
        for row in stimulus:
            values = [False] * (self._last + 1)
            for variable, value in (*zip(self.inputs, row, strict=True), *state.items()):
                values[variable] = value
            for gate, (one, other) in self._fanins.items():
                values[gate] = (values[one // 2] ^ bool(one % 2)) and (
                    values[other // 2] ^ bool(other % 2)
                )
            yield values
            state = {latch: values[to // 2] ^ bool(to % 2) for latch, to in self._next.items()}

    def aiger(self, output: int) -> bytes:
        """The graph of one output, with every input but only what the output depends on."""
        latches, gates = self._cone(output)
        number = {0: 0}
        for variable in (*self.inputs, *latches, *gates):
            number[variable] = len(number)

        def renumbered(literal: int) -> int:
            return 2 * number[literal // 2] + literal % 2

        counts = (len(number) - 1, len(self.inputs), len(latches), 1, len(gates))
        lines = [f"aig {' '.join(map(str, counts))}"]
        lines += [str(renumbered(self._next[latch])) for latch in latches]
        lines.append(str(renumbered(output)))
        body = bytearray()
        for gate in gates:
            low, high = sorted(map(renumbered, self._fanins[gate]))
            body += _delta(2 * number[gate] - high) + _delta(high - low)
        return "\n".join(lines).encode() + b"\n" + bytes(body)

    def _cone(self, output: int) -> tuple[list[int], list[int]]:
        """Latches and gates below ``output``; a gate has a higher variable than what feeds it."""
        seen: set[int] = set()
        waiting = [output // 2]
        while waiting:
            variable = waiting.pop()
            if variable in seen:
                continue
            seen.add(variable)
            below: Iterable[int] = self._fanins.get(variable, ())
            if variable in self._next:
                below = (self._next[variable],)
            waiting += [literal // 2 for literal in below]
        return sorted(seen & self._next.keys()), sorted(seen & self._fanins.keys())


def _delta(number: int) -> bytes:
    """Seven bits a byte, the lowest first; all but the last have their top bit set."""
    coded = bytearray()
    while number >= 0x80:
        coded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*coded, number])
