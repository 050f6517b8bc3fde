// The same from the third cycle after reset on.
module serv_late_first_write(
  input clk, input i_rst, input i_ibus_ack, input wen, output violation, output covered);
  reg fetched;
  reg [1:0] run;
  always @(posedge clk) run <= i_rst ? 2'd0 : {run[0], 1'b1};
  always @(posedge clk) fetched <= !i_rst && (fetched || i_ibus_ack);
  assign covered = fetched && wen;
  assign violation = !i_rst && run[1] && !fetched && wen;
endmodule
