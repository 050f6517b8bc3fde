// In the described use nothing but an accepted image lets the CPU run and read.
module fault_releases_nothing (
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
    input  wire       mem_rd,
    output wire       violation,
    output wire       covered,
    output wire       assumed
);
    // The neighbours keep to the described use.
    wire loader_keeps   = ld_req || !(ld_done || ld_err || ld_we);
    wire verifier_keeps = (vf_req || !vf_done) && (vf_done || !vf_ok);
    wire cpu_keeps      = cpu_run || !(restart || cpu_req);
    assign assumed = !rst_n || (loader_keeps && verifier_keeps && cpu_keeps);

    reg accepted;
    always @(posedge clk) begin
        if (!rst_n || ld_req)
            accepted <= 1'b0;
        else if (vf_req && vf_done && vf_ok)
            accepted <= 1'b1;
    end
    assign violation = rst_n && !accepted && (cpu_run || mem_rd);
    assign covered   = rst_n && accepted && cpu_run && mem_rd;
endmodule
