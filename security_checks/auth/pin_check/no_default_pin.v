// As long as a byte of the PIN was not written since reset, no result is right and no session opens.
module no_default_pin (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       pin_we,
    input  wire [1:0] pin_index,
    input  wire       done,
    input  wire       ok,
    input  wire       opened,
    output wire       violation,
    output wire       covered
);
    reg [3:0] written;
    always @(posedge clk)
        if (!rst_n) written <= 4'd0;
        else if (pin_we) written[pin_index] <= 1'b1;
    wire partly = rst_n && written != 4'b1111;
    assign covered   = partly && done;
    assign violation = partly && ((done && ok) || opened);
endmodule
