"""The picture of a counterexample: from the waveform of its replay to WaveJSON and SVG."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from hdl_agent.formal.bench import BENCH
from hdl_agent.formal.signals import Signals, choose
from hdl_agent.waves.svg import draw
from hdl_agent.waves.vcd import sample
from hdl_agent.waves.waveform import VIOLATION, Head, Waveform, clock_row, row

SIGNALS, PICTURE, DRAWING, DUMP = "signals.json", "wave.json", "wave.svg", "wave.vcd"
"""Files of a witness: what may be shown, WaveJSON, SVG, the simulator's dump."""

CYCLES = 16
"""Cycles shown: those that end with the violation."""

HARNESS = f"{BENCH}.player.harness"


def picture(folder: Path) -> Waveform | None:
    """The last cycles up to the first violation in the folder's dump, which the replay left; also
    written to ``wave.json`` and ``wave.svg``. None where the dump shows no violation."""
    try:
        signals = Signals.model_validate_json((folder / SIGNALS).read_text())
    except (OSError, ValidationError):
        return None
    inside = {f"{HARNESS}.{name}": name for name in signals.names}
    bad, cycle = f"{HARNESS}.bad", f"{BENCH}.cycle"
    values = sample(folder / DUMP, f"{BENCH}.clock", [*inside, bad, cycle])
    if "1" not in values.get(bad, []):
        return None
    last = values[bad].index("1")
    window = {name: column[: last + 1][-CYCLES:] for name, column in values.items()}
    named = {inside[name]: column for name, column in window.items() if name in inside}
    cycles = len(window[bad])
    number = int(values[cycle][last], 2) + 1
    shown = Waveform(
        signal=(
            clock_row(signals.clock, cycles),
            *(row(name, named[name]) for name in choose(signals, named)),
            row(VIOLATION, window[bad]),
        ),
        head=Head(
            text=f"{signals.obligation}: violated in cycle {number}", tick=number - cycles + 1
        ),
    )
    (folder / PICTURE).write_text(shown.model_dump_json(indent=1) + "\n")
    (folder / DRAWING).write_text(draw(shown) + "\n")
    return shown


def read_picture(folder: Path) -> Waveform | None:
    """What ``picture`` wrote; None where there is none."""
    try:
        return Waveform.model_validate_json((folder / PICTURE).read_text())
    except (OSError, ValidationError):
        return None
