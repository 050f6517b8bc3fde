// A word that the DMA channel writes to DATA0 is read there, locked or not.
module words_are_stored (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire        dma_valid,
    input  wire [3:0]  dma_index,
    input  wire [31:0] dma_wdata,
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
    reg        known;
    reg [31:0] word;
    always @(posedge clk)
        if (!rst_n || (write && paddr[7:2] == 6'd4)) known <= 1'b0;
        else if (!write && dma_valid && dma_index == 4'd4) begin
            known <= 1'b1;
            word  <= dma_wdata;
        end
    assign covered   = rst_n && known && psel && penable && !pwrite && paddr[7:2] == 6'd4;
    assign violation = covered && prdata != word;
    assign assumed   = !rst_n || protocol;
endmodule
