// In the cycle after CLEAR nothing runs, nothing is valid and nothing is loaded, whatever was before.
module clear (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire        pslverr,
    input  wire        busy,
    input  wire        valid,
    output wire        violation,
    output wire        covered
);

    wire clears = psel && penable && pwrite && paddr[7:2] == 6'd0 && pwdata[1];
    wire look   = psel && penable && !pwrite && paddr[7:2] == 6'd1;

    reg cleared;
    reg after_run;

    always @(posedge clk) begin
        cleared   <= rst_n && clears;
        after_run <= rst_n && clears && busy;
    end

    assign violation = rst_n && ((clears && pslverr) || (cleared && (busy || valid || (look && prdata != 32'd0))));
    assign covered   = rst_n && after_run && look;

endmodule
