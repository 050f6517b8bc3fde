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
    assign assumed   = !rst_n || protocol;
endmodule
