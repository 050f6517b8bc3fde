// No request is longer than 32 cycles, and one that ends without an answer ends with cause 3.
module requests_end (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       restart,
    input  wire       ld_req,
    input  wire       ld_done,
    input  wire       ld_err,
    input  wire       ld_we,
    input  wire       vf_req,
    input  wire       vf_done,
    input  wire       vf_ok,
    input  wire       cpu_run,
    input  wire       cpu_req,
    input  wire [1:0] cause,
    output wire       violation,
    output wire       covered,
    output wire       assumed
);
    // The neighbours keep to the described use.
    wire loader_keeps   = ld_req || !(ld_done || ld_err || ld_we);
    wire verifier_keeps = (vf_req || !vf_done) && (vf_done || !vf_ok);
    wire cpu_keeps      = cpu_run || !(restart || cpu_req);
    assign assumed = !rst_n || (loader_keeps && verifier_keeps && cpu_keeps);

    reg [5:0] cycles;           // of the request without an answer, up to the cycle before this one
    reg       load_q;
    wire asked = ld_req ? !(ld_done || ld_err) : vf_req && !vf_done;
    wire same  = cycles != 6'd0 && (load_q ? ld_req : vf_req);
    always @(posedge clk) begin
        load_q <= ld_req;
        if (!rst_n || !asked)
            cycles <= 6'd0;
        else
            cycles <= same ? cycles + 6'd1 : 6'd1;
    end
    wire too_long  = same && cycles == 6'd32;
    wire too_short = cycles != 6'd0 && !same && cycles != 6'd32;
    wire wrong     = cycles != 6'd0 && !same && cause != 2'd3;
    assign violation = rst_n && (too_long || too_short || wrong);
    assign covered   = rst_n && cycles == 6'd3;
endmodule
