"""The picture of a counterexample: from the waveform of its replay to WaveJSON and SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from hdl_agent.formal.bench import BENCH
from hdl_agent.formal.signals import FLIP, FLIPPED, Signals, choose
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
    bad, cycle, flipped = f"{HARNESS}.bad", f"{BENCH}.cycle", f"{HARNESS}.{FLIPPED}"
    values = sample(folder / DUMP, f"{BENCH}.clock", [*inside, bad, cycle, flipped])
    if "1" not in values.get(bad, []):
        return None
    last = values[bad].index("1")
    window = {name: column[: last + 1][-CYCLES:] for name, column in values.items()}
    named = {inside[name]: column for name, column in window.items() if name in inside}
    twins = {one: other for pair in signals.pairs for one, other in (pair, pair[::-1])}
    titles = signals.titles | {FLIP: _flip(signals, named.get(FLIP, []), window.get(flipped, []))}
    cycles = len(window[bad])
    number = int(values[cycle][last], 2) + 1
    shown = Waveform(
        signal=(
            clock_row(signals.clock, cycles),
            *(
                row(titles.get(name, name), named[name], twins.get(name))
                for name in choose(signals, named)
            ),
            row(VIOLATION, window[bad]),
        ),
        head=Head(
            text=f"{signals.obligation}: violated in cycle {number}", tick=number - cycles + 1
        ),
    )
    (folder / PICTURE).write_text(shown.model_dump_json(indent=1, exclude_none=True) + "\n")
    (folder / DRAWING).write_text(draw(shown) + "\n")
    return shown


def _flip(signals: Signals, fires: Sequence[str], where: Sequence[str]) -> str:
    """What to call the row that shows the flip: by the register bit, where it is in the window."""
    bits = [int(bit, 2) for fire, bit in zip(fires, where, strict=False) if fire == "1"]
    known = [signals.registers[bit] for bit in bits if bit < len(signals.registers)]
    return f"flip of {known[0]}" if known else "flip"


def read_picture(folder: Path) -> Waveform | None:
    """What ``picture`` wrote; None where there is none."""
    try:
        return Waveform.model_validate_json((folder / PICTURE).read_text())
    except (OSError, ValidationError):
        return None
