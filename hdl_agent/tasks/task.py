"""A task: the block that is asked for, its interface and its requirements."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from hdl_agent.data import Data

MAX_PORT_BITS = 200
"""Port bits that still find pins on the default device."""


class Port(Data):
    """One port of the top module; ``width`` in bits."""

    name: str = Field(pattern=r"^[a-zA-Z_]\w*$")
    direction: Literal["input", "output"]
    width: int = Field(ge=1)
    about: str = ""


class Reset(Data):
    """The synchronous reset port and the level at which it resets."""

    port: str
    active: Literal["low", "high"]


class Requirement(Data):
    """Something that must hold: F1, F2, … functional, S1, S2, … security with CWE numbers."""

    text: str
    cwe: tuple[int, ...] = ()


class Task(Data):
    """A block as it is asked for. Requirements are keyed by their ids."""

    id: str
    title: str
    top: str
    clock: str
    reset: Reset
    clock_mhz: float = 12.0
    ports: tuple[Port, ...]
    functional: dict[str, Requirement]
    security: dict[str, Requirement]
    spec: str

    @model_validator(mode="after")
    def _consistent(self) -> Task:
        names = [port.name for port in self.ports]
        if len(set(names)) != len(names):
            raise ValueError("a port name occurs twice")
        for role, name in (("clock", self.clock), ("reset", self.reset.port)):
            if name not in self.inputs:
                raise ValueError(f"the {role} {name!r} is not an input in `ports`")
        if (bits := sum(port.width for port in self.ports)) > MAX_PORT_BITS:
            raise ValueError(f"{bits} port bits; at most {MAX_PORT_BITS} fit the default device")
        for letter, table in (("F", self.functional), ("S", self.security)):
            for name in table:
                if not (name[0] == letter and name[1:].isdigit()):
                    raise ValueError(f"requirement id {name!r}: write {letter}1, {letter}2, …")
        return self

    @property
    def inputs(self) -> list[str]:
        """Names of the input ports, clock and reset included, in order."""
        return [port.name for port in self.ports if port.direction == "input"]

    @property
    def outputs(self) -> list[str]:
        """Names of the output ports, in order."""
        return [port.name for port in self.ports if port.direction == "output"]

    @property
    def cwes(self) -> list[int]:
        """CWE numbers of the security requirements, sorted, each once."""
        return sorted({cwe for requirement in self.security.values() for cwe in requirement.cwe})
