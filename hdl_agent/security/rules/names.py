"""What designers mean by their signals' names: words, and the vocabularies that rules look for."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ACTIVE_LOW = re.compile(r"(_n|_ni|_b|_l|rstn|resetn|rstni|_n_i|_n_in)$|^n_?(rst|reset|por)", re.I)


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


PERMISSION = vocabulary(
    "allow allowed grant granted unlock unlocked permit permitted authorized authorised"
    " authenticated trusted"
)
"""Names of what is granted: 1 opens."""
LOCK = vocabulary("lock locked lck")
"""Names of what forbids: 1 closes."""
DEBUG = vocabulary("debug dbg test testmode scan jtag dft atpg bypass override backdoor")
SECRET = vocabulary("key keys secret password passwd passphrase passcode pin token mac hmac")
CREDENTIAL = vocabulary("password passwd passphrase passcode pin token secret credential")
RANDOM = vocabulary("key nonce iv seed mask salt challenge blinding random rand rnd")
RESET = re.compile(r"^(n|a|s|p|h|sys|core|wb|async|sync)*(rst|reset|por|arst|nreset)n?i?$")
CLOCK = re.compile(r"^[a-z]*(clk|clock|ck)\d*[a-z]?$")


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case: ``aesKey_reg`` is aes, key, reg."""
    return tuple(word.lower() for word in _WORD.findall(name))


def speaks_of(name: str, meant: frozenset[str]) -> bool:
    """Does one of the identifier's words belong to those that are meant?"""
    return not meant.isdisjoint(words(name))


def is_active_low(name: str) -> bool:
    """Does the name say that 0 is the active level?"""
    return _ACTIVE_LOW.search(name) is not None


def is_reset(name: str) -> bool:
    """Does the name say that it is a reset?"""
    return any(RESET.match(word) for word in words(name))


def is_clock(name: str) -> bool:
    """Does the name say that it is a clock?"""
    return any(CLOCK.match(word) for word in words(name))
