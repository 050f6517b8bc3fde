"""A starter policy for a design: guesses from its names and structure, each marked as one.

What structure supports is written as a property; what names alone hint at is commented out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hdl_agent.errors import HdlAgentError
from hdl_agent.rtl.inside import Inside, inside
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.netlist import FLAT
from hdl_agent.security import guesses, suggestions
from hdl_agent.tasks.task import Port


class NoDesign(HdlAgentError):
    """The design cannot be read, so that nothing can be guessed of it."""

    exit_code = 1


def draft(sources: Sequence[Path], top: str, scratch: Path) -> str:
    """The text of a policy for the module ``top``. Raises NoDesign, NoSignals, ToolMissing."""
    inspection = inspect(sources, top, scratch)
    elaboration, synthesis = inspection.elaboration, inspection.synthesis
    if inspection.rejected or elaboration is None or synthesis is None:
        problems = [*inspection.rejected, *map(str, elaboration.errors if elaboration else ())]
        if elaboration and top not in elaboration.modules:
            problems = [f"there is no module {top!r}: {', '.join(elaboration.modules)}"]
        why = problems[0] if problems else inspection.trouble or "it does not elaborate"
        raise NoDesign(f"{why}; `hdl-agent check --top {top}` says more")
    if synthesis.problem:
        raise NoDesign(f"{synthesis.problem}; `hdl-agent check --top {top}` says more")
    seen = inside(sources, top, scratch / FLAT, scratch)
    return starter(top, elaboration.ports or (), seen, [source.name for source in sources])


def starter(top: str, ports: Sequence[Port], seen: Inside, files: Sequence[str]) -> str:
    """The text, from what elaboration and netlist show."""
    clock, reset = guesses.clock_of(ports), guesses.reset_of(ports)
    pins = f"--clock {clock or 'CLOCK'} --reset {reset[0] if reset else 'RESET'}"
    pins += f" --active {reset[1]}" if reset else " --active low"
    special = {clock, reset[0] if reset else None}
    inputs = [p.name for p in ports if p.direction == "input" and p.name not in special]
    outputs = [p.name for p in ports if p.direction == "output"]
    named = {port.name for port in ports}
    stored = [name for name in guesses.registers(seen) if name not in named]
    lines = [
        f"# A starter policy for {top}. Every property below is a guess: read it, correct it, or",
        "# delete it. What is commented out rests on names alone. The language: docs/policy.md",
        f"#   hdl-agent check {' '.join(files)} --top {top} {pins} --policy THIS_FILE",
        "",
        *_listed("clock (guess)", [clock] if clock else []),
        *_listed("reset (guess)", [f"{reset[0]}, active {reset[1]}"] if reset else []),
        *_listed("registers", stored),
        *_listed("memories", [s.name for s in seen.signals if s.is_memory]),
        "",
        "properties:",
    ]
    blocks = [
        *suggestions.power_up(stored, outputs),
        *suggestions.machines(top, ports, seen),
        *suggestions.locks([*guesses.like(guesses.LOCK, [*stored, *outputs])], stored),
        *suggestions.keys(inputs, stored, outputs),
        *suggestions.privileges(inputs, stored),
        *suggestions.alerts(outputs),
        *suggestions.buses(ports),
    ]
    lines += [line for block in blocks for line in [*block, ""]]
    return "\n".join(lines).rstrip() + "\n"


def _listed(what: str, names: Sequence[str]) -> list[str]:
    lines, line = [], f"# {what}:"
    for name in names or ["none found"]:
        if len(line) + len(name) > 96:
            lines.append(line)
            line = "#  "
        line += f" {name}"
    return [*lines, line]
