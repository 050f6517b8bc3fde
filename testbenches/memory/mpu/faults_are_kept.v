// Without a clear, irq rises after a fault and stays.
module faults_are_kept (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       psel,
    input  wire       penable,
    input  wire       pwrite,
    input  wire [7:0] paddr,
    input  wire [31:0]pwdata,
    input  wire       fault,
    input  wire       irq,
    output wire       violation,
    output wire       covered,
    output wire       assumed
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

    wire clear = psel && penable && pwrite && paddr[7:2] == 6'h11;
    reg wanted;
    always @(posedge clk) wanted <= rst_n && !clear && (wanted || fault);
    assign assumed   = !rst_n || protocol;
    assign covered   = rst_n && wanted;
    assign violation = covered && !irq;
endmodule
