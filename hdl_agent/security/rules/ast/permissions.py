"""Which signals are permissions, by their names."""

from __future__ import annotations

from typing import Any

from hdl_agent.security.rules.names import GRANTED, is_active_low, says, vocabulary

NEGATED = vocabulary("not no last")


def is_permission(signal: Any) -> bool:
    """Does the signal's name say that 1 grants something?"""
    if signal.type.isUnpackedArray or is_active_low(signal.name):
        return False
    return says(signal.name, GRANTED) and not says(signal.name, NEGATED)
