"""What names of signals say. Names are split at underscores, dots, digits and capitals."""

from __future__ import annotations

import re
from functools import cache

PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

LOCK = {"lock", "locked", "locks", "lck", "reglk", "sealed", "seal", "lockdown"}
NOT_LOCK = {
    "pll",
    "mmcm",
    "dcm",
    "cdr",
    "clk",
    "clock",
    "arb",
    "grant",
    "req",
    "bus",
    "h",
    "aw",
    "ar",
}
AUTH = {"auth", "authenticated", "authorized", "authorised", "unlocked", "unlock", "granted"}
SECRET = {
    "key", "keys", "secret", "secrets", "token", "password", "passwd", "passphrase", "seed", "pin",
    "privkey", "puf", "kek", "dek",
}  # fmt: skip
NOT_SECRET = {
    "valid", "ready", "len", "length", "size", "sel", "select", "index", "idx", "addr", "address",
    "count", "cnt", "ctr", "num", "state", "status", "id", "we", "en", "enable", "mode", "ctrl",
    "control", "type", "public", "pub", "strobe", "keep", "pad", "board", "code", "press", "pid",
    "crc", "gpio", "io", "round", "rounds", "new", "next", "update", "ptr", "match", "hit", "hash",
    "loaded", "known", "words", "req", "ack", "err", "error", "done", "oe", "mux",
}  # fmt: skip
CLEAR = {"clear", "clr", "wipe", "zeroize", "zeroise", "erase", "purge", "scrub", "sanitize"}
CLEAR_WITH = {
    "key", "keys", "all", "secret", "secrets", "data", "i", "in", "n", "core", "slot", "sync",
    "soft", "cmd", "req", "q", "r", "reg",
}  # fmt: skip
DEBUG = {"debug", "dbg", "jtag", "test", "scan", "dft", "bist", "testmode"}
POWER = {
    "sleep",
    "wake",
    "wakeup",
    "warm",
    "standby",
    "suspend",
    "resume",
    "powerdown",
    "hibernate",
}
PERMISSION = {
    "priv", "privileged", "privilege", "ppriv", "secure", "nonsecure", "auth", "authorized",
    "authorised", "authenticated", "allow", "allowed", "permit", "permitted", "trusted", "lock",
    "locked", "lifecycle", "supervisor",
}  # fmt: skip
ATTEMPT = {
    "attempt", "attempts", "retry", "retries", "tries", "try", "fail", "fails", "failures",
    "failed", "failcnt", "left", "remaining",
}  # fmt: skip
RANDOM_USE = {"key", "keys", "nonce", "iv", "salt", "seed", "challenge", "mask", "secret", "token"}
READ_DATA = re.compile(r"(?i)(rdata|read_?data|dat(a)?_?r(d)?_?o?$|dat(a)?_o(ut)?$|dout$|bus_o)")
ADDRESS = re.compile(r"(?i)(^|_|[a-z])(addr|adr|address)(_?i)?$")
GRANT = {
    "run",
    "boot",
    "grant",
    "granted",
    "unlock",
    "unlocked",
    "open",
    "allow",
    "release",
    "auth",
}
RESET = re.compile(
    r"(?i)(^|[_.])(a|s|p|g|h|sys_?|core_?|power_?on_?)?(n?rst|n?reset|por)(n|b|l)?([_.]|$)"
)


@cache
def pieces(name: str) -> frozenset[str]:
    """The words of the last component of a hierarchical name, in lower case."""
    return frozenset(word.lower() for word in PIECE.findall(name.rsplit(".", 1)[-1]))


def is_reset(name: str) -> bool:
    """Is it a reset by its name?"""
    return RESET.search(re.sub(r"_(in?|ext|sync)$", "", name)) is not None or name.lower() in (
        "rstn", "resetn", "aresetn", "nreset", "presetn", "hresetn",
    )  # fmt: skip


def is_lock(name: str) -> bool:
    """Does it say that something is locked?"""
    words = pieces(name)
    return bool(words & LOCK) and not words & NOT_LOCK


def is_secret(name: str, width: int) -> bool:
    """Does it hold a key, a token, a PIN? Narrow signals and those about a secret do not."""
    words = pieces(name)
    if "pin" in words and words & {"in", "out", "i", "o"}:
        return False
    return width >= 8 and bool(words & SECRET) and not words & NOT_SECRET


def is_clear(name: str) -> bool:
    """Does it order that data be erased, and nothing more particular?"""
    words = pieces(name)
    return bool(words & CLEAR) and words <= CLEAR | CLEAR_WITH


def says(name: str, vocabulary: set[str]) -> bool:
    """Does one of the vocabulary's words occur in it?"""
    return bool(pieces(name) & vocabulary)
