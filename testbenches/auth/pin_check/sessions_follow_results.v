// A session opens with a right result and ends with close, and changes in no other way.
module sessions_follow_results (
    input  wire clk,
    input  wire rst_n,
    input  wire done,
    input  wire ok,
    input  wire close,
    input  wire opened,
    output wire violation,
    output wire covered
);
    reg wanted;
    always @(posedge clk) wanted <= rst_n && ((done && ok) || (wanted && !close));
    assign violation = rst_n && opened != wanted;
    assign covered   = rst_n && wanted && close;
endmodule
