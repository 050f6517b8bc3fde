"""When a bus writes a register."""

from __future__ import annotations

from hdl_agent.security.rules.netlist.registers import Bit, Register
from hdl_agent.security.rules.netlist.view import Netlist


def loads(netlist: Netlist, register: Register, data: Bit) -> int:
    """When the register takes over this bit of data, whatever it held before."""
    if netlist.name(register.q) not in netlist.flow.loaded[data]:
        return 0
    logic = netlist.logic
    f = logic.next(register)
    high = logic.at(f, {register.q: False, data: True})
    low = logic.at(f, {register.q: True, data: False})
    return logic.bdd.and_(high, logic.bdd.not_(low))


def bus_data(netlist: Netlist, register: Register) -> list[Bit]:
    """The bits of bus data on which the register's next value depends."""
    leaves = netlist.logic.names(netlist.logic.next(register))
    return [bit for bit in leaves if netlist.flow.is_bus_data(bit)]
