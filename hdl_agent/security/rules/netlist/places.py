"""Places in the sources, out of Yosys' ``src`` attributes."""

from __future__ import annotations

import re

from hdl_agent.finding import Place

SOURCE = re.compile(r"(?P<file>[^|]+):(?P<line>\d+)(?:\.(?P<column>\d+))?(?:-[\d.]+)?(?:\||$)")


def place(source: str) -> Place:
    """A ``src`` attribute's first place; the file is empty when there is none."""
    match = SOURCE.match(source)
    if match is None:
        return Place(file=source)
    return Place(file=match["file"], line=int(match["line"]), column=int(match["column"] or 0))
