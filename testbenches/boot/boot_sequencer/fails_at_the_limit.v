// The block fails at the attempt whose number is the limit, and makes no attempt beyond it.
module fails_at_the_limit (
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
    input  wire [1:0] retries,
    input  wire       busy,
    input  wire       fail,
    input  wire [1:0] attempt,
    output wire       violation,
    output wire       covered,
    output wire       assumed
);
    // The neighbours keep to the described use.
    wire loader_keeps   = ld_req || !(ld_done || ld_err || ld_we);
    wire verifier_keeps = (vf_req || !vf_done) && (vf_done || !vf_ok);
    wire cpu_keeps      = cpu_run || !(restart || cpu_req);
    reg [1:0] retries_q;
    reg       fail_q;
    always @(posedge clk) begin
        retries_q <= retries;
        fail_q    <= rst_n && fail;
    end
    wire strap_keeps = !busy || retries == retries_q;
    assign assumed = !rst_n || (loader_keeps && verifier_keeps && cpu_keeps && strap_keeps);

    wire fails  = fail && !fail_q;
    wire early  = fails && attempt != retries_q;
    wire beyond = busy && attempt > retries;
    assign violation = rst_n && (early || beyond);
    assign covered   = rst_n && fails && attempt == 2'd1;
endmodule
