"""Filelists, as simulators read them: one or more words a line, both comment styles, $VAR."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from hdl_agent.errors import UsageError

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|\((\w+)\)|(\w+))")
DEEPEST = 20


class BadFileList(UsageError):
    """A filelist cannot be read, or asks for what is not supported."""


def read_filelist(path: Path, base: Path = Path(), depth: int = 0) -> list[Path]:
    """The source files, in order.

    Names are relative to ``base``, the working folder, in a list given with -f, and to the list's
    own folder in one that it includes with -F. ``-v FILE`` counts as a source. Raises BadFileList.
    """
    if depth > DEEPEST:
        raise BadFileList(f"{path}: filelists include each other: break the circle")
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileList(f"cannot read the filelist {path}: {error}") from error
    words = shlex.split(_COMMENT.sub(" ", _expand(text, path)))
    sources: list[Path] = []
    while words:
        word = words.pop(0)
        if word in ("-f", "-F"):
            other = base / _argument(word, words, path)
            inner = other.parent if word == "-F" else base
            sources += read_filelist(other, inner, depth + 1)
        elif word == "-v":
            sources.append(base / _argument(word, words, path))
        elif word.startswith(("+", "-")):
            raise BadFileList(
                f"{path}: {word!r} is not supported: a design is judged as it stands, without "
                "includes and macros from outside; list its files"
            )
        else:
            sources.append(base / word)
    return sources


def _argument(word: str, words: list[str], path: Path) -> str:
    if not words:
        raise BadFileList(f"{path}: {word} at the end has no file name")
    return words.pop(0)


def _expand(text: str, path: Path) -> str:
    def value(match: re.Match[str]) -> str:
        name = next(group for group in match.groups() if group)
        if name not in os.environ:
            raise BadFileList(f"{path}: the environment has no variable {name}: set it")
        return os.environ[name]

    return _VARIABLE.sub(value, text)
