// SRC, DST and LEN read back what was written last, 0 after reset; nothing is written while busy.
module descriptor_reads_back (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         busy,
    input  wire [31:0]  prdata,
    input  wire         pslverr,
    output wire         violation,
    output wire         covered,
    output wire         assumed
);
    // The bus master keeps to the protocol.
    reg        setup_q, pwrite_q, ppriv_q;
    reg [7:0]  paddr_q;
    reg [31:0] pwdata_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        pwdata_q <= pwdata;
        ppriv_q  <= ppriv;
    end
    wire same = paddr == paddr_q && pwrite == pwrite_q && ppriv == ppriv_q && pwdata == pwdata_q;
    wire protocol = setup_q ? (psel && penable && same) : !penable;

    wire       write = psel && penable && pwrite;
    wire [5:0] word  = paddr[7:2];
    wire descriptor = word == 6'd1 || word == 6'd2 || word == 6'd3;
    assign assumed = !rst_n || (protocol && !(psel && pwrite && busy && descriptor));

    reg [13:0] src, dst;
    reg [7:0]  len;
    always @(posedge clk) begin
        if (!rst_n) begin
            src <= 14'd0;
            dst <= 14'd0;
            len <= 8'd0;
        end else if (write) begin
            if (word == 6'd1) src <= pwdata[15:2];
            if (word == 6'd2) dst <= pwdata[15:2];
            if (word == 6'd3) len <= pwdata[7:0];
        end
    end
    wire [31:0] expected = (word == 6'd1) ? {16'd0, src, 2'b00}
                         : (word == 6'd2) ? {16'd0, dst, 2'b00} : {24'd0, len};
    wire access = psel && penable && descriptor;
    assign violation = access && (pslverr || prdata != (pwrite ? 32'd0 : expected));
    assign covered   = access && !pwrite && busy && expected != 32'd0;
endmodule
