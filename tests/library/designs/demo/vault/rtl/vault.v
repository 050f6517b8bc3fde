module vault (
  input wire clk, input wire rst_n, input wire we, input wire lock, input wire clear,
  input wire [3:0] wdata, output reg [3:0] rdata, output reg locked
);
  always @(posedge clk)
    if (!rst_n || clear) begin
      rdata <= 4'd0;
      locked <= 1'b0;
    end else begin
      if (we && !locked) rdata <= wdata;
      if (lock) locked <= 1'b1;
    end
endmodule
