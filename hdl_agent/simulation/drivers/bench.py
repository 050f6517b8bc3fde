"""The cycle model: apply inputs, let outputs settle, look, then the rising edge commits.

Everything happens at the falling edge, half a period away from the design's own activity, so that
Icarus and Verilator, which order value changes differently around the rising edge, show the same.
"""

from __future__ import annotations

import json
import os
from typing import Any

from cocotb.clock import Clock
from cocotb.triggers import FallingEdge, ReadOnly

from hdl_agent.simulation.interface import PORTS_VARIABLE

PERIOD_NS = 10


class Sample:
    """The ports in one cycle; ``sample.port`` is an unsigned int.

    Raises AssertionError when the port carries an X or Z bit: an undefined output is never right.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def __repr__(self) -> str:
        return "the outputs"

    def __getattr__(self, port: str) -> int:
        try:
            value = self._values[port]
        except KeyError:
            raise AttributeError(f"the design has no port {port!r}") from None
        text = str(value)
        assert set(text) <= {"0", "1"}, f"{port} is undefined: {text}"
        return int(text, 2)


class Bench:
    """Drives one design cycle by cycle; one coroutine at a time may do so."""

    def __init__(self, dut: Any) -> None:
        interface = json.loads(os.environ[PORTS_VARIABLE])
        self.dut = dut
        self._inputs = {name: getattr(dut, name) for name in interface["inputs"]}
        self._outputs = {name: getattr(dut, name) for name in interface["outputs"]}
        self._clock = self._inputs[interface["clock"]]
        self.outputs = list(self._outputs)
        self._falling, self._settled = FallingEdge(self._clock), ReadOnly()
        self._reset = interface["reset"]
        self._active = 0 if interface["active_low"] else 1

    async def start(self, cycles: int = 4) -> Bench:
        """Set every input to 0, start the clock, hold reset for ``cycles`` cycles."""
        for handle in self._inputs.values():
            if handle is not self._clock:
                handle.value = 0
        self._inputs[self._reset].value = self._active
        Clock(self._clock, PERIOD_NS, unit="ns").start(start_high=False)
        await self.reset(cycles)
        return self

    async def reset(self, cycles: int = 4) -> None:
        """Hold reset for ``cycles`` cycles; other inputs keep their values."""
        await self.cycle(**{self._reset: self._active})
        await self.idle(cycles - 1)
        await self.cycle(**{self._reset: 1 - self._active})

    async def cycle(self, **inputs: int) -> Sample:
        """Apply inputs (the others keep their values) and return the ports as they settle."""
        await self._falling
        for name, value in inputs.items():
            self._inputs[name].value = value
        await self._settled
        return Sample({name: handle.value for name, handle in self._outputs.items()})

    async def idle(self, cycles: int = 1) -> Sample | None:
        """Let cycles pass with the inputs as they are; the last cycle's sample, or None for 0."""
        sample = None
        for _ in range(cycles):
            sample = await self.cycle()
        return sample
