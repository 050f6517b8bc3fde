// No beat begins unless privileged software has set BME; the cycle after it was cleared is the last.
module beats_need_enable (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         m_req,
    input  wire         m_ack,
    input  wire         m_err,
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
    assign assumed = !rst_n || protocol;

    reg enabled, enabled_q, open_q, was;
    always @(posedge clk) begin
        if (!rst_n) begin
            enabled   <= 1'b0;
            enabled_q <= 1'b0;
            open_q    <= 1'b0;
            was       <= 1'b0;
        end else begin
            if (write && word == 6'd0 && ppriv)
                enabled <= pwdata[0];
            enabled_q <= enabled;
            open_q    <= m_req && !m_ack && !m_err;
            was       <= was || (m_req && enabled);
        end
    end
    wire begins = m_req && !open_q;
    assign violation = begins && !enabled && !enabled_q;
    assign covered   = was && !enabled && !enabled_q;
endmodule
