// What is loaded is secret. Looked at are the reads of DOUT while both copies run their first
// encryption, so that there is no earlier result to show.
module running (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       psel,
    input  wire       penable,
    input  wire       pwrite,
    input  wire [7:0] paddr,
    input  wire       busy,
    input  wire       busy_b,
    input  wire       valid,
    input  wire       valid_b,
    output wire       secret,
    output wire       observe,
    output wire       covered
);

    reg had_result;

    always @(posedge clk) begin
        if (!rst_n)
            had_result <= 1'b0;
        else if (valid || valid_b)
            had_result <= 1'b1;
    end

    wire look = psel && penable && !pwrite && paddr[7:4] == 4'd3;

    assign secret  = paddr[7:4] == 4'd1 || paddr[7:4] == 4'd2;
    assign observe = rst_n && look && busy && busy_b && !valid && !valid_b && !had_result;
    assign covered = observe;

endmodule
