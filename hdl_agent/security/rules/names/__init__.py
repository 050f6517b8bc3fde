"""What designers mean by their signals' names."""

from hdl_agent.security.rules.names.meaning import (
    ADDRESS,
    DEBUG,
    GRANTED,
    OVERRIDE,
    PERMISSION,
    READ_DATA,
    SECRET,
    is_active_low,
    is_clear,
    is_clock,
    is_lock,
    is_reset,
    is_secret,
)
from hdl_agent.security.rules.names.words import says, vocabulary, words

__all__ = [
    "ADDRESS",
    "DEBUG",
    "GRANTED",
    "OVERRIDE",
    "PERMISSION",
    "READ_DATA",
    "SECRET",
    "is_active_low",
    "is_clear",
    "is_clock",
    "is_lock",
    "is_reset",
    "is_secret",
    "says",
    "vocabulary",
    "words",
]
