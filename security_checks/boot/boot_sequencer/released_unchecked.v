// The processor runs only with a confirmed image, or the alarm is raised. The verifier answers only
// when it is asked.
module released_unchecked (
    input  wire clk,
    input  wire rst_n,
    input  wire load_req,
    input  wire load_done,
    input  wire load_error,
    input  wire check_done,
    input  wire check_ok,
    input  wire cpu_release,
    input  wire alarm,
    output wire violation,
    output wire covered,
    output wire assumed
);
    reg armed, verified;
    wire loaded    = load_req && load_done && !load_error;
    wire confirmed = armed && check_done && check_ok;
    always @(posedge clk) begin
        armed    <= rst_n && (loaded || (armed && !check_done && !load_req));
        verified <= rst_n && !load_req && (verified || confirmed);
    end
    assign assumed   = !(check_done && !armed);
    assign covered   = rst_n && cpu_release;
    assign violation = rst_n && cpu_release && !verified && !confirmed && !alarm;
endmodule
