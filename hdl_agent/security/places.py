"""Where in a YAML file things are: line and column of every key and value, counted from 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from hdl_agent.data import Data


class Scalar(Data):
    """A value of the file and its place."""

    path: tuple[str | int, ...]
    text: str
    line: int
    column: int


class Places(Data):
    """The file's name and its keys and values, in order; the path of a key ends with it."""

    file: str = ""
    scalars: tuple[Scalar, ...] = ()

    def of(self, path: Sequence[str | int]) -> str:
        """``FILE:LINE:COLUMN`` of the deepest known part of a path, or FILE alone."""
        wanted = tuple(path)
        while wanted:
            for scalar in self.scalars:
                if scalar.path[: len(wanted)] == wanted:
                    return f"{self.file}:{scalar.line}:{scalar.column}"
            wanted = wanted[:-1]
        return self.file

    def naming(self, name: str, path: Sequence[str | int]) -> str:
        """The place where ``name`` first occurs in a value below ``path``, but for its id."""
        start = tuple(path)
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        for scalar in self.scalars:
            is_below = scalar.path[: len(start)] == start and scalar.path != (*start, "id")
            found = word.search(scalar.text) if is_below else None
            if found:
                return f"{self.file}:{scalar.line}:{scalar.column + found.start()}"
        return self.of(path)


def places(file: str, text: str) -> Places:
    """Raises yaml.YAMLError."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return Places(file=file, scalars=tuple(_scalars(node, ())) if node else ())


def _scalars(node: yaml.Node, path: tuple[str | int, ...]) -> Iterator[Scalar]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = (*path, str(key.value))
            if isinstance(value, yaml.ScalarNode):
                yield _scalar(value, below)
            else:
                yield _scalar(key, below).model_copy(update={"text": ""})
                yield from _scalars(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _scalars(value, (*path, number))
    elif isinstance(node, yaml.ScalarNode):
        yield _scalar(node, path)


def _scalar(node: yaml.ScalarNode, path: tuple[str | int, ...]) -> Scalar:
    quoted = 1 if node.style in ("'", '"') else 0
    mark = node.start_mark
    return Scalar(
        path=path, text=str(node.value), line=mark.line + 1, column=mark.column + 1 + quoted
    )
