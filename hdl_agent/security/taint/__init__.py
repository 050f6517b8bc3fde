"""Information flow in one copy of a design: which bits may depend on secrets, and through what.

It proves some two-copy obligations quickly and shows where secrets travel; what it cannot prove the
two copies of the formal room decide.
"""

from hdl_agent.security.taint.analyse import Taint, TaintResult, analyse, clean, explain, taint

__all__ = ["Taint", "TaintResult", "analyse", "clean", "explain", "taint"]
