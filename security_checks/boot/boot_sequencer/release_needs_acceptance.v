// The CPU runs and reads only when the image that was loaded last has been accepted on request.
module release_needs_acceptance (
    input  wire clk,
    input  wire rst_n,
    input  wire ld_req,
    input  wire vf_req,
    input  wire vf_done,
    input  wire vf_ok,
    input  wire cpu_run,
    input  wire mem_rd,
    output wire violation,
    output wire covered
);
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
