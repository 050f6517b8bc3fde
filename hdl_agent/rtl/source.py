"""A candidate's source text, checked before any tool sees it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hdl_agent.errors import UsageError

MAX_BYTES = 1 << 20
"""Larger files are refused: a block of this library's kind has some kilobytes."""


class BadSource(UsageError):
    """The file is not one that tools should be given."""


def read_source(path: Path) -> str:
    """The text. Raises BadSource when it is missing, empty, too large or not UTF-8."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadSource(f"{path}: {error.strerror}") from error
    if size > MAX_BYTES:
        raise BadSource(f"{path.name}: {size} bytes; at most {MAX_BYTES} are read")
    if not path.is_file():
        raise BadSource(f"{path}: it is no file: name one that holds Verilog")
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise BadSource(
            f"{path.name}: byte {error.start} is not UTF-8: save the file as UTF-8"
        ) from error
    if not text.strip():
        raise BadSource(f"{path.name}: the file is empty")
    if "\0" in text:
        raise BadSource(f"{path.name}: the file holds a zero byte: it is not Verilog text")
    return text


def digest(text: str) -> str:
    """SHA-256 of the text, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()
