"""A counterexample as a cocotb test: it fails while the design shows the violation.

``hdl_agent_player`` (player.v) holds the design, the property's harness and the stimulus; ``bad``
is 1 in a cycle with a violation. An unknown ``bad`` is not a violation that shows.
"""

from pathlib import Path
from typing import Any

import cocotb
from cocotb.triggers import Timer

STIMULUS = Path(__file__).with_name("stimulus.txt")


@cocotb.test()
async def the_violation_does_not_show(dut: Any) -> None:
    """Apply the stimulus, a line a cycle, and look at ``bad`` before each rising edge."""
    for cycle in range(len(STIMULUS.read_text().split())):
        dut.clock.value = 0
        dut.cycle.value = cycle
        await Timer(5, unit="ns")
        assert dut.bad.value != 1, f"the property is violated in cycle {cycle + 1}"
        dut.clock.value = 1
        await Timer(5, unit="ns")
