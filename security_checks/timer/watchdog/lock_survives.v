// After sleep and after a warm restart LOCK reads 1 and writes of the settings are refused. There is
// no debug session, and LOCK is not written again: these are checked elsewhere.
module lock_survives (
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
    // LOCK is written as 1 outside of a debug session and never again.
    wire write   = psel && penable && pwrite;
    wire at_lock = psel && pwrite && paddr[7:2] == 6'd6;
    reg  locked;
    always @(posedge clk) locked <= rst_n && (locked || (penable && at_lock && pwdata[0]));
    wire once = !(at_lock && (locked || debug || !pwdata[0]));
    assign assumed = protocol && !(rst_n && (debug || !once));

    reg slept, restarted;       // since LOCK was set
    always @(posedge clk) begin
        slept     <= rst_n && (slept || (locked && sleep));
        restarted <= rst_n && (restarted || (locked && warm));
    end
    wire setting = rst_n && locked && write && paddr[7:2] < 6'd5;
    wire status  = rst_n && locked && psel && penable && !pwrite && paddr[7:2] == 6'd6;
    assign violation = (slept || restarted) && ((setting && !pslverr) || (status && !prdata[0]));
    assign covered   = setting && slept && restarted;
endmodule
