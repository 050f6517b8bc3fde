// In PRODUCTION and RETURNED no session and no memory request without the token since reset.
module token_before_session (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [1:0]  lifecycle,
    input  wire [31:0] fuse_token,
    input  wire        dbg_open,
    input  wire        mem_req,
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
    wire protocol = !rst_n || (setup_q ? (psel && penable && same) : !penable);
    // Lifecycle and fuses keep their values from reset to reset.
    reg        run_q;
    reg [1:0]  lifecycle_q;
    reg [31:0] fuse_q;
    always @(posedge clk) begin
        run_q       <= rst_n;
        lifecycle_q <= lifecycle;
        fuse_q      <= fuse_token;
    end
    wire steady = !run_q || !rst_n || (lifecycle == lifecycle_q && fuse_token == fuse_q);
    wire needed = lifecycle == 2'd1 || lifecycle == 2'd2;
    assign assumed = protocol && steady && (!rst_n || needed);

    wire access = psel && penable;
    wire close  = access && pwrite && paddr[7:2] == 6'd1 && pwdata[1];
    wire take   = access && pwrite && paddr[7:2] == 6'd2 && count != 3'd4;
    reg [2:0] count;
    reg       right, matched;
    wire [7:0] expected = fuse_token >> {count[1:0], 3'b000};
    always @(posedge clk) begin
        if (!rst_n || close) begin
            count <= 3'd0;
            right <= 1'b1;
        end else if (take) begin
            count <= count + 3'd1;
            right <= right && pwdata[7:0] == expected;
        end
        matched <= rst_n && (matched
                   || (take && count == 3'd3 && right && pwdata[7:0] == expected));
    end
    // In the first cycle with rst_n = 0 the design has not seen the reset yet.
    assign violation = rst_n && run_q && !matched && (dbg_open || mem_req);
    assign covered   = rst_n && run_q && matched && dbg_open;
endmodule
