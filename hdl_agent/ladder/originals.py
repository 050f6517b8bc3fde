"""A design's files as the user has them, for results that speak of places in them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from functools import cached_property

from hdl_agent.finding import Place
from hdl_agent.ladder.design import Design
from hdl_agent.ladder.result import Part, Result


class Originals:
    """``read``: the files, relative to the design's root, that took part."""

    def __init__(self, design: Design, read: Sequence[str]) -> None:
        self._design = design
        self._read = read
        self._lines: dict[str, list[str]] = {}

    @property
    def digest(self) -> str:
        """SHA-256 over names and contents."""
        digest = hashlib.sha256()
        for name in sorted(self._read):
            digest.update(name.encode() + b"\0" + (self._design.root / name).read_bytes() + b"\0")
        return digest.hexdigest()

    def placed(self, result: Result) -> Result:
        """The result with the source line that it speaks of; a property's is its policy's."""
        finding = result.finding
        place = self._policy_place(finding.rule) if result.part is Part.PROPERTY else finding.place
        if not place.file:
            place = Place(file=self.name(self._design.sources.files[0]))
        place = place.model_copy(update={"file": self._whole(place.file)})
        text = self._line(place)
        changed = finding.model_copy(update={"place": place, "text": text})
        return result.model_copy(update={"finding": changed})

    def name(self, path: os.PathLike[str]) -> str:
        """A path as seen from the root."""
        return os.path.relpath(os.path.realpath(path), self._design.root.resolve())

    def _whole(self, file: str) -> str:
        """Some tools drop the folders: they are clear when only one file has the name."""
        fitting = [name for name in self._read if os.path.basename(name) == file]
        return fitting[0] if file not in self._read and len(fitting) == 1 else file

    @cached_property
    def _policy(self) -> str:
        assert self._design.policy is not None, "a property comes from a policy"
        return self.name(self._design.policy)

    def _policy_place(self, property_id: str) -> Place:
        entry = re.compile(rf"\s*-?\s*[{{]?\s*id\s*:\s*[\"']?{re.escape(property_id)}\b")
        for number, line in enumerate(self._file(self._policy), start=1):
            if match := entry.match(line):
                return Place(
                    file=self._policy, line=number, column=match.end() - len(property_id) + 1
                )
        return Place(file=self._policy)

    def _line(self, place: Place) -> str:
        known = place.file in self._read or self._is_policy(place.file)
        lines = self._file(place.file) if known else []
        return lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""

    def _is_policy(self, name: str) -> bool:
        return self._design.policy is not None and name == self._policy

    def _file(self, name: str) -> list[str]:
        if name not in self._lines:
            text = (self._design.root / name).read_text(errors="replace")
            self._lines[name] = text.split("\n")
        return self._lines[name]
