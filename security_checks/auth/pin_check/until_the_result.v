// PIN and entries are secret; observed is all up to the first result, that cycle included.
module until_the_result (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       done,
    input  wire       done_b,
    output wire       secret,
    output wire       observe,
    output wire       covered
);
    reg seen;
    always @(posedge clk) seen <= rst_n && (seen || done || done_b);
    assign secret  = rst_n;
    assign observe = rst_n && !seen;
    assign covered = observe && done;
endmodule
