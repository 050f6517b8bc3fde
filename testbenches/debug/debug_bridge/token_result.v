// The four bytes of the right token, and only four bytes, give AUTH; four that are all wrong give
// FAIL and not AUTH.
module token_result (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire [1:0]  lifecycle,
    input  wire [31:0] fuse_token,
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
    // The lifecycle keeps its value, and the fuses keep theirs outside of reset. What follows a
    // lifecycle that differs from the last cycle in reset is not specified either.
    reg        run_q;
    reg [1:0]  lifecycle_q;
    reg [31:0] fuse_q;
    always @(posedge clk) begin
        run_q       <= rst_n;
        lifecycle_q <= lifecycle;
        fuse_q      <= fuse_token;
    end
    wire steady = !rst_n || (lifecycle == lifecycle_q && (!run_q || fuse_token == fuse_q));
    assign assumed = protocol && steady && lifecycle != 2'd3;

    wire access = psel && penable;
    wire close  = access && pwrite && paddr[7:2] == 6'd1 && pwdata[1];
    wire take   = access && pwrite && paddr[7:2] == 6'd2 && count != 3'd4;
    reg [2:0] count;
    reg       right, wrong;     // all bytes so far were right, were wrong
    wire [7:0] expected = fuse_token >> {count[1:0], 3'b000};
    always @(posedge clk) begin
        if (!rst_n || close) begin
            count <= 3'd0;
            right <= 1'b1;
            wrong <= 1'b1;
        end else if (take) begin
            count <= count + 3'd1;
            right <= right && pwdata[7:0] == expected;
            wrong <= wrong && pwdata[7:0] != expected;
        end
    end
    wire status   = rst_n && access && !pwrite && paddr[7:2] == 6'd0;
    wire early    = count != 3'd4 && prdata[1];
    wire bad_fail = right && prdata[2];
    wire bad_done = count == 3'd4 && ((right && !prdata[1]) || (wrong && prdata[2:1] != 2'b10));
    assign violation = status && (early || bad_fail || bad_done);
    assign covered   = status && count == 3'd4 && right;
endmodule
