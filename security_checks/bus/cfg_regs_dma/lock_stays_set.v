// After LOCK was written as 1, LOCK reads 1 and writes of the settings are refused, until reset.
module lock_stays_set (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire        pslverr,
    output wire        violation,
    output wire        covered
);
    wire access = psel && penable;
    reg locked;
    always @(posedge clk)
        locked <= rst_n && (locked || (access && pwrite && paddr[7:2] == 6'd6 && pwdata[0]));
    wire reads  = rst_n && locked && access && !pwrite && paddr[7:2] == 6'd6;
    wire writes = rst_n && locked && access && pwrite && paddr[7:2] < 6'd3;
    assign covered   = reads || writes;
    assign violation = (reads && !prdata[0]) || (writes && !pslverr);
endmodule
