// A start of privileged software, which wrote the descriptor: the next cycle has the first beat.
module start_runs (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         busy,
    input  wire         irq,
    input  wire         m_req,
    input  wire         m_we,
    input  wire [15:0]  m_addr,
    input  wire         m_priv,
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
    reg        bme;
    reg [13:0] src;
    reg [7:0]  len;
    reg [2:0]  written;         // SRC, DST, LEN were written since reset
    wire       ctrl = word == 6'd4 && pwdata[0];

    // Privileged software only; it enables bus mastering and writes the descriptor first, and
    // nothing but STATUS while busy.
    assign assumed = !rst_n || (protocol && ppriv
                             && !(psel && pwrite && ctrl && !(bme && written == 3'b111))
                             && !(psel && pwrite && busy && word < 6'd5));

    reg        started, first_priv;
    always @(posedge clk) begin
        started    <= rst_n && write && ctrl;
        first_priv <= pwdata[1];
        if (!rst_n) begin
            bme     <= 1'b0;
            src     <= 14'd0;
            len     <= 8'd0;
            written <= 3'b000;
        end else if (write) begin
            if (word == 6'd0) bme <= pwdata[0];
            if (word == 6'd1) src <= pwdata[15:2];
            if (word == 6'd3) len <= pwdata[7:0];
            if (word >= 6'd1 && word <= 6'd3) written <= written | (3'b001 << (word - 6'd1));
        end
    end
    wire runs = busy && m_req && !m_we && m_addr == {src, 2'b00} && m_priv == first_priv && !irq;
    assign violation = started && (len != 8'd0 ? !runs : (busy || m_req));
    assign covered   = started && busy;
endmodule
