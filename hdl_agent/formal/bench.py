"""What plays a stimulus to a harness: a player that each simulator takes, and a bench for Icarus.

The player needs nothing but a clock and the cycle's number, so that Icarus, Verilator and cocotb
can drive it alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdl_agent.formal.harness import TOP
from hdl_agent.tasks.task import Port

BENCH, PLAYER = "hdl_agent_replay", "hdl_agent_player"

DUMPED = 64
"""Cycles at the end of the stimulus that go into the waveform."""

DUMP_BYTES = 16 << 20
"""Size at which the simulator stops to write the waveform."""


def slices(ports: Sequence[Port]) -> Iterator[tuple[Port, str]]:
    """Each port, and the bits of a line of the stimulus, ``now``, that are its value."""
    high = sum(port.width for port in ports)
    for port in ports:
        yield port, f"now[{high - 1}:{high - port.width}]"
        high -= port.width


def player(clock: str, ports: Sequence[Port], cycles: int) -> str:
    """Module ``hdl_agent_player``: the harness, its inputs from line ``cycle`` of the stimulus."""
    width = max(1, sum(port.width for port in ports))
    pins = [f".{clock}(clock)", *(f".{port.name}({bits})" for port, bits in slices(ports))]
    return f"""`timescale 1ns/1ps
module {PLAYER}(input wire clock, input wire [31:0] cycle, output wire bad, output wire reached);
  reg [{width - 1}:0] stimulus [0:{cycles - 1}];
  initial $readmemb("stimulus.txt", stimulus);
  wire [{width - 1}:0] now = stimulus[cycle];
  {TOP} harness({", ".join(pins)}, .bad(bad), .reached(reached));
endmodule
"""


def bench(cycles: int) -> str:
    """Ends with status 0 only when ``bad`` was 1 in some cycle; with ``+mended``, only when it was
    in none."""
    return f"""`timescale 1ns/1ps
module {BENCH};
  reg clock = 0, seen = 0;
  integer cycle = 0;
  wire bad, reached;
  {PLAYER} player(clock, cycle, bad, reached);
  initial begin
    $dumpfile("wave.vcd");
    $dumplimit({DUMP_BYTES});
    for (cycle = 0; cycle < {cycles}; cycle = cycle + 1) begin
      if (cycle == {max(0, cycles - DUMPED)}) $dumpvars(0, {BENCH});
      #5 if (bad === 1'b1) seen = 1;
      clock = 1;
      #5 clock = 0;
    end
    if (seen == $test$plusargs("mended")) $fatal(1);
    $finish;
  end
endmodule
"""
