"""A starter policy for a design: guesses from its names and structure, each marked as one.

What structure supports is written as a property; what names alone hint at is commented out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from hdl_agent.errors import HdlAgentError
from hdl_agent.formal.obligation import Interface
from hdl_agent.rtl.inside import Inside, inside
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.machines import Machine
from hdl_agent.rtl.netlist import FLAT
from hdl_agent.security import guesses
from hdl_agent.security.names import Names, UnknownName
from hdl_agent.tasks.task import Port

MOST = 64
"""Registers that a property lists; the rest is left to the user."""


YAML_WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
"""Names of signals that YAML would take for something else."""


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
        *_power_up(stored, outputs),
        *_machines(top, ports, seen),
        *_locks([*guesses.like(guesses.LOCK, [*stored, *outputs])], stored),
        *_keys(inputs, stored, outputs),
        *_privileges(inputs, stored),
        *_alerts(outputs),
        *_buses(ports),
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


def _power_up(stored: Sequence[str], outputs: Sequence[str]) -> list[list[str]]:
    if not stored or not outputs:
        return []
    return [
        [
            "  # Guess: after reset no output shows what a register powered up with.",
            "  - id: nothing_uninitialised_shows",
            "    cwe: 1271",
            "    confidential:",
            f"      secrets: {_flow(stored[:MOST])}",
            f"      observers: {_flow(outputs)}",
            "      at_power_up: true",
        ]
    ]


def _machines(top: str, ports: Sequence[Port], seen: Inside) -> list[list[str]]:
    names = Names(_interface(top, ports), seen)
    made: list[list[str]] = []
    for number, machine in enumerate(seen.machines):
        made.append(
            [
                f"  # Guess: {machine.state} is the state of a machine: only these are assigned.",
                f"  - id: {_id(machine.state, f'is_legal_{number}' if number else 'is_legal')}",
                "    cwe: 1245",
                "    fsm:",
                f"      state: {_quoted(machine.state)}",
                f"      legal: {_flow(_values(names, machine))}",
                "      # recovers_within: 1   # ... also when one register bit flips",
            ]
        )
    return made


def _values(names: Names, machine: Machine) -> list[str]:
    """By name where the language finds that name again."""
    found = []
    for name, literal in machine.values.items():
        try:
            found.append(name if names.value(name, machine.state) == literal else literal)
        except UnknownName:
            found.append(literal)
    return found


def _locks(locks: Sequence[str], stored: Sequence[str]) -> list[list[str]]:
    return [
        _doubtful(
            f"{lock} looks like a lock: it stays set until reset",
            f"- id: {_id(lock, 'stays_set')}",
            "  cwe: 1231",
            f"  locked: {{asset: {_quoted(lock)}, while: {_quoted(lock)}}}",
        )
        for lock in locks
    ]


def _keys(inputs: Sequence[str], stored: Sequence[str], outputs: Sequence[str]) -> list[list[str]]:
    keys = guesses.like(guesses.KEY, [*inputs, *stored])
    if not keys or not outputs:
        return []
    sides = f"secrets: {_flow(keys)}, observers: {_flow(outputs)}"
    made = [
        _doubtful(
            "these look secret: no output depends on them",
            "- id: keys_are_confidential",
            "  cwe: 200",
            f"  confidential: {{{sides}}}",
        )
    ]
    for event in guesses.like(guesses.CLEAR, inputs)[:1]:
        made.append(
            _doubtful(
                f"{event} looks as if it wiped them",
                f"- id: {_id(event, 'wipes_the_keys')}",
                "  cwe: 226",
                f"  zeroized: {{{sides}, event: {_quoted(event)}, within: 1}}",
            )
        )
    return made


def _privileges(inputs: Sequence[str], stored: Sequence[str]) -> list[list[str]]:
    settings = [name for name in stored if re.search(r"ctrl|cfg|conf|mode|lock|enable", name)]
    return [
        _doubtful(
            f"{right} looks like a privilege: {setting} changes only with it",
            f"- id: {_id(setting, 'needs_' + right.lower())}",
            "  cwe: 1262",
            f"  access: {{asset: {_quoted(setting)}, allowed: {_quoted(right)}}}",
        )
        for right in guesses.like(guesses.PRIVILEGE, inputs)[:1]
        for setting in settings[:4]
    ]


def _alerts(outputs: Sequence[str]) -> list[list[str]]:
    return [
        _doubtful(
            f"{alert} looks like an alert: a flipped register bit changes nothing, or raises it",
            f"- id: {_id(alert, 'tells_of_upsets')}",
            "  cwe: 1247",
            f"  fault_detected: {{alert: {_quoted(alert)}, within: 2,"
            f" observers: {_flow([name for name in outputs if name != alert])}}}",
        )
        for alert in guesses.like(guesses.ALERT, outputs)
        if len(outputs) > 1
    ]


def _buses(ports: Sequence[Port]) -> list[list[str]]:
    return [
        _doubtful(
            f"this looks like {bus.kind}: each request is answered",
            f"- id: {_id(bus.answers, 'comes_in_time')}",
            f"  responds: {{if: {_quoted(bus.asks)}, then: {_quoted(bus.answers)}, within: 16}}",
        )
        for bus in guesses.buses(ports)
    ]


def _doubtful(why: str, *lines: str) -> list[str]:
    return [f"  # Guess by name: {why}.", *(f"  # {line}" for line in lines)]


def _interface(top: str, ports: Sequence[Port]) -> Interface:
    return Interface(top=top, clock="", reset="", reset_active=0, ports=tuple(ports))


def _id(name: str, what: str) -> str:
    return re.sub(r"\W+", "_", f"{name}_{what}").strip("_").lower().lstrip("0123456789_")


def _quoted(text: str) -> str:
    is_plain = re.fullmatch(r"[A-Za-z_]\w*", text) and text.lower() not in YAML_WORDS
    return text if is_plain else f'"{text}"'


def _flow(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"
