// After three wrong results in a row no result is right and no session opens, until reset.
module locked_means_locked (
    input  wire clk,
    input  wire rst_n,
    input  wire done,
    input  wire ok,
    input  wire opened,
    output wire violation,
    output wire covered
);
    reg [1:0] wrong;
    reg       was_open;
    always @(posedge clk)
        if (!rst_n) begin
            wrong    <= 2'd0;
            was_open <= 1'b0;
        end else begin
            was_open <= opened;
            if (done && wrong != 2'd3) wrong <= ok ? 2'd0 : wrong + 2'd1;
        end
    wire out = rst_n && wrong == 2'd3;
    assign covered   = out;
    assign violation = out && ((done && ok) || (opened && !was_open));
endmodule
