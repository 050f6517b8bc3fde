// PERIOD reads as written, for any setting and running or not, while LOCK was never written.
module period_reads_back (
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
    wire write  = psel && penable && pwrite;
    wire locked = write && paddr[7:2] == 6'd6;
    assign assumed = protocol && !(rst_n && locked);

    reg [15:0] period;
    reg        written;
    always @(posedge clk) begin
        if (!rst_n) begin
            period  <= 16'hFFFF;
            written <= 1'b0;
        end else if (write && paddr[7:2] == 6'd1) begin
            period  <= pwdata[15:0];
            written <= 1'b1;
        end
    end
    wire read = rst_n && psel && penable && !pwrite && paddr[7:2] == 6'd1;
    assign violation = rst_n && ((read && (prdata != {16'd0, period} || pslverr))
                              || (write && paddr[7:2] == 6'd1 && pslverr));
    assign covered   = read && written;
endmodule
