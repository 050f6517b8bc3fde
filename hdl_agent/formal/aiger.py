"""Reading a binary AIGER file (Biere, The AIGER Format, 2007) with one output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Aiger:
    """Literals as in formal.aig: variables 1 to ``inputs`` are inputs, the next ones latches, which
    start at 0 and store ``latches``, the next ones the ANDs of ``gates``."""

    inputs: int
    latches: tuple[int, ...]
    gates: tuple[tuple[int, int], ...]
    output: int


def read(path: Path) -> Aiger:
    """Raises ValueError when the file is no such graph."""
    content = path.read_bytes()
    header, position = _line(content, 0)
    words = header.split()
    if words[0] != b"aig" or words[4] != b"1":
        raise ValueError(f"{path}: not a binary AIGER file with one output")
    inputs, latch_count, gate_count = (int(words[index]) for index in (2, 3, 5))
    latches = []
    for _ in range(latch_count):
        line, position = _line(content, position)
        latches.append(int(line.split()[0]))
    line, position = _line(content, position)
    gates = []
    for variable in range(inputs + latch_count + 1, inputs + latch_count + gate_count + 1):
        first, position = _number(content, position)
        second, position = _number(content, position)
        high = 2 * variable - first
        gates.append((high, high - second))
    return Aiger(inputs, tuple(latches), tuple(gates), int(line))


def is_small(path: Path, gates: int) -> bool:
    """Has it at most so many AND gates? Reads the first line, ``aig M I L O A``, alone."""
    with path.open("rb") as stream:
        return int(stream.readline().split()[5]) <= gates


def is_constant_zero(path: Path) -> bool:
    """Is its output 0, with no latch and no gate left?"""
    with path.open("rb") as stream:
        latches_and_gates = stream.readline().split()[3::2]
        return latches_and_gates == [b"0", b"0"] and stream.readline().strip() == b"0"


def _line(content: bytes, position: int) -> tuple[bytes, int]:
    end = content.index(b"\n", position)
    return content[position:end], end + 1


def _number(content: bytes, position: int) -> tuple[int, int]:
    """Seven bits a byte, the lowest first; all but the last have their top bit set."""
    number = shift = 0
    while True:
        byte = content[position]
        number |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if not byte & 0x80:
            return number, position
