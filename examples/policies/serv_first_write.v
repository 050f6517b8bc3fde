// Nothing is written to the register file until the first instruction has come.
module serv_first_write(
  input clk, input i_rst, input i_ibus_ack, input wen, output violation, output covered);
  reg fetched;
  always @(posedge clk) fetched <= !i_rst && (fetched || i_ibus_ack);
  assign covered = fetched && wen;
  assign violation = !i_rst && !fetched && wen;
endmodule
