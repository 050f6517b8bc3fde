// What is written to BASE1 after region 0 was locked and enabled is secret; observed are accesses to
// memory that region 0 holds. Region 0 holds the blocks 8 to 10, regions
// 2 and 3 are not used.
module widening (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        req,
    input  wire [11:0] req_addr,
    output wire        secret,
    output wire        observe,
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
    wire protocol = setup_q ? (psel && penable && same) : !penable;

    wire write = psel && penable && pwrite;
    reg [4:0] base0, limit0;
    reg       locked, written, hits;
    always @(posedge clk)
        if (!rst_n) begin
            base0   <= 5'd0;
            limit0  <= 5'd0;
            locked  <= 1'b0;
            written <= 1'b0;
            hits  <= 1'b0;
        end else begin
            if (write && !locked && paddr[7:2] == 6'h0) base0  <= pwdata[10:6];
            if (write && !locked && paddr[7:2] == 6'h1) limit0 <= pwdata[10:6];
            if (write && paddr[7:2] == 6'h2 && pwdata[7] && pwdata[0]) locked <= 1'b1;
            if (write && secret) written <= 1'b1;
            hits <= req && !req_addr[11] && locked && base0 <= req_addr[10:6] && req_addr[10:6] <= limit0;
        end
    wire bounds = paddr[7:2] == 6'h4;
    // The other regions are enabled only afterwards, and region 0 is locked as it is enabled.
    wire early  = write && !locked && paddr[7:6] == 2'd0 && paddr[5:4] != 2'd0;
    wire halves = write && paddr[7:2] == 6'h2 && (pwdata[7] != pwdata[0]);
    wire others = write && paddr[7:5] == 3'd1;
    wire moved  = write && ((paddr[7:2] == 6'h0 && pwdata[10:6] != 5'd8)
                         || (paddr[7:2] == 6'h1 && pwdata[10:6] != 5'd10));
    assign assumed = !rst_n || (protocol && !(rst_n && (early || halves || others || moved)));
    assign secret  = rst_n && locked && bounds;
    assign observe = rst_n && hits;
    assign covered = observe && written;
endmodule
