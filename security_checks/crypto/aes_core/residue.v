// What was loaded is secret. Looked at are the reads of DOUT while neither copy runs or has a result:
// after CLEAR they show nothing of it.
module residue (
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

    assign secret  = paddr[7:4] == 4'd1 || paddr[7:4] == 4'd2;
    assign observe = psel && penable && !pwrite && paddr[7:4] == 4'd3 && !busy && !busy_b && !valid && !valid_b;
    assign covered = observe;

endmodule
