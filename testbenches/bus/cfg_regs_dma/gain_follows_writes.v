// Before LOCK is ever written, GAIN is what was written last, over APB or by DMA, or its default.
module gain_follows_writes (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        dma_valid,
    input  wire [3:0]  dma_index,
    input  wire [31:0] dma_wdata,
    input  wire [7:0]  gain,
    output wire        violation,
    output wire        covered
);
    wire write = psel && penable && pwrite;
    reg        open, written;
    reg [7:0]  wanted;
    always @(posedge clk)
        if (!rst_n) begin
            open    <= 1'b1;
            written <= 1'b0;
            wanted  <= 8'h10;
        end else begin
            if (write && paddr[7:2] == 6'd6) open <= 1'b0;
            if (write && paddr[7:2] == 6'd1) begin
                wanted  <= pwdata[7:0];
                written <= 1'b1;
            end else if (write && paddr[7:2] == 6'd7 && pwdata[0]) wanted <= 8'h10;
            else if (!write && dma_valid && dma_index == 4'd1) wanted <= dma_wdata[7:0];
        end
    assign violation = rst_n && open && gain != wanted;
    assign covered   = rst_n && open && written;
endmodule
