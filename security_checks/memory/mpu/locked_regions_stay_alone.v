// Once region 0 is locked and enabled, region 1 does not come to overlap it while enabled. What was
// set up before the lock is not looked at: regions 0 and 1 did not overlap when it was set.
module locked_regions_stay_alone (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
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

    // What software has written to regions 0 and 1, as far as it was not refused.
    wire write = psel && penable && pwrite && !pslverr;
    reg [4:0] base0, base1, limit0, limit1;
    reg [5:0] attr0, attr1;         // LOCK, PW, PR, UW, UR, EN
    wire [5:0] attr = {pwdata[7], pwdata[4:0]};
    always @(posedge clk)
        if (!rst_n) begin
            base0  <= 5'd0;
            base1  <= 5'd0;
            limit0 <= 5'd0;
            limit1 <= 5'd0;
            attr0  <= 6'd0;
            attr1  <= 6'd0;
        end else if (write)
            case (paddr[7:2])
                6'h0: base0  <= pwdata[10:6];
                6'h1: limit0 <= pwdata[10:6];
                6'h2: attr0  <= attr;
                6'h4: base1  <= pwdata[10:6];
                6'h5: limit1 <= pwdata[10:6];
                6'h6: attr1  <= attr;
                default: ;
            endcase

    wire overlap = attr0[0] && attr1[0] && base0 <= limit0 && base1 <= limit1
                && base0 <= limit1 && base1 <= limit0;
    wire locked  = attr0[5] && attr0[0];
    reg  was_locked, tried;
    always @(posedge clk) begin
        was_locked <= rst_n && locked;
        tried      <= rst_n && locked && psel && penable && pwrite && paddr[7:4] == 4'd1;
    end
    // In the first cycle of the lock there is no overlap.
    assign assumed   = !rst_n || (protocol && !(rst_n && locked && !was_locked && overlap));
    assign covered   = rst_n && was_locked && tried;
    assign violation = rst_n && was_locked && overlap;
endmodule
