"""Devices that the deploy rung knows."""

from __future__ import annotations

from hdl_agent.data import Data
from hdl_agent.errors import UsageError


class UnknownDevice(UsageError):
    """No device has this name."""


class Device(Data):
    """An iCE40 part: nextpnr's option and package, and how many logic cells it has."""

    name: str
    option: str
    package: str
    logic_cells: int


HX8K = Device(name="hx8k-ct256", option="--hx8k", package="ct256", logic_cells=7680)
UP5K = Device(name="up5k-sg48", option="--up5k", package="sg48", logic_cells=5280)
DEFAULT = HX8K


def device(name: str) -> Device:
    """The device of this name. Raises UnknownDevice."""
    known = {item.name: item for item in (HX8K, UP5K)}
    if name not in known:
        raise UnknownDevice(f"unknown device {name!r}; there are: {', '.join(known)}")
    return known[name]
