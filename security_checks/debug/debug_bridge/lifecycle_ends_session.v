// From two cycles after a change of the lifecycle there is no session and no memory request until
// OPEN is written, nor, in PRODUCTION and RETURNED, until TOKEN is written. In SCRAPPED there is none.
module lifecycle_ends_session (
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
    reg        run_q;
    reg [1:0]  lifecycle_q;
    reg [31:0] fuse_q;
    always @(posedge clk) begin
        run_q       <= rst_n;
        lifecycle_q <= lifecycle;
        fuse_q      <= fuse_token;
    end
    wire steady = !run_q || fuse_token == fuse_q;
    assign assumed = protocol && steady;

    // A write in the cycle of the change counts as one after it.
    wire write = psel && penable && pwrite;
    wire open  = write && paddr[7:2] == 6'd1 && pwdata[0];
    wire token = write && paddr[7:2] == 6'd2;
    wire moved = lifecycle != lifecycle_q;
    reg [1:0] since;            // cycles since the change, 2: two or more
    reg       changed, opened, entered, was_open;
    always @(posedge clk) begin
        if (!rst_n) begin
            since    <= 2'd2;
            changed  <= 1'b0;
            opened   <= 1'b0;
            entered  <= 1'b0;
            was_open <= 1'b0;
        end else begin
            since    <= moved ? 2'd1 : 2'd2;
            changed  <= changed || moved;
            opened   <= (opened && !moved) || open;
            entered  <= (entered && !moved) || token;
            was_open <= was_open || dbg_open;
        end
    end
    wire settled  = !moved && since == 2'd2;
    wire active   = rst_n && settled && (dbg_open || mem_req);
    wire locked   = lifecycle == 2'd1 || lifecycle == 2'd2;
    wire outlived = changed && (!opened || (locked && !entered));
    assign violation = active && (outlived || lifecycle == 2'd3);
    assign covered   = rst_n && settled && changed && was_open && open;
endmodule
