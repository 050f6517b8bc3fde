// After a write of 1 to LOCK the processor's writes of the settings are refused: no write of 0, no
// write of STATUS, no debug session, no sleep and no warm restart since.
module locked_refuses (
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
    assign assumed = protocol;

    wire write   = psel && penable && pwrite;
    wire at_lock = write && paddr[7:2] == 6'd6;
    wire status_w = write && paddr[7:2] == 6'd7;
    wire other   = debug || sleep || warm || status_w || (at_lock && !pwdata[0]);
    reg  locked, plain;
    always @(posedge clk) begin
        locked <= rst_n && !other && (locked || at_lock);
        plain  <= !rst_n || (plain && !other && !at_lock);
    end
    wire setting = rst_n && write && paddr[7:2] < 6'd5 && !debug;
    wire status  = rst_n && psel && penable && !pwrite && paddr[7:2] == 6'd6 && !debug;
    assign violation = (setting && locked && !pslverr) || (setting && plain && pslverr)
                    || (status && locked && !prdata[0]) || (status && plain && prdata[0])
                    || (rst_n && at_lock && pslverr);
    assign covered   = setting && locked;
endmodule
