"""A view of Design.words for rules that follow data: names, registers, conditions, paths."""

from hdl_agent.security.rules.netlist.view import Netlist, Register, view

__all__ = ["Netlist", "Register", "view"]
