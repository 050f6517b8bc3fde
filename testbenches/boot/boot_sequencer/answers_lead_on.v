// A loaded image is verified in the next cycle, a good one runs, a refused one does not.
module answers_lead_on (
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
    input  wire       fail,
    output wire       violation,
    output wire       covered,
    output wire       assumed
);
    // The neighbours keep to the described use.
    wire loader_keeps   = ld_req || !(ld_done || ld_err || ld_we);
    wire verifier_keeps = (vf_req || !vf_done) && (vf_done || !vf_ok);
    wire cpu_keeps      = cpu_run || !(restart || cpu_req);
    assign assumed = !rst_n || (loader_keeps && verifier_keeps && cpu_keeps);

    reg loaded_q, good_q, bad_q, restart_q, failed_q;
    always @(posedge clk) begin
        loaded_q  <= rst_n && ld_req && ld_done && !ld_err;
        good_q    <= rst_n && vf_req && vf_done && vf_ok;
        bad_q     <= rst_n && ((vf_req && vf_done && !vf_ok) || (ld_req && ld_err));
        restart_q <= rst_n && cpu_run && restart;
        failed_q  <= rst_n && fail;
    end
    wire lost_image   = loaded_q && !vf_req;
    wire lost_verdict = good_q && !cpu_run;
    wire lost_refusal = bad_q && (ld_req || vf_req || cpu_run);
    wire lost_restart = restart_q && !ld_req;
    wire lost_failure = failed_q && !fail;
    assign violation =
        rst_n && (lost_image || lost_verdict || lost_refusal || lost_restart || lost_failure);
    assign covered = rst_n && good_q;
endmodule
