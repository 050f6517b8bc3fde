// Secret, until the lifecycle changes: what is written to WDATA. All ports observe from two cycles
// after the change on.
module lifecycle_write_data (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] pwdata_b,
    input  wire [1:0]  lifecycle,
    output wire        secret,
    output wire        observe,
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol.
    reg        setup_q, pwrite_q;
    reg [7:0]  paddr_q;
    reg [2:0]  pwdata_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        pwdata_q <= pwdata[2:0];
    end
    wire same     = paddr == paddr_q && pwrite == pwrite_q && pwdata[2:0] == pwdata_q;
    wire protocol = !rst_n || (setup_q ? (psel && penable && same) : !penable);
    reg        run_q;
    reg [1:0]  lifecycle_q;
    always @(posedge clk) begin
        run_q       <= rst_n;
        lifecycle_q <= lifecycle;
    end
    // No transfer is under way when the lifecycle changes.
    wire moved  = run_q && lifecycle != lifecycle_q;
    wire apart  = !(moved && psel);
    assign assumed = !rst_n || (protocol && apart);

    reg stored, gone, gone_q;
    always @(posedge clk) begin
        stored <= rst_n && (stored || (penable && secret && pwdata != pwdata_b));
        gone   <= rst_n && (gone || moved);
        gone_q <= rst_n && gone;
    end
    assign secret  = !gone && !moved && psel && pwrite && paddr[7:2] == 6'd4;
    assign observe = rst_n && gone_q;
    assign covered = rst_n && gone_q && stored && psel && penable && !pwrite;
endmodule
