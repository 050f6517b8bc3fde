"""Locks and what they guard: register bits that keep a bus from writing others while they are 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hdl_agent.security.rules.netlist.names import is_lock
from hdl_agent.security.rules.netlist.view import Bit, Netlist, Register

MAX_GUARDED = 150
"""Registers that are looked at for each lock."""


@dataclass(frozen=True)
class Guard:
    """``lock`` = 1 keeps bus data from ``register``, wholly or (``leaks`` is not 0) on some paths.

    ``leaks``: when bus data change the register while the lock is set and stays set.
    """

    lock: Register
    register: Register
    leaks: int
    data: str
    """The bus data that get through, by name."""


def locks(netlist: Netlist) -> Iterator[Register]:
    """Register bits that are locks by their names."""
    for bits in netlist.words.values():
        for register in bits:
            if any(is_lock(name) for name in netlist.aliases(register.q)):
                yield register


def guards(netlist: Netlist, lock: Register) -> Iterator[Guard]:
    """The registers that bus data reach with the lock at 0, in cases in which they do not at 1."""
    logic, bdd = netlist.logic, netlist.logic.bdd
    own = netlist.name(lock.q)
    reached, _ = netlist.flow.reached(lock.q)
    stays = logic.at(logic.next(lock), {lock.q: True})
    for register in _representatives(netlist, reached, own):
        f = logic.next(register)
        data = [bit for bit in logic.names(f) if netlist.flow.is_bus_data(bit)]
        if not any(_guards(netlist, lock, f, register, bit) for bit in data):
            continue
        changes = bdd.xor(logic.at(f, {lock.q: True}), logic.leaf(register.q))
        leaks, through = 0, ""
        for bit in data:
            shut = logic.at(logic.depends(f, bit), {lock.q: True})
            leak = bdd.and_(shut, changes, stays)
            if leak:
                leaks, through = bdd.or_(leaks, leak), through or netlist.name(bit)
        yield Guard(lock, register, leaks, through)


def _guards(netlist: Netlist, lock: Register, f: int, register: Register, bit: Bit) -> bool:
    """Is there a case in which the bit is loaded with the lock at 0, and not with the lock at 1?"""
    if netlist.name(register.q) not in netlist.flow.loaded[bit]:
        return False
    logic, bdd = netlist.logic, netlist.logic.bdd
    loaded = bdd.and_(
        logic.at(f, {register.q: False, bit: True}),
        bdd.not_(logic.at(f, {register.q: True, bit: False})),
    )
    open_, shut = logic.at(loaded, {lock.q: False}), logic.at(loaded, {lock.q: True})
    return bdd.and_(open_, bdd.not_(shut)) != 0


def _representatives(netlist: Netlist, reached: set[Bit], own: str) -> Iterator[Register]:
    """One bit for each register and enable: the others fare alike."""
    seen: set[tuple[str, object]] = set()
    for bit in sorted(reached, key=str):
        register = netlist.registers[bit]
        key = (netlist.name(bit), register.enable)
        if key[0] and key[0] != own and key not in seen and len(seen) < MAX_GUARDED:
            seen.add(key)
            yield register
