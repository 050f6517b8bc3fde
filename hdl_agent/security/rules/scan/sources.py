"""The files as the user named them, for findings that speak of files as the worker saw them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.finding import Finding


class Sources:
    """Source files, which a worker in ``scratch`` read by their absolute names."""

    def __init__(self, sources: Sequence[Path], scratch: Path) -> None:
        self._files = {source.resolve(): source for source in sources}
        self._scratch = scratch
        self._texts: dict[Path, list[str]] = {}

    def named(self, finding: Finding) -> Finding:
        """The finding with the user's name of the file, and the source line."""
        place = finding.place
        path = Path(os.path.normpath(self._scratch / place.file))
        if path not in self._files:
            return finding  # a name that a `line directive made up: nothing is read for it
        text = self._line(path, place.line)
        place = place.model_copy(update={"file": str(self._files[path])})
        return finding.model_copy(update={"place": place, "text": text})

    def order(self, finding: Finding) -> tuple[int, int, int, str]:
        """Sorts findings that are ``named`` in the order of the sources."""
        place = finding.place
        names = [str(source) for source in self._files.values()]
        file = names.index(place.file) if place.file in names else len(names)
        return file, place.line, place.column, finding.rule

    def _line(self, path: Path, number: int) -> str:
        if path not in self._texts:
            self._texts[path] = path.read_text(errors="replace").split("\n")
        lines = self._texts[path]
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""
