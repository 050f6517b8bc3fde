// Each request is answered in the next cycle by one of grant and fault, with its address if granted.
module requests_are_answered (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        req,
    input  wire        req_write,
    input  wire [11:0] req_addr,
    input  wire        grant,
    input  wire        fault,
    input  wire [10:0] mem_addr,
    input  wire        mem_write,
    output wire        violation,
    output wire        covered
);
    reg        asked, asked_write;
    reg [10:0] asked_addr;
    always @(posedge clk) begin
        asked       <= rst_n && req;
        asked_write <= req_write;
        asked_addr  <= req_addr[10:0];
    end
    wire right = grant ? mem_addr == asked_addr && mem_write == asked_write
                       : mem_addr == 11'd0 && !mem_write;
    assign covered   = rst_n && asked && grant;
    assign violation = rst_n && ((grant && fault) || asked != (grant || fault) || !right);
endmodule
