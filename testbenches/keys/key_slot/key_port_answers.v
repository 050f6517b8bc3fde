// Each request is answered in the next cycle, by exactly one of key_valid and key_err.
module key_port_answers (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        key_req,
    input  wire        key_valid,
    input  wire        key_err,
    input  wire [63:0] key_data,
    output wire        violation,
    output wire        covered
);
    reg asked;
    always @(posedge clk) asked <= rst_n && key_req;

    assign violation = (key_valid || key_err) != asked || (key_valid && key_err)
                    || (!key_valid && key_data != 64'd0);
    assign covered   = asked && key_valid;
endmodule
