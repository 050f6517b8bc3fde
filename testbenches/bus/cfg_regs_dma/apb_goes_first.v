// The DMA channel waits in the access cycle of an APB write, and in no other cycle. Words for settings
// after LOCK was written are not looked at: the data sheet leaves them out.
module apb_goes_first (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        dma_valid,
    input  wire [3:0]  dma_index,
    input  wire        dma_ready,
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
    reg locked;
    always @(posedge clk) locked <= rst_n && (locked || (write && paddr[7:2] == 6'd6));

    assign covered   = rst_n && write && dma_valid;
    assign violation = rst_n && !(locked && dma_index < 4'd3) && dma_ready == write;
    assign assumed   = !rst_n || protocol;
endmodule
