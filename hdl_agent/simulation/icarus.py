"""Icarus Verilog: event-driven, four-valued, quick to build."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import cocotb_tools.config

from hdl_agent.sandbox import Completed, Limits, run, tool
from hdl_agent.tasks.task import Task

REMEDY = "`sudo apt-get install iverilog`"
DUMP = """module hdl_agent_waves;
  initial begin $dumpfile("%s"); $dumpvars(0, %s); end
endmodule
"""


class Icarus:
    """``defines`` are for trusted extra sources, such as a vendor's cell models; ``label`` is
    what results call the simulator."""

    waves = "waves.fst"

    def __init__(self, defines: Mapping[str, str] | None = None, label: str = "icarus") -> None:
        self.name = label
        self._defines = [f"-D{name}={value}" for name, value in (defines or {}).items()]

    @staticmethod
    def installed() -> bool:
        """Is Icarus here?"""
        return shutil.which("iverilog") is not None

    def build(self, sources: Sequence[Path], task: Task, scratch: Path, waves: bool) -> Completed:
        """Compile to ``sim.vvp``. A timescale is set, as cocotb's clock in ns asks for one."""
        scratch.mkdir(parents=True, exist_ok=True)
        (scratch / "commands.f").write_text("+timescale+1ns/1ps\n")
        words = [tool("iverilog", REMEDY), "-g2012", "-o", "sim.vvp", "-f", "commands.f"]
        words += ["-s", task.top, *self._defines, *map(str, sources)]
        if waves:
            (scratch / "waves.v").write_text(DUMP % (self.waves, task.top))
            words += ["-s", "hdl_agent_waves", "waves.v"]
        limits = Limits(wall_seconds=30, cpu_seconds=30)
        return run(words, scratch=scratch, readable=sources, limits=limits)

    def command(self, waves: bool) -> list[str]:
        """Run under vvp, which stops ($stop) by ending (-n)."""
        entry = cocotb_tools.config.lib_entry("vpi", "icarus")
        return [tool("vvp", REMEDY), "-n", "-m", entry, "sim.vvp", "-fst" if waves else "-none"]
