// Memory is open, or the processor runs, only after the verifier, asked about the image that was loaded
// last, has confirmed it.
module nothing_before_the_check (
    input  wire clk,
    input  wire rst_n,
    input  wire load_req,
    input  wire load_done,
    input  wire load_error,
    input  wire check_done,
    input  wire check_ok,
    input  wire mem_open,
    input  wire cpu_release,
    output wire violation,
    output wire covered
);
    reg armed, verified;
    wire loaded    = load_req && load_done && !load_error;
    wire confirmed = armed && check_done && check_ok;
    always @(posedge clk) begin
        armed    <= rst_n && (loaded || (armed && !check_done && !load_req));
        verified <= rst_n && !load_req && (verified || confirmed);
    end
    assign covered   = rst_n && (cpu_release || (armed && check_done && !check_ok));
    assign violation = rst_n && (mem_open || cpu_release) && !(verified || confirmed);
endmodule
