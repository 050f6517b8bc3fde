// Secret: what is written to SRC, DST and LEN while a transfer runs. The running transfer observes.
module write_while_busy (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         busy,
    output wire         secret,
    output wire         observe,
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

    reg tried;                  // a secret was written
    reg over;                   // and its transfer has ended
    always @(posedge clk) begin
        if (!rst_n) begin
            tried <= 1'b0;
            over  <= 1'b0;
        end else begin
            tried <= tried || secret;
            over  <= over || (tried && !busy);
        end
    end
    assign secret  = write && busy && !over && word >= 6'd1 && word <= 6'd3;
    assign observe = !over;
    assign covered = tried && busy && !over;
endmodule
