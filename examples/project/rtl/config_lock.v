// A configuration register that software can lock until the next reset.
`include "widths.vh"

module config_lock (
    input  wire                    clk,
    input  wire                    rst_n,
    input  wire                    write,
    input  wire                    lock,
    input  wire [`CONFIG_BITS-1:0] value,
    output reg  [`CONFIG_BITS-1:0] config_out,
    output reg                     locked
);
    always @(posedge clk) begin
        if (!rst_n) begin
            config_out <= `CONFIG_BITS'd0;
            locked     <= 1'b0;
        end else begin
            if (lock) locked <= 1'b1;
            if (write && !locked) config_out <= value;
        end
    end
endmodule
