// A word that the DMA channel writes to DATA0 is read there, locked or not.
module words_are_stored (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] prdata,
    input  wire        dma_valid,
    input  wire [3:0]  dma_index,
    input  wire [31:0] dma_wdata,
    output wire        violation,
    output wire        covered
);
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
endmodule
