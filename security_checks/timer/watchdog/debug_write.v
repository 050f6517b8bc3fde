// Secret: what a debugger writes to the locked WARNAT. What it reads and the interrupt observe. There
// is no sleep and no warm restart while LOCK is 1: these are checked elsewhere.
module debug_write (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] pwdata_b,
    input  wire        debug,
    input  wire        sleep,
    input  wire        warm,
    output wire        secret,
    output wire        observe,
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol, and rests in sleep and in a warm restart.
    reg        setup_q, pwrite_q;
    reg [7:0]  paddr_q;
    reg        lock_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        lock_q   <= pwdata[0];
    end
    wire same     = paddr == paddr_q && pwrite == pwrite_q && pwdata[0] == lock_q;
    wire rests    = !(psel && (sleep || warm));
    wire protocol = !rst_n || (rests && (setup_q ? (psel && penable && same) : !penable));
    // LOCK is written as 1 outside of a debug session and never again.
    wire write   = psel && penable && pwrite;
    wire at_lock = psel && pwrite && paddr[7:2] == 6'd6;
    reg  locked;
    always @(posedge clk) locked <= rst_n && (locked || (penable && at_lock && pwdata[0]));
    wire once = !(at_lock && (locked || debug || !pwdata[0]));
    assign assumed = protocol && !(rst_n && ((locked && (sleep || warm)) || !once));

    reg tried;
    always @(posedge clk) tried <= rst_n && (tried || (write && secret && pwdata != pwdata_b));
    assign secret  = locked && debug && psel && pwrite && paddr[7:2] == 6'd3;
    assign observe = rst_n;
    assign covered = rst_n && tried && psel && penable && !pwrite && paddr[7:2] == 6'd3;
endmodule
