// Privileged beats are made only for privileged software, with a descriptor of its own.
module privileged_beats (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         pslverr,
    input  wire         busy,
    input  wire         m_req,
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
    assign assumed = !rst_n || protocol;

    // Accepted writes. Those of unprivileged software count while no transfer is running.
    wire user = write && !pslverr && !ppriv && !busy;
    wire priv = write && !pslverr && ppriv;
    wire [2:0] register = (word >= 6'd1 && word <= 6'd3) ? 3'b001 << (word - 6'd1) : 3'b000;
    reg  [2:0] foreign;         // SRC, DST, LEN are unprivileged software's
    reg        allowed;         // the transfer that was started last may be privileged
    reg        tried;           // a start that may not be privileged asked to be, accepted or not
    wire       start = word == 6'd4 && pwdata[0] && !busy;
    always @(posedge clk) begin
        if (!rst_n) begin
            foreign <= 3'b000;
            allowed <= 1'b0;
            tried   <= 1'b0;
        end else begin
            if (user) foreign <= foreign | register;
            if (priv) foreign <= foreign & ~register;
            if (start && (user || priv)) allowed <= priv && pwdata[1] && foreign == 3'b000;
            if (start && write) tried <= pwdata[1] && (!ppriv || foreign != 3'b000);
        end
    end
    assign violation = m_req && m_priv && !allowed;
    assign covered   = tried;
endmodule
