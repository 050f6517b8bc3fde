// Until no attempts are left: a wrong result costs one, a right one restores all three.
module attempts_count (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       done,
    input  wire       ok,
    input  wire [1:0] left,
    input  wire       locked,
    output wire       violation,
    output wire       covered
);
    reg [1:0] wanted;
    reg       out;
    always @(posedge clk)
        if (!rst_n) begin
            wanted <= 2'd3;
            out    <= 1'b0;
        end else begin
            if (done) wanted <= ok ? 2'd3 : wanted - 2'd1;
            if (wanted == 2'd0) out <= 1'b1;
        end
    assign violation = rst_n && !out && (left != wanted || locked != (left == 2'd0));
    assign covered   = rst_n && !out && wanted == 2'd0;
endmodule
