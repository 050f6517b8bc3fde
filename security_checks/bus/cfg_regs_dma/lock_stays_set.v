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
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol.
    reg        setup_q, pwrite_q;
    reg [7:0]  paddr_q;
    reg [31:0] pwdata_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        pwdata_q <= pwdata;
    end
    wire same     = paddr == paddr_q && pwrite == pwrite_q && pwdata == pwdata_q;
    wire protocol = setup_q ? (psel && penable && same) : !penable;

    wire access = psel && penable;
    reg locked;
    always @(posedge clk)
        locked <= rst_n && (locked || (access && pwrite && paddr[7:2] == 6'd6 && pwdata[0]));
    wire reads  = rst_n && locked && access && !pwrite && paddr[7:2] == 6'd6;
    wire writes = rst_n && locked && access && pwrite && paddr[7:2] < 6'd3;
    assign covered   = reads || writes;
    assign violation = (reads && !prdata[0]) || (writes && !pslverr);
    assign assumed   = !rst_n || protocol;
endmodule
