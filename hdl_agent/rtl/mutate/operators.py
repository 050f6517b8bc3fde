"""The mutation operators: each plants one kind of bug that security reviews find in RTL."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPERATORS = {
    "remove_guard": "a condition is always true (CWE-1220)",
    "drop_conjunct": "one of several conditions is not checked (CWE-1262)",
    "invert_condition": "a condition is checked the wrong way round (CWE-480)",
    "widen_match": "a comparison with a constant ignores its lowest or highest bit (CWE-1209)",
    "drop_reset": "a register is not reset (CWE-1271)",
    "leak_register": "what should read as 0 shows a register (CWE-1258)",
    "stuck_signal": "a control signal is constant (CWE-1224)",
    "off_by_one": "a limit is one too high or too low (CWE-193)",
}

RELATIONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
"""Each order relation, and the one that treats the limit itself the other way."""

RESET = re.compile(r"rst|reset", re.IGNORECASE)
"""A condition that names such a signal is taken for a reset's."""

SECRET = re.compile(r"key|secret|pin|seed|pass|token|priv|rx|buf|data|state", re.IGNORECASE)
"""Registers worth leaking."""

ZERO = re.compile(r"(?:\d*\s*'\s*s?[bodh])?\s*[0_]+", re.IGNORECASE)
"""A constant that is 0."""


@dataclass(frozen=True)
class Register:
    """A register of a module, as declared."""

    name: str
    is_vector: bool


def worth_leaking(registers: list[Register]) -> str | None:
    """The first vector with a telling name, else the first vector."""
    vectors = [register.name for register in registers if register.is_vector]
    telling = [name for name in vectors if SECRET.search(name)]
    return next(iter(telling + vectors), None)
