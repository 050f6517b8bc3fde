"""Verilator: compiled, two-valued, an independent second opinion."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import cocotb
import cocotb_tools.config

from hdl_agent.sandbox import Completed, Limits, run
from hdl_agent.tasks.task import Task
from hdl_agent.verilator_runtime import ROOT, compilation, runtime

MAIN = "share/lib/verilator/verilator.cpp"


class Verilator:
    """``coverage`` counts executed lines in ``coverage.dat``; ``label`` is its name in results."""

    waves = "waves.vcd"

    def __init__(self, coverage: bool = False, label: str = "verilator") -> None:
        self.name = label
        self._coverage = coverage

    @staticmethod
    def installed() -> bool:
        """Its wheel is; is there the compiler that it needs?"""
        return shutil.which("g++") is not None

    def build(self, sources: Sequence[Path], task: Task, scratch: Path, waves: bool) -> Completed:
        """Translate, then compile and link to ``sim``."""
        scratch.mkdir(parents=True, exist_ok=True)
        options = {"VM_COVERAGE": "--coverage-line"} if self._coverage else {}
        options |= {"VM_TRACE_VCD": "--trace-vcd"} if waves else {}
        features = frozenset(options)
        store = runtime(features)
        ports = (f'public_flat_rw -module "{task.top}" -var "{p.name}"\n' for p in task.ports)
        (scratch / "public.vlt").write_text("`verilator_config\n" + "".join(ports))
        words = [str(ROOT / "bin" / "verilator_bin"), *options.values()]
        words += ["--cc", "--vpi", "--no-timing", "--prefix", "Vtop", "--top-module", task.top]
        words += ["-Wno-fatal", "-Wno-lint", "-Wno-style", "--Mdir", ".", "public.vlt"]
        words += map(str, sources)
        limits = Limits(wall_seconds=60, cpu_seconds=60)
        environment = {"VERILATOR_ROOT": str(ROOT)}
        done = run(words, scratch=scratch, readable=sources, limits=limits, env=environment)
        if not done.ok:
            return done
        main = Path(cocotb.__file__).parent / MAIN
        words = compilation(scratch, store, features, f'#include "{main}"\n')
        libraries = cocotb_tools.config.libs_dir
        words += [f"-Wl,-rpath,{libraries}", f"-L{libraries}", "-lcocotbvpi_verilator"]
        return run([*words, "-o", "sim"], scratch=scratch, readable=[store], limits=limits)

    def command(self, waves: bool) -> list[str]:
        """The compiled program itself."""
        return ["./sim", "--trace", "--trace-file", self.waves] if waves else ["./sim"]
