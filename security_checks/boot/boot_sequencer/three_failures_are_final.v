// After three failures in a row, as loader and verifier told them, nothing happens until reset.
module three_failures_are_final (
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
    reg       armed;
    reg [3:0] cycles;
    reg [1:0] failures;
    wire loaded = load_req && load_done && !load_error;
    wire fails  = (load_req && load_error) || (armed && check_done && !check_ok);
    always @(posedge clk) begin
        // Only answers within 16 cycles count, and only of a verifier that was asked.
        armed  <= rst_n && (loaded || (armed && !check_done && !load_req && cycles != 4'd15));
        cycles <= rst_n && armed ? cycles + 4'd1 : 4'd0;
        if (!rst_n || cpu_release) failures <= 2'd0;
        else if (fails && failures != 2'd3) failures <= failures + 2'd1;
    end
    assign covered   = rst_n && failures == 2'd3;
    assign violation = covered && (load_req || mem_open || cpu_release);
endmodule
