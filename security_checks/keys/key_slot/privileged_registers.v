// ASSIGN and LOCK are as privileged software wrote them.
module privileged_registers (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         debug,
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
        setup_q    <= rst_n && psel && !penable;
        paddr_q    <= paddr;
        pwrite_q   <= pwrite;
        pwdata_q   <= pwdata;
        ppriv_q    <= ppriv;
    end
    wire same = paddr == paddr_q && pwrite == pwrite_q && ppriv == ppriv_q && pwdata == pwdata_q;
    wire protocol = setup_q ? (psel && penable && same) : !penable;
    assign assumed = !rst_n || protocol;

    wire priv  = ppriv || debug;
    wire write = psel && penable && pwrite;
    wire read  = psel && penable && !pwrite && priv && !pslverr;
    reg [3:0] who;      // ASSIGN
    reg [3:0] locks;    // the slots that may be locked
    reg       tried;    // an unprivileged write of one of the two was seen
    always @(posedge clk) begin
        if (!rst_n) begin
            who   <= 4'd0;
            locks <= 4'd0;
            tried <= 1'b0;
        end else if (write) begin
            if (priv && paddr[7:2] == 6'd1)
                who <= pwdata[3:0];
            if (priv && paddr[7:2] == 6'd2)
                locks <= locks | pwdata[3:0];
            if (priv && paddr[7:2] == 6'd3)
                locks <= locks & ~pwdata[3:0];
            if (!priv && (paddr[7:2] == 6'd1 || paddr[7:2] == 6'd2))
                tried <= 1'b1;
        end
    end
    wire bad_assign = paddr[7:2] == 6'd1 && prdata[3:0] != who;
    wire bad_lock   = paddr[7:2] == 6'd2 && (prdata[3:0] & ~locks) != 4'd0;
    assign violation = read && (bad_assign || bad_lock);
    assign covered   = read && tried && (paddr[7:2] == 6'd1 || paddr[7:2] == 6'd2);
endmodule
