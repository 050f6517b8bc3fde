"""Locks and what they guard: bits that keep a bus from writing registers while they are 1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hdl_agent.security.rules.names import is_lock
from hdl_agent.security.rules.netlist.bus import bus_data, loads
from hdl_agent.security.rules.netlist.registers import Bit, Register
from hdl_agent.security.rules.netlist.view import Netlist

MAX_GUARDED = 150
"""Registers that are looked at for each lock."""


@dataclass(frozen=True)
class Guard:
    """``lock`` = 1 keeps bus data from ``register``, wholly or (``leaks`` is not 0) on some paths.

    ``leaks``: when bus data change the register while the lock is set and stays set.
    """

    lock: Bit
    register: Register
    leaks: int
    data: str
    """The bus data that get through, by name."""


def locks(netlist: Netlist) -> Iterator[Bit]:
    """Bits of registers and inputs that are locks by their names."""
    for bits in netlist.words.values():
        for register in bits:
            if any(is_lock(name) for name in netlist.aliases(register.q)):
                yield register.q
    yield from (bit for bit, name in netlist.inputs.items() if is_lock(name))


def guarded(netlist: Netlist) -> Iterator[tuple[Guard, str, str]]:
    """Every guard of every lock, with the names of the guarded register and of the lock."""
    for lock in locks(netlist):
        for guard in guards(netlist, lock):
            yield guard, netlist.name(guard.register.q), netlist.name(lock)


def guards(netlist: Netlist, lock: Bit) -> Iterator[Guard]:
    """The registers that bus data reach with the lock at 0, in cases in which they do not at 1."""
    logic, bdd = netlist.logic, netlist.logic.bdd
    own = netlist.registers.get(lock)
    stays = logic.at(logic.next(own), {lock: True}) if own else 1
    for register in _representatives(netlist, lock):
        data = bus_data(netlist, register)
        if not any(_guards(netlist, lock, register, bit) for bit in data):
            continue
        f = logic.next(register)
        changes = bdd.xor(logic.at(f, {lock: True}), logic.leaf(register.q))
        leaks, through = 0, ""
        for bit in data:
            shut = logic.at(logic.depends(f, bit), {lock: True})
            leak = logic.certain(bdd.and_(shut, changes, stays))
            if leak:
                leaks, through = bdd.or_(leaks, leak), through or netlist.name(bit)
        yield Guard(lock, register, leaks, through)


def _guards(netlist: Netlist, lock: Bit, register: Register, bit: Bit) -> bool:
    """Is there a case in which the bit is loaded with the lock at 0, and not with the lock at 1?"""
    logic = netlist.logic
    loaded = loads(netlist, register, bit)
    open_, shut = logic.at(loaded, {lock: False}), logic.at(loaded, {lock: True})
    return logic.bdd.and_(open_, logic.bdd.not_(shut)) != 0


def _representatives(netlist: Netlist, lock: Bit) -> Iterator[Register]:
    """Of the registers that depend on the lock, one bit for each enable: the others fare alike."""
    own = netlist.name(lock)
    reached, _ = netlist.flow.reached(lock)
    seen: set[tuple[str, object]] = set()
    for bit in sorted(reached, key=str):
        register = netlist.registers[bit]
        key = (netlist.name(bit), register.enable)
        if key[0] and key[0] != own and key not in seen and len(seen) < MAX_GUARDED:
            seen.add(key)
            yield register
