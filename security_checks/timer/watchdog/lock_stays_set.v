// LOCK reads 1 after it was written as 1, whatever is written since. There is no debug session, no
// sleep and no warm restart: these are checked elsewhere.
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
    input  wire        debug,
    input  wire        sleep,
    input  wire        warm,
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
    assign assumed = protocol && !(rst_n && (debug || sleep || warm));

    wire write = psel && penable && pwrite;
    reg  locked, since;         // since: a write came after it
    always @(posedge clk) begin
        locked <= rst_n && (locked || (write && paddr[7:2] == 6'd6 && pwdata[0]));
        since  <= rst_n && (since || (locked && write && paddr[7:2] == 6'd6 && !pwdata[0]));
    end
    wire setting = rst_n && locked && write && paddr[7:2] < 6'd5;
    wire status  = rst_n && locked && psel && penable && !pwrite && paddr[7:2] == 6'd6;
    assign violation = (setting && !pslverr) || (status && !prdata[0]);
    assign covered   = setting && since;
endmodule
