"""A ladder of designs: locked register files of growing size, each with a property that holds and,
in a second version, does not."""

from __future__ import annotations

from dataclasses import dataclass

MONITOR = """
module stays(input clk, input rst_n, input we, input [7:0] addr, input lock, input [31:0] wdata,
             input [31:0] first, output violation, output covered);
  reg was_locked = 0; reg [31:0] was;
  reg seen = 0;
  always @(posedge clk) begin
    was <= first;
    seen <= rst_n && (seen || (we && lock));
    was_locked <= rst_n && seen;
  end
  assign covered = was_locked && we;
  assign violation = rst_n && was_locked && first != was;
endmodule
"""
"""A model of the lock of its own, as the black-box checks of the library have."""

ASSERTED = """
module checked(input clk, input we, input [7:0] addr, input lock, input [31:0] wdata);
  reg [2:0] age = 0;
  wire rst_n = age == 4;
  wire [31:0] first;
  wire violation;
  always @(posedge clk) if (!rst_n) age <= age + 1;
  bank bank(.clk(clk), .rst_n(rst_n), .we(we), .addr(addr), .lock(lock), .wdata(wdata),
            .first(first));
  stays stays(.clk(clk), .rst_n(rst_n), .we(we), .addr(addr), .lock(lock), .wdata(wdata),
              .first(first), .violation(violation));
  always @* if (rst_n) assert (!violation);
endmodule
"""
"""Design and monitor for SymbiYosys, with the reset that our harness has."""


@dataclass(frozen=True)
class Rung:
    """A size of the ladder: ``words`` registers of ``width`` bits, mixed into a digest."""

    words: int
    width: int

    def verilog(self, sound: bool) -> str:
        """The design; when not ``sound``, one value is still written under the lock."""
        guard = (
            "!locked" if sound else f"(!locked || wdata[7:0] == 8'h{0xA5 % (1 << self.width):02x})"
        )
        return f"""
module bank(input clk, input rst_n, input we, input [7:0] addr, input lock, input [31:0] wdata,
            output [31:0] first, output [31:0] digest, output reg locked);
  reg [{self.width - 1}:0] words [0:{self.words - 1}];
  reg [{self.width - 1}:0] mixed;
  integer i;
  assign first = words[0], digest = mixed;
  always @(posedge clk)
    if (!rst_n) begin
      locked <= 0; mixed <= 0;
      for (i = 0; i < {self.words}; i = i + 1) words[i] <= 0;
    end else begin
      if (we && lock) locked <= 1;
      if (we && {guard}) words[addr % {self.words}] <= wdata[{self.width - 1}:0];
      mixed <= {{mixed[{self.width - 2}:0], mixed[{self.width - 1}]}}
               + (words[addr % {self.words}] ^ wdata);
    end
endmodule
"""


LADDER = (Rung(1, 4), Rung(2, 16), Rung(4, 32), Rung(16, 32), Rung(64, 32), Rung(150, 32))
