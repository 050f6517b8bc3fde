"""Read a value change dump (IEEE 1800-2017, 21.7), sampled at a clock's rising edges."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

LARGEST = 32 << 20
"""Bytes above which a dump is not read."""


def sample(path: Path, clock: str, wanted: Collection[str]) -> dict[str, list[str]]:
    """The values of the ``wanted`` variables as they are when ``clock`` rises, edge by edge.

    Names are full: scopes and variable joined by dots, without ranges. Values are bits, the most
    significant first, in 0, 1, x, z. A variable that the dump lacks is missing in the answer, and
    all are when the dump has no such clock or is larger than LARGEST.
    """
    if not path.is_file() or path.stat().st_size > LARGEST:
        return {}
    with path.open(encoding="utf-8", errors="replace") as stream:
        words = (word for line in stream for word in line.split())
        found = _variables(words, {clock, *wanted})
        if clock not in found:
            return {}
        ticks = found[clock][0]
        widths = dict(found.values())
        samples: dict[str, list[str]] = {code: [] for code in widths}
        now = {code: "x" * width for code, width in widths.items()}
        for step in _steps(words, widths):
            if now[ticks] == "0" and step.get(ticks) == "1":
                for code, values in samples.items():
                    values.append(now[code])
            now |= step
    return {name: samples[code] for name, (code, _) in found.items() if name in wanted}


def _variables(words: Iterator[str], wanted: Collection[str]) -> dict[str, tuple[str, int]]:
    """Reads the header. Code and width of each wanted variable, by its full name."""
    scopes: list[str] = []
    found: dict[str, tuple[str, int]] = {}
    for word in words:
        if word == "$enddefinitions":
            break
        if word == "$scope":
            scopes.append(list(_until_end(words))[1])
        elif word == "$upscope":
            scopes.pop()
        elif word == "$var":
            _, width, code, name, *_ = _until_end(words)
            full = ".".join([*scopes, name])
            if full in wanted:
                found[full] = (code, int(width))
    return found


def _until_end(words: Iterator[str]) -> Iterator[str]:
    for word in words:
        if word == "$end":
            return
        yield word


def _steps(words: Iterator[str], widths: dict[str, int]) -> Iterator[dict[str, str]]:
    """Per time step, the new values of the variables in ``widths`` by their codes."""
    step: dict[str, str] = {}
    for word in words:
        kind = word[0].lower()
        if kind == "#":
            yield step
            step = {}
        elif kind in "01xz":
            if word[1:] in widths:
                step[word[1:]] = kind
        elif kind in "br":
            code = next(words, "")
            if code in widths:
                step[code] = _extended(word[1:].lower(), widths[code])
        elif word == "$comment":
            _skip(words)
    yield step


def _extended(bits: str, width: int) -> str:
    """A dump leaves out what repeats on the left: zeros, or an x or z."""
    return bits.rjust(width, bits[0] if bits[:1] in ("x", "z") else "0")


def _skip(words: Iterator[str]) -> None:
    for _ in islice(_until_end(words), None):
        pass
