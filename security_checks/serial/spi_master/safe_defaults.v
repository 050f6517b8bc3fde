// From reset until the register concerned is written: nothing selected, nothing enabled, all still.
module safe_defaults (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    input  wire [7:0] wb_dat_o,
    input  wire       sclk,
    input  wire       mosi,
    input  wire [1:0] cs_n,
    input  wire       irq,
    output wire       violation,
    output wire       covered,
    output wire       assumed
);
    wire access = wb_cyc && wb_stb;
    wire write  = access && wb_we;
    wire read   = access && !wb_we;

    // Reserved addresses are checked elsewhere.
    assign assumed = !access || !wb_adr[3];

    reg ctrl_set, csn_set, ie_set;
    reg still_q, sclk_q;
    always @(posedge clk) begin
        if (!rst_n) begin
            ctrl_set <= 1'b0;
            csn_set  <= 1'b0;
            ie_set   <= 1'b0;
        end else if (write) begin
            if (wb_adr == 4'd0) ctrl_set <= 1'b1;
            if (wb_adr == 4'd2) csn_set  <= 1'b1;
            if (wb_adr == 4'd3) ie_set   <= 1'b1;
        end
        still_q <= rst_n;
        sclk_q  <= sclk;
    end
    wire idle = rst_n && !ctrl_set;
    wire moves    = idle && (mosi || (still_q && sclk != sclk_q));
    wire enabled  = idle && read && wb_adr == 4'd0 && (wb_dat_o[0] || wb_dat_o[5]);
    wire selected = rst_n && !csn_set && cs_n != 2'b11;
    wire alarmed  = rst_n && !ie_set && irq;
    assign violation = moves || enabled || selected || alarmed;
    assign covered   = idle && !csn_set && !ie_set && read && wb_adr == 4'd0;
endmodule
