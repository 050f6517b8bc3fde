// In its first eight cycles load_req stays 1 unless the loader answers.
module request_holds (
    input  wire clk,
    input  wire rst_n,
    input  wire restart,
    input  wire cpu_release,
    input  wire load_req,
    input  wire load_done,
    input  wire load_error,
    output wire violation,
    output wire covered,
    output wire assumed
);
    reg       due;
    reg [2:0] cycles;
    wire waits = load_req && !load_done && !load_error;
    always @(posedge clk) begin
        due    <= rst_n && waits && cycles != 3'd7;
        cycles <= rst_n && waits ? cycles + {2'd0, cycles != 3'd7} : 3'd0;
    end
    assign assumed   = !(restart && !cpu_release);
    assign covered   = rst_n && due;
    assign violation = covered && !load_req;
endmodule
