// Words for the settings that the DMA channel offers while LOCK is 1 are secret.
module dma_after_lock (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        dma_valid,
    input  wire [3:0]  dma_index,
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
    reg locked, offered;
    always @(posedge clk) begin
        locked  <= rst_n && (locked || (write && paddr[7:2] == 6'd6 && pwdata[0]));
        offered <= rst_n && (offered || (secret && dma_valid && !write));
    end
    assign assumed = !rst_n || (protocol
                           && !(locked && write && (paddr[7:2] == 6'd6 || paddr[7:2] == 6'd7)));
    assign secret  = rst_n && locked && dma_index < 4'd3;
    assign observe = rst_n;
    assign covered = offered;
endmodule
