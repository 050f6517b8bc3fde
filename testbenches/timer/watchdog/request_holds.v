// wdt_reset rises only after EN was written, holds until a warm restart and falls with it.
module request_holds (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire        pslverr,
    input  wire        debug,
    input  wire        sleep,
    input  wire        warm,
    input  wire        wdt_reset,
    output wire        violation,
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol, and rests in sleep and in a warm restart.
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
    wire rests    = !(psel && (sleep || warm));
    wire protocol = !rst_n || (rests && (setup_q ? (psel && penable && same) : !penable));
    assign assumed = protocol;

    reg reset_q, warm_q, enabled;
    always @(posedge clk) begin
        reset_q <= rst_n && wdt_reset;
        warm_q  <= rst_n && warm;
        enabled <= rst_n && (enabled || (psel && penable && pwrite && paddr[7:2] == 6'd0 && pwdata[0]));
    end
    wire dropped = reset_q && !warm_q && !wdt_reset;
    wire kept    = warm_q && wdt_reset;
    wire unasked = wdt_reset && !enabled;
    assign violation = rst_n && (dropped || kept || unasked);
    assign covered   = rst_n && reset_q && !warm_q && wdt_reset;
endmodule
