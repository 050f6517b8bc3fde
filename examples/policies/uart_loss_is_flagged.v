// A byte that waited and was overwritten: the overrun flag is up in that very cycle.
module uart_loss_is_flagged(
  input clk, input rst, input [7:0] m_axis_tdata, input m_axis_tvalid, input m_axis_tready,
  input rx_overrun_error, output violation, output covered);
  reg waited;
  reg [7:0] waiting;
  always @(posedge clk) begin
    waited <= !rst && m_axis_tvalid && !m_axis_tready;
    waiting <= m_axis_tdata;
  end
  assign covered = waited && rx_overrun_error;
  assign violation = waited && m_axis_tdata != waiting && !rx_overrun_error;
endmodule
