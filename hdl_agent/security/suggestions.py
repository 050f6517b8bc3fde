"""Entries of a starter policy, each a guess: from structure as a property, from names alone
commented out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hdl_agent.formal.obligation import Interface
from hdl_agent.rtl.inside import Inside
from hdl_agent.rtl.machines import Machine
from hdl_agent.security import guesses
from hdl_agent.security.names import Names, UnknownName
from hdl_agent.tasks.task import Port

MOST = 64
"""Registers that a property lists; the rest is left to the user."""
YAML_WORDS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
"""Names of signals that YAML would take for something else."""


def power_up(stored: Sequence[str], outputs: Sequence[str]) -> list[list[str]]:
    """Outputs do not show what registers powered up with."""
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


def machines(top: str, ports: Sequence[Port], seen: Inside) -> list[list[str]]:
    """The states that look like a machine's are the only ones."""
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


def locks(locks: Sequence[str], stored: Sequence[str]) -> list[list[str]]:
    """Commented out: locks stay set."""
    return [
        _doubtful(
            f"{lock} looks like a lock: it stays set until reset",
            f"- id: {_id(lock, 'stays_set')}",
            "  cwe: 1231",
            f"  locked: {{asset: {_quoted(lock)}, while: {_quoted(lock)}}}",
        )
        for lock in locks
    ]


def keys(inputs: Sequence[str], stored: Sequence[str], outputs: Sequence[str]) -> list[list[str]]:
    """Commented out: secrets stay inside, and are wiped."""
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


def privileges(inputs: Sequence[str], stored: Sequence[str]) -> list[list[str]]:
    """Commented out: settings change only with a privilege."""
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


def alerts(outputs: Sequence[str]) -> list[list[str]]:
    """Commented out: single upsets are masked or raise an alert."""
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


def buses(ports: Sequence[Port]) -> list[list[str]]:
    """Commented out: requests are answered."""
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
