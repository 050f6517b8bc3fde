// A request holds unchanged until mem_ack, CLOSE or a change of the lifecycle; without one the
// memory outputs are 0.
module request_holds (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [1:0]  lifecycle,
    input  wire        mem_req,
    input  wire        mem_we,
    input  wire [11:0] mem_addr,
    input  wire [31:0] mem_wdata,
    input  wire        mem_ack,
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
    assign assumed = protocol;

    // The lifecycle has been another than SCRAPPED and the same since the last CLOSE or reset.
    reg [1:0]  lifecycle_q;
    reg        moved_q, held, we_q;
    reg [11:0] addr_q;
    reg [31:0] wdata_q;
    wire close = psel && penable && pwrite && paddr[7:2] == 6'd1 && pwdata[1];
    wire moved = moved_q || lifecycle != lifecycle_q || lifecycle == 2'd3;
    always @(posedge clk) begin
        lifecycle_q <= lifecycle;
        moved_q     <= rst_n && moved && !(close && lifecycle == lifecycle_q);
        held        <= rst_n && mem_req && !mem_ack && !close;
        we_q        <= mem_we;
        addr_q      <= mem_addr;
        wdata_q     <= mem_wdata;
    end
    wire changed = !mem_req || mem_we != we_q || mem_addr != addr_q || mem_wdata != wdata_q;
    wire idle    = !mem_req && (mem_we || mem_addr != 12'd0 || mem_wdata != 32'd0);
    wire read    = mem_req && !mem_we && mem_wdata != 32'd0;
    assign violation = rst_n && (idle || (!moved && (read || (held && changed))));
    assign covered   = rst_n && held && !moved;
endmodule
