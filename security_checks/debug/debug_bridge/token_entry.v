// Secret: the fuse token. All ports observe while the token is entered, in any number of attempts,
// none of which is right for either copy.
module token_entry (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [1:0]  lifecycle,
    input  wire [31:0] fuse_token,
    input  wire [31:0] fuse_token_b,
    output wire        secret,
    output wire        observe,
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol.
    reg        setup_q, pwrite_q;
    reg [7:0]  paddr_q;
    reg [7:0]  pwdata_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        pwdata_q <= pwdata[7:0];
    end
    wire same     = paddr == paddr_q && pwrite == pwrite_q && pwdata[7:0] == pwdata_q;
    wire protocol = !rst_n || (setup_q ? (psel && penable && same) : !penable);
    // The lifecycle keeps its value.
    reg        run_q;
    reg [1:0]  lifecycle_q;
    always @(posedge clk) begin
        run_q       <= rst_n;
        lifecycle_q <= lifecycle;
    end
    wire steady = !run_q || lifecycle == lifecycle_q;

    // OPEN is not written: S1 is checked elsewhere.
    wire access = psel && penable;
    wire ctrl   = access && pwrite && paddr[7:2] == 6'd1;
    wire close  = ctrl && pwdata[1];
    wire no_open = !(ctrl && pwdata[0]);

    // The last byte entered is 0, which is wrong for both copies: what the whole token shows is known to
    // the debugger.
    wire take = access && pwrite && paddr[7:2] == 6'd2 && count != 3'd4;
    reg [2:0] count;
    always @(posedge clk) begin
        if (!rst_n || close)
            count <= 3'd0;
        else if (take)
            count <= count + 3'd1;
    end
    wire wrong = fuse_token[31:24] != 8'd0 && fuse_token_b[31:24] != 8'd0
              && !(take && count == 3'd3 && pwdata[7:0] != 8'd0);
    assign assumed = !rst_n || (protocol && steady && no_open && wrong);
    assign secret  = 1'b1;
    assign observe = rst_n;
    assign covered = rst_n && count == 3'd4 && fuse_token != fuse_token_b && access && !pwrite;
endmodule
