"""An APB master (AMBA APB, ARM IHI 0024): setup cycle, then access cycles until pready."""

from __future__ import annotations

from hdl_agent.simulation.drivers.bench import Bench, Sample

MAX_WAIT = 256
"""Access cycles without pready after which a transfer is an AssertionError."""


class Apb:
    """Drives psel, penable, pwrite, paddr, pwdata and, where they exist, reads pready, pslverr.

    ``sideband`` are further inputs that a transfer holds from setup to its end, such as pprot.
    """

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._outputs = bench.outputs

    async def transfer(self, write: bool, address: int, data: int = 0, **sideband: int) -> Sample:
        """One transfer; the sample of its last access cycle (prdata, pslverr)."""
        await self._bench.cycle(
            psel=1, penable=0, pwrite=int(write), paddr=address, pwdata=data, **sideband
        )
        sample = await self._bench.cycle(penable=1)
        for _ in range(MAX_WAIT):
            if "pready" not in self._outputs or sample.pready:
                break
            sample = await self._bench.cycle()
        else:
            raise AssertionError(f"no pready within {MAX_WAIT} cycles at address {address:#x}")
        await self._bench.cycle(psel=0, penable=0, pwrite=0)
        return sample

    async def write(self, address: int, data: int, **sideband: int) -> int:
        """Write; returns pslverr (0 where the design has none)."""
        sample = await self.transfer(True, address, data, **sideband)
        return sample.pslverr if "pslverr" in self._outputs else 0

    async def read(self, address: int, **sideband: int) -> int:
        """Read; returns prdata."""
        return (await self.transfer(False, address, **sideband)).prdata
