"""Line coverage of the reference under the functional tests, as Verilator counts it."""

from __future__ import annotations

import re
from pathlib import Path

from hdl_agent.simulation.simulate import simulate
from hdl_agent.simulation.verilator import Verilator
from hdl_agent.tasks.library import Block

_POINT = re.compile(r"^C '(.*)' (\d+)$")
_FIELD = re.compile("\x01([^\x02]+)\x02([^\x01]*)")


def uncovered_lines(block: Block, scratch: Path) -> list[int]:
    """Numbers of the reference's lines that hold a branch or block that no test executes."""
    simulate(Verilator(coverage=True), [block.reference], block.task, block.tests, scratch)
    missed: dict[int, bool] = {}
    for line in (scratch / "coverage.dat").read_text(errors="replace").splitlines():
        if match := _POINT.match(line):
            number = int(dict(_FIELD.findall(match[1]))["l"])
            missed[number] = missed.get(number, True) and match[2] == "0"
    return sorted(number for number, never in missed.items() if never)
