// Two cycles after the verifier has confirmed the image, within eight cycles, the processor runs in open memory.
module confirmed_images_run (
    input  wire clk,
    input  wire rst_n,
    input  wire restart,
    input  wire load_req,
    input  wire load_done,
    input  wire load_error,
    input  wire check_done,
    input  wire check_ok,
    input  wire mem_open,
    input  wire cpu_release,
    output wire violation,
    output wire covered,
    output wire assumed
);
    reg       armed, confirmed, due;
    reg [2:0] cycles;
    wire loaded = load_req && load_done && !load_error;
    always @(posedge clk) begin
        armed     <= rst_n && (loaded || (armed && !check_done && cycles != 3'd7));
        cycles    <= rst_n && armed ? cycles + 3'd1 : 3'd0;
        confirmed <= rst_n && armed && check_done && check_ok;
        due       <= rst_n && confirmed;
    end
    // The verifier answers only when asked, restart is for a running processor.
    assign assumed   = !(check_done && !armed) && !(restart && !cpu_release);
    assign covered   = rst_n && due;
    assign violation = covered && !(mem_open && cpu_release);
endmodule
