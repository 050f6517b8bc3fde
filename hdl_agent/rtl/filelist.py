"""Filelists, as simulators read them: one or more words a line, both comment styles, $VAR."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

from hdl_agent.errors import UsageError
from hdl_agent.rtl.source_set import SourceSet

_COMMENT = re.compile(r"//[^\n]*|(?<!\S)#[^\n]*|/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|\((\w+)\)|(\w+))")
DEEPEST = 20


class BadFileList(UsageError):
    """A filelist cannot be read, or asks for what is not supported."""


def read_filelist(path: Path, base: Path = Path(), depth: int = 0) -> SourceSet:
    """What the list names, in order.

    Names are relative to ``base``, the working folder, in a list given with -f, and to the list's
    own folder in one that it includes with -F. Raises BadFileList.
    """
    if depth > DEEPEST:
        raise BadFileList(f"{path}: filelists include each other: break the circle")
    try:
        text = path.read_text()
        words = shlex.split(_expand(_COMMENT.sub(" ", text), path))
    except (OSError, ValueError) as error:
        raise BadFileList(f"cannot read the filelist {path}: {error}") from error
    found = SourceSet()
    while words:
        word = words.pop(0)
        if word in ("-f", "-F"):
            other = base / _argument(word, words, path)
            inner = other.parent if word == "-F" else base
            found += read_filelist(other, inner, depth + 1)
        elif word in ("-v", "-y", "-I", "-D"):
            found += _option(word, _argument(word, words, path), base)
        elif word.startswith(("-I", "-D")):
            found += _option(word[:2], word[2:], base)
        elif word.startswith(("+", "-")):
            found += _plus(word, base, path)
        else:
            found += SourceSet(files=(base / word,))
    return found


def _option(name: str, value: str, base: Path) -> SourceSet:
    if name == "-D":
        return SourceSet(defines=(value,))
    folder = (base / value,)
    if name == "-I":
        return SourceSet(include=folder)
    return SourceSet(library_files=folder) if name == "-v" else SourceSet(library_folders=folder)


def _plus(word: str, base: Path, path: Path) -> SourceSet:
    """``+incdir+A+B``, ``+define+X=1+Y``, ``+libext+.v+.sv``."""
    values = [value for value in word.split("+")[2:] if value]
    if word.startswith("+incdir+"):
        return SourceSet(include=tuple(base / value for value in values))
    if word.startswith("+define+"):
        return SourceSet(defines=tuple(values))
    if word.startswith("+libext+"):
        return SourceSet(extensions=tuple(values))
    raise BadFileList(
        f"{path}: {word!r} is not known here: a filelist has file names, -f, -F, -v, -y, -I, -D, "
        "+incdir+, +define+ and +libext+"
    )


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
