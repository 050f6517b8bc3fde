"""The netlist's combinational functions as decision diagrams over its leaves.

Leaves are inputs, register outputs and cuts: nets whose function is not modelled or too large. A
cut takes any value, so that "never" remains certain where "possible" may be too pessimistic.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

from hdl_agent.security.rules.names import is_active_low, is_reset
from hdl_agent.security.rules.netlist.bdd import Bdd, TooLarge
from hdl_agent.security.rules.netlist.models import MODELS

if TYPE_CHECKING:
    from hdl_agent.security.rules.netlist.registers import Bit, Register
    from hdl_agent.security.rules.netlist.view import Netlist

CELL_STEPS = 3000
"""Steps that one cell's bit may take before it becomes a cut."""


class Logic:
    """Functions of nets, and of what registers take over at the next clock edge."""

    def __init__(self, netlist: Netlist):
        self.netlist = netlist
        self.bdd = Bdd()
        self._levels: dict[Bit, int] = {}
        self.leaves: list[Bit] = []
        """The leaf of each level."""
        self._done: dict[Bit, int] = {"0": 0, "1": 1, "x": 0, "z": 0}
        self._next: dict[Bit, int] = {}
        self.cuts: set[Bit] = set()
        self.resting = self._find_resting()

    def leaf(self, bit: Bit) -> int:
        """The function of a leaf."""
        return self.bdd.variable(self.level(bit))

    def level(self, bit: Bit) -> int:
        """A leaf's place in the order."""
        if bit not in self._levels:
            self._levels[bit] = len(self.leaves)
            self.leaves.append(bit)
        return self._levels[bit]

    def cut(self, bits: Iterable[Bit]) -> Logic:
        """The same netlist, with these nets taking any value."""
        other = Logic.__new__(Logic)
        other.__dict__.update(self.__dict__)
        other._done, other._next = {"0": 0, "1": 1, "x": 0, "z": 0}, {}
        other.cuts = set()
        for bit in bits:
            other._done[bit] = other.leaf(bit)
        return other

    def of(self, bit: Bit) -> int:
        """The function of a net; what is below is worked off on a stack of its own."""
        if bit in self._done:
            return self._done[bit]
        stack: list[tuple[Bit, Generator[Bit, int, int] | None]] = [(bit, self._start(bit))]
        answer: int | None = None
        open_nets = {bit}
        while stack:
            net, work = stack[-1]
            wanted, value = self._step(net, work, answer)
            if wanted is None:
                self._done[net] = answer = value
                open_nets.discard(net)
                stack.pop()
            elif wanted in self._done:
                answer = self._done[wanted]
            elif wanted in open_nets:  # a combinational loop
                answer = self._cut(wanted)
            else:
                open_nets.add(wanted)
                stack.append((wanted, self._start(wanted)))
                answer = None
        return self._done[bit]

    def _start(self, bit: Bit) -> Generator[Bit, int, int] | None:
        found = self.netlist.driver.get(bit)
        if found is None or bit in self.netlist.registers:
            return None
        cell, port, index = found
        model = MODELS.get(cell["type"])
        if model is None or port != "Y":
            return None
        return model(self.bdd, cell, index)

    def _step(
        self, net: Bit, work: Generator[Bit, int, int] | None, answer: int | None
    ) -> tuple[Bit | None, int]:
        """The net that is wanted next, or None and the function."""
        if work is None:
            is_leaf = net in self.netlist.registers or net in self.netlist.inputs
            return None, self.leaf(net) if is_leaf else self._cut(net)
        whole, self.bdd.limit = self.bdd.limit, self.bdd.steps + CELL_STEPS
        try:
            return (next(work) if answer is None else work.send(answer)), 0
        except StopIteration as end:
            return None, end.value
        except (TooLarge, RecursionError):
            if self.bdd.steps > whole:
                raise
            return None, self._cut(net)
        finally:
            self.bdd.limit = whole

    def _cut(self, bit: Bit) -> int:
        self.cuts.add(bit)
        return self.leaf(bit)

    def next(self, register: Register) -> int:
        """What the register takes over at the next edge, while no reset is active."""
        if register.q not in self._next:
            self._next[register.q] = self.bdd.restrict(self.full_next(register), self.resting)
        return self._next[register.q]

    def full_next(self, register: Register) -> int:
        """What the register takes over at the next edge, whatever the resets are."""
        bdd, hold = self.bdd, self.leaf(register.q)
        value = self.of(register.d)
        enabled = self._acts(register.enable) if register.enable else 1
        if register.reset is None or register.is_asynchronous:
            return bdd.ite(enabled, value, hold)
        reset = self._acts(register.reset)
        cleared = 1 if register.reset_value == "1" else 0
        if register.enable_first:
            return bdd.ite(enabled, bdd.ite(reset, cleared, value), hold)
        return bdd.ite(reset, cleared, bdd.ite(enabled, value, hold))

    def _acts(self, control: tuple[Bit, bool]) -> int:
        f = self.of(control[0])
        return f if control[1] else self.bdd.not_(f)

    def _find_resting(self) -> dict[int, bool]:
        """Inputs that are resets, by level, with the value at which they do nothing."""
        resting = {}
        for bit, name in self.netlist.inputs.items():
            if is_reset(name):
                resting[self.level(bit)] = self._rests_high(bit, name)
        return resting

    def _rests_high(self, bit: Bit, name: str) -> bool:
        level = self.level(bit)
        for register in self.netlist.registers.values():
            if register.reset is not None and register.reset[0] == bit:
                return not register.reset[1]
        for register in list(self.netlist.registers.values())[:50]:
            if register.reset is not None:
                f = self._acts(register.reset)
                for value in (True, False):
                    if f != 1 and self.bdd.restrict(f, {level: value}) == 1:
                        return not value
        return is_active_low(name)

    def names(self, f: int) -> dict[Bit, str]:
        """The leaves that a function depends on, with their names."""
        bits = [self.leaves[level] for level in self.bdd.support(f)]
        return {bit: self.netlist.name(bit) for bit in bits}

    def at(self, f: int, values: dict[Bit, bool]) -> int:
        """The function with leaves fixed."""
        return self.bdd.restrict(f, {self.level(bit): value for bit, value in values.items()})

    def certain(self, f: int) -> int:
        """When is it true whatever the cuts are?"""
        levels = frozenset(self.level(bit) for bit in self.cuts)
        return self.bdd.not_(self.bdd.exists(self.bdd.not_(f), levels))

    def depends(self, f: int, bit: Bit) -> int:
        """When does the function depend on the leaf (its Boolean derivative)?"""
        return self.bdd.xor(self.at(f, {bit: False}), self.at(f, {bit: True}))
