"""A Wishbone B4 classic master: cyc and stb held until ack (or err)."""

from __future__ import annotations

from hdl_agent.simulation.drivers.bench import Bench, Sample

MAX_WAIT = 256
"""Cycles without ack or err after which a transfer is an AssertionError."""


class Wishbone:
    """Drives ``{prefix}cyc, stb, we, adr, dat_i`` and, where it exists, ``sel``."""

    def __init__(self, bench: Bench, prefix: str = "wb_") -> None:
        self._bench = bench
        self._prefix = prefix

    async def transfer(self, write: bool, address: int, data: int = 0, **sideband: int) -> Sample:
        """One transfer; the sample of the cycle with ack or err."""
        name = self._prefix
        drive = {"cyc": 1, "stb": 1, "we": int(write), "adr": address, "dat_i": data}
        sample = await self._bench.cycle(**{name + k: v for k, v in drive.items()}, **sideband)
        for _ in range(MAX_WAIT):
            if getattr(sample, name + "ack") or self._error(sample):
                break
            sample = await self._bench.cycle()
        else:
            raise AssertionError(f"no ack within {MAX_WAIT} cycles at address {address:#x}")
        await self._bench.cycle(**{name + "cyc": 0, name + "stb": 0, name + "we": 0})
        return sample

    def _error(self, sample: Sample) -> int:
        name = self._prefix + "err"
        return int(getattr(sample, name)) if name in self._bench.outputs else 0

    async def write(self, address: int, data: int, **sideband: int) -> int:
        """Write; returns err (0 where the design has none)."""
        return self._error(await self.transfer(True, address, data, **sideband))

    async def read(self, address: int, **sideband: int) -> int:
        """Read; returns dat_o."""
        return int(getattr(await self.transfer(False, address, **sideband), self._prefix + "dat_o"))
