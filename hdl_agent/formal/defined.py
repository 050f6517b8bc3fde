"""Has a property a value?

What nothing drives, what two things drive, and x read as 0 in a proof: with them a property may
hold that says nothing.
"""

from __future__ import annotations

import re

from hdl_agent.formal.gates import Netlist

_LOOKED_AT = re.compile("hdl_agent_(violation|covered|assumed|secret|observe)")

DRIVEN = "check -assert"
"""The Yosys pass that ends its process for signals with no driver, or with several."""

_OPERATORS = re.compile(r"\$(eqx?|nex?|l[te]|g[te]|not|and|or|xn?or|logic_\w+|reduce_\w+|add|sub)")


def one_bit(module: str) -> str:
    """The Yosys pass that ends its process where an output of a module is wider than a bit."""
    return f"select -assert-none {module}/o:* {module}/s:1 %d"


def defined(harness: Netlist) -> bool:
    """Is no x or z among what a flattened harness compares, combines or looks at?"""
    seen = [net["bits"] for name, net in harness["netnames"].items() if _LOOKED_AT.fullmatch(name)]
    for cell in harness["cells"].values():
        if _OPERATORS.fullmatch(cell["type"]):
            seen += [bits for pin, bits in cell["connections"].items() if pin != "Y"]
    return not {bit for bits in seen for bit in bits} & {"x", "z"}
