// While LOCK is 1 no word from the DMA channel changes a setting. Software neither writes LOCK again
// nor gives commands: what those do is not looked at here.
module dma_meets_the_lock (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        dma_valid,
    input  wire [3:0]  dma_index,
    input  wire        enable,
    input  wire [1:0]  mode,
    input  wire [7:0]  gain,
    input  wire [15:0] limit,
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
    wire protocol = setup_q ? (psel && penable && same) : !penable;

    wire write = psel && penable && pwrite;
    reg        locked, was, offered;
    reg [26:0] kept;
    always @(posedge clk) begin
        locked  <= rst_n && (locked || (write && paddr[7:2] == 6'd6 && pwdata[0]));
        was     <= rst_n && locked;
        offered <= rst_n && locked && !write && dma_valid && dma_index < 4'd3;
        kept    <= {enable, mode, gain, limit};
    end
    assign assumed   = !rst_n || (protocol
                           && !(locked && write && (paddr[7:2] == 6'd6 || paddr[7:2] == 6'd7)));
    assign covered   = rst_n && was && offered;
    assign violation = rst_n && was && kept != {enable, mode, gain, limit};
endmodule
