// A request holds with its attributes until it is answered; without one the master port is 0.
module request_holds (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         busy,
    input  wire         m_req,
    input  wire         m_we,
    input  wire [15:0]  m_addr,
    input  wire [31:0]  m_wdata,
    input  wire         m_priv,
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
    // Nothing but STATUS is written while busy.
    assign assumed = !rst_n || (protocol && !(psel && pwrite && busy && word < 6'd5));

    reg        open_q, we_q, priv_q;
    reg [7:0]  addr_q;       // the low byte stands for the address
    reg [31:0] wdata_q;
    always @(posedge clk) begin
        open_q  <= rst_n && m_req && !m_ack && !m_err;
        we_q    <= m_we;
        priv_q  <= m_priv;
        addr_q  <= m_addr[7:0];
        wdata_q <= m_wdata;
    end
    wire changed = !m_req || m_we != we_q || m_priv != priv_q || m_addr[7:0] != addr_q
                || m_wdata != wdata_q;
    wire idle    = !m_we && !m_priv && m_addr == 16'd0 && m_wdata == 32'd0;
    assign violation = rst_n && ((open_q && changed) || (!m_req && !idle) || m_req != busy
                              || (m_req && !m_we && m_wdata != 32'd0));
    assign covered   = open_q && m_we;
endmodule
