"""The waveforms of confirmed counterexamples, for the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from hdl_agent.formal.picture import read_picture
from hdl_agent.metrics.weaknesses import Finding
from hdl_agent.waves.svg import draw

MOST = 2_000_000
"""Characters of all pictures together; witnesses beyond are linked, not shown."""


def pictures(found: Sequence[Finding], run: Path) -> dict[tuple[str, str], Markup]:
    """By attempt and witness: drawn anew from the WaveJSON in the run's folder, as what lies there
    need not be what we wrote."""
    drawn: dict[tuple[str, str], Markup] = {}
    left = MOST
    for item in found:
        witness = item.evidence.witness
        if not (item.evidence.confirmed and witness):
            continue
        waveform = read_picture(run / "attempts" / item.attempt / witness)
        picture = draw(waveform) if waveform else None
        if picture and len(picture) <= left:
            drawn[item.attempt, witness] = picture
            left -= len(picture)
    return drawn
