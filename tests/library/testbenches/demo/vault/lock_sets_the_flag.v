module lock_sets_the_flag (
  input wire clk, input wire rst_n, input wire lock, input wire clear, input wire locked,
  output wire violation, output wire covered
);
  reg due;
  always @(posedge clk) due <= rst_n && lock && !clear;
  assign covered = due;
  assign violation = due && !locked;
endmodule
