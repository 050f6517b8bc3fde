"""A view of Design.words for rules that follow data: names, registers, conditions, paths."""

from hdl_agent.security.rules.netlist.bounded import bounded
from hdl_agent.security.rules.netlist.registers import Register
from hdl_agent.security.rules.netlist.view import Netlist, view

__all__ = ["Netlist", "Register", "bounded", "view"]
