"""From RTL to a bitstream, with the figures that say whether it fits and is fast enough."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

import pyosys

from hdl_agent.data import Data
from hdl_agent.fpga.device import DEFAULT, Device
from hdl_agent.fpga.place_route import pack, place_and_route
from hdl_agent.sandbox import Limits, work

SYNTHESIS = Limits(wall_seconds=120, cpu_seconds=120, memory_mb=4096)
CELL_DEFINES = {"NO_ICE40_DEFAULT_ASSIGNMENTS": "1"}
"""Icarus 11 rejects the default values of ports that the cell models have without this."""


class Built(StrEnum):
    """How a build ended."""

    FITS = "fits and meets its clock"
    TOO_LARGE = "does not fit the device"
    TOO_SLOW = "misses its clock"
    NOT_MAPPED = "could not be mapped to the device's cells"
    TIMED_OUT = "took too long to implement"


class BuildResult(Data):
    """Cells, MHz and files; figures are 0 and files None where the build did not get that far."""

    built: Built
    detail: str = ""
    logic_cells: int = 0
    block_rams: int = 0
    fmax_mhz: float = 0.0
    netlist: Path | None = None
    bitstream: Path | None = None


def build(
    source: Path, top: str, clock_mhz: float, scratch: Path, device: Device = DEFAULT, seed: int = 1
) -> BuildResult:
    """Synthesize, place, route, pack. Raises ToolMissing, SandboxUnavailable."""
    words = [top, str(source.resolve())]
    mapped = work(
        "hdl_agent.fpga.synthesize", words, scratch=scratch, readable=[source], limits=SYNTHESIS
    )
    if mapped.timed_out:
        return BuildResult(built=Built.TIMED_OUT, detail="synthesis did not end in its time")
    netlist = scratch / "netlist.v"
    if not mapped.ok or not netlist.exists():
        return BuildResult(built=Built.NOT_MAPPED, detail=mapped.stderr.strip()[-300:])
    if (tables := lookup_tables(scratch / "mapped.json", top)) > device.logic_cells:
        detail = f"{tables} lookup tables; {device.name} has {device.logic_cells} logic cells"
        return BuildResult(built=Built.TOO_LARGE, detail=detail, netlist=netlist)
    routed = place_and_route(device, clock_mhz, seed, scratch)
    report = scratch / "report.json"
    if routed.timed_out:
        return BuildResult(built=Built.TIMED_OUT, detail="place and route did not end in its time")
    if not routed.ok or not report.exists():
        detail = f"{device.name}, {device.logic_cells} logic cells: {_error(routed.stderr)}"
        return BuildResult(built=Built.TOO_LARGE, detail=detail, netlist=netlist)
    figures = json.loads(report.read_text())
    clocks = [clock["achieved"] for clock in figures["fmax"].values()]
    fmax = round(min(clocks), 2) if clocks else 0.0
    use = {name: entry["used"] for name, entry in figures["utilization"].items()}
    bitstream = scratch / "bitstream.bin"
    packed = pack(scratch)
    slow = bool(clocks) and fmax < clock_mhz
    return BuildResult(
        built=Built.TOO_SLOW if slow else Built.FITS,
        detail=f"{fmax} MHz, asked for: {clock_mhz} MHz" if slow else "",
        logic_cells=use["ICESTORM_LC"],
        block_rams=use["ICESTORM_RAM"],
        fmax_mhz=fmax,
        netlist=netlist,
        bitstream=bitstream if packed.ok else None,
    )


def lookup_tables(mapped: Path, top: str) -> int:
    """How many there are: each takes a logic cell, so place and route need not try to fit more."""
    cells = json.loads(mapped.read_text())["modules"][top]["cells"].values()
    return sum(cell["type"] == "SB_LUT4" for cell in cells)


def cells_model() -> Path:
    """Simulation models of the device's cells, from the pyosys wheel."""
    return Path(pyosys.__file__).parent / "share" / "ice40" / "cells_sim.v"


def _error(log: str) -> str:
    lines = [line for line in log.splitlines() if line.startswith("ERROR")]
    return lines[0] if lines else "place and route failed"
