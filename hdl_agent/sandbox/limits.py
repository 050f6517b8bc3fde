"""Bounds on one tool run, enforced by the kernel through setrlimit(2) and by a wall clock."""

from __future__ import annotations

from hdl_agent.data import Data


class Limits(Data):
    """Seconds of wall clock and CPU, MiB of address space (None: unbounded), MiB a written file."""

    wall_seconds: float = 60
    cpu_seconds: int = 60
    memory_mb: int | None = 2048
    file_mb: int = 64

    def bounds(self) -> dict[str, int]:
        """What the kernel enforces, by the names of setrlimit(2) without ``RLIMIT_``, in lower
        case."""
        bounds = {"cpu": self.cpu_seconds, "fsize": self.file_mb << 20, "core": 0}
        if self.memory_mb is not None:
            bounds["as"] = self.memory_mb << 20
        return bounds

    def command(self) -> list[str]:
        """The prlimit(1) prefix that sets the kernel's limits."""
        return ["prlimit", *(f"--{name}={value}" for name, value in self.bounds().items())]
