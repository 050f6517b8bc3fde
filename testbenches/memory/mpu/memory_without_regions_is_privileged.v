// As long as no ATTR was written, privileged code has access to the memory, and other code has not.
module memory_without_regions_is_privileged (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        req,
    input  wire        req_priv,
    input  wire [11:0] req_addr,
    input  wire        grant,
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

    reg plain, asked, priv;
    always @(posedge clk) begin
        plain <= !rst_n || (plain && !(psel && penable && pwrite && paddr[7:6] == 2'd0 && paddr[3:2] == 2'd2));
        asked <= rst_n && plain && req && !req_addr[11];
        priv  <= req_priv;
    end
    assign assumed   = !rst_n || protocol;
    assign covered   = rst_n && asked;
    assign violation = covered && grant != priv;
endmodule
