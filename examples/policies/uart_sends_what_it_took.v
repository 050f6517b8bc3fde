// The byte in the shift register when its start bit begins is the one that the stream hands over.
// The stream's source keeps valid and data until ready, as AXI4-Stream demands.
module uart_sends_what_it_took(
  input clk, input rst, input [7:0] s_axis_tdata, input s_axis_tvalid, input s_axis_tready,
  input [3:0] count, input [8:0] shifted, output violation, output covered, output assumed);
  reg waits, handed;
  reg [7:0] data;
  reg [3:0] before;
  wire starts = count == 9 && before == 0;
  always @(posedge clk) begin
    waits <= !rst && s_axis_tvalid && !s_axis_tready;
    handed <= !rst && s_axis_tvalid && s_axis_tready;
    data <= s_axis_tdata;
    before <= rst ? 4'd0 : count;
  end
  assign assumed = !waits || (s_axis_tvalid && s_axis_tdata == data);
  // in the first cycle of a frame the handshake was one cycle ago, or is now
  assign covered = starts;
  assign violation = starts &&
    !((handed || (s_axis_tvalid && s_axis_tready)) && shifted[7:0] == data);
endmodule
