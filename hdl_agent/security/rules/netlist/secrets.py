"""Secrets, and when outputs show them unchanged."""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.security.rules.names import (
    ADDRESS,
    DEBUG,
    PERMISSION,
    is_lock,
    is_secret,
    says,
)
from hdl_agent.security.rules.netlist.registers import Bit
from hdl_agent.security.rules.netlist.view import Netlist

MAX_PAIRS = 64
"""Pairs of an output bit and a secret bit that are looked at for one secret and output."""


def secret(netlist: Netlist, leaf: Bit) -> str:
    """The name of the secret that the leaf is a bit of; empty if it is of none."""
    driver = netlist.driver.get(leaf)
    if driver and driver[0]["type"].startswith("$mem"):
        name = str(driver[0]["parameters"].get("MEMID", "")).lstrip("\\")
        return name if is_secret(name, len(driver[0]["connections"]["RD_DATA"])) else ""
    for name in netlist.aliases(leaf):
        if is_secret(name, len(netlist.bits(name))):
            return name
    return ""


def shown(netlist: Netlist, output: Sequence[Bit]) -> dict[str, int]:
    """For each secret, when some bit of the output, or what it is loaded with, is a bit of it."""
    logic = netlist.logic
    found: dict[str, int] = {}
    pairs: dict[str, int] = {}
    for bit in output:
        register = netlist.registers.get(bit)
        if register and secret(netlist, bit):
            found[secret(netlist, bit)] = 1
            continue
        for leaf in sorted(netlist.flow.sources([register.d if register else bit]), key=str):
            name = secret(netlist, leaf)
            pairs[name] = pairs.get(name, 0) + 1
            if name and pairs[name] <= MAX_PAIRS:
                f = logic.next(register) if register else logic.of(bit)
                found[name] = logic.bdd.or_(found.get(name, 0), logic.depends(f, leaf))
    return found


def unguarded(netlist: Netlist, condition: int) -> bool:
    """Can a bus make the condition true whatever the registers hold and whoever asks?

    The bus chooses inputs and registered addresses; registers, inputs that say who asks or which
    mode it is, and what is not modelled are against it.
    """
    logic = netlist.logic
    chosen = {
        logic.level(bit) for bit, name in logic.names(condition).items() if _chosen(netlist, bit)
    }
    return logic.bdd.exists(condition, frozenset(chosen)) == 1


def _chosen(netlist: Netlist, bit: Bit) -> bool:
    name = netlist.name(bit)
    if bit in netlist.inputs:
        return not (says(name, PERMISSION) or says(name, DEBUG) or is_lock(name))
    register = netlist.registers.get(bit)
    if register is None:
        return False
    sources = netlist.flow.sources([register.d]) - {bit}
    return bool(sources) and all(
        source in netlist.inputs and ADDRESS.search(netlist.name(source)) for source in sources
    )
