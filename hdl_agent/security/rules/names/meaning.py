"""The vocabularies that several rules look for, and what their words together say of a signal."""

from __future__ import annotations

import re

from hdl_agent.security.rules.names.words import says, vocabulary, words

GRANTED = vocabulary(
    "allow allowed grant granted unlock unlocked permit permitted authorized authorised"
    " authenticated trusted"
)
"""Names of what is granted: 1 opens."""
PERMISSION = vocabulary(
    "priv privileged privilege ppriv secure nonsecure auth authorized authorised authenticated"
    " allow allowed permit permitted trusted lock locked lifecycle supervisor"
)
"""Names of inputs that say who asks, or what is permitted."""
DEBUG = vocabulary("debug dbg jtag test testmode scan dft bist atpg")
OVERRIDE = vocabulary("bypass override backdoor")
SECRET = vocabulary(
    "key keys secret secrets token password passwd passphrase seed pin privkey puf kek dek"
)
READ_DATA = re.compile(r"(?i)(rdata|read_?data|dat(a)?_?r(d)?_?o?$|dat(a)?_o(ut)?$|dout$|bus_o)")
ADDRESS = re.compile(r"(?i)(^|_|[a-z])(addr|adr|address)(_?i)?$")

_ABOUT_SECRET = vocabulary(
    "valid ready len length size sel select index idx addr address count cnt ctr num state status"
    " id we en enable mode ctrl control type public pub strobe keep pad board code press pid crc"
    " gpio io round rounds new next update ptr match hit hash loaded known words req ack err error"
    " done oe mux"
)
_LOCK = vocabulary("lock locked locks lck reglk sealed seal lockdown")
_OTHER_LOCK = vocabulary("pll mmcm dcm cdr clk clock arb grant req bus h aw ar")
"""A phase-locked loop's, or a bus's."""
_CLEAR = vocabulary("clear clr wipe zeroize zeroise erase purge scrub sanitize")
_CLEAR_WITH = vocabulary(
    "key keys all secret secrets data i in n core slot sync soft cmd req q r reg"
)
_ACTIVE_LOW = re.compile(r"(_n|_ni|_b|_l|rstn|resetn|rstni|_n_i|_n_in)$|^n_?(rst|reset|por)", re.I)
_RESET = re.compile(r"^(n|a|s|p|g|h|sys|core|wb|async|sync)*(rst|reset|por)[nbl]?i?$")
_CLOCK = re.compile(r"^[a-z]*(clk|clock)[a-z]?$|^[bmstw]?ck[a-z]?$")
"""Not every word that ends in ``ck``: a lock and an ack are no clocks."""


def is_active_low(name: str) -> bool:
    """Does the name say that 0 is the active level?"""
    return _ACTIVE_LOW.search(name) is not None


def is_reset(name: str) -> bool:
    """Does the name say that it is a reset?"""
    return any(_RESET.match(word) for word in words(name))


def is_clock(name: str) -> bool:
    """Does the name say that it is a clock?"""
    return any(_CLOCK.match(word) for word in words(name))


def is_lock(name: str) -> bool:
    """Does it say that something is locked?"""
    return says(name, _LOCK) and not says(name, _OTHER_LOCK)


def is_secret(name: str, width: int) -> bool:
    """Does it hold a key, a token, a PIN? Narrow signals and those about a secret do not."""
    found = set(words(name))
    if "pin" in found and found & {"in", "out", "i", "o"}:
        return False
    return width >= 8 and says(name, SECRET) and not says(name, _ABOUT_SECRET)


def is_clear(name: str) -> bool:
    """Does it order that data be erased, and nothing more particular?"""
    found = {word for word in words(name) if not word.isdigit()}
    return not found.isdisjoint(_CLEAR) and found <= _CLEAR | _CLEAR_WITH
