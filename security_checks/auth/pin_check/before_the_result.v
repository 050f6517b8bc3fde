// PIN and entries are secret; observed is all before the first result.
module before_the_result (
    input  wire       clk,
    input  wire       rst_n,
    input  wire [2:0] taken,
    input  wire       done,
    input  wire       done_b,
    output wire       secret,
    output wire       observe,
    output wire       covered
);
    reg seen;
    always @(posedge clk) seen <= rst_n && (seen || done || done_b);
    assign secret  = rst_n;
    assign observe = rst_n && !seen && !done && !done_b;
    assign covered = observe && taken == 3'd3;
endmodule
