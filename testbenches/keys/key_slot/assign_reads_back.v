// ASSIGN reads back what was written last, 0 after reset.
module assign_reads_back (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        ppriv,
    input  wire [31:0] prdata,
    input  wire        pslverr,
    output wire        violation,
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol.
    reg        setup_q, pwrite_q, ppriv_q;
    reg [7:0]  paddr_q;
    reg [31:0] pwdata_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        pwdata_q <= pwdata;
        ppriv_q  <= ppriv;
    end
    wire same = paddr == paddr_q && pwrite == pwrite_q && ppriv == ppriv_q && pwdata == pwdata_q;
    assign assumed = !rst_n || (setup_q ? (psel && penable && same) : !penable);

    reg [3:0] model;
    reg       written;
    wire access = psel && penable && paddr[7:2] == 6'd1 && ppriv;
    always @(posedge clk) begin
        if (!rst_n) begin
            model   <= 4'd0;
            written <= 1'b0;
        end else if (access && pwrite) begin
            model   <= pwdata[3:0];
            written <= 1'b1;
        end
    end
    assign violation = access && (pslverr || prdata != (pwrite ? 32'd0 : {28'd0, model}));
    assign covered   = access && !pwrite && written && model != 4'd0;
endmodule
