// Barks when nobody kicks it in time, and then asks for a reset until it gets one.
`include "widths.vh"

module watchdog #(
    parameter [`TIMER_BITS-1:0] LIMIT = 40
) (
    input  wire clk,
    input  wire rst_n,
    input  wire enable,
    input  wire kick,
    output wire bark
);
    localparam [1:0] IDLE = 2'd0, COUNT = 2'd1, BARK = 2'd2;

    reg [1:0] state;
    reg [`TIMER_BITS-1:0] left;

    always @(posedge clk) begin
        if (!rst_n) begin
            state <= IDLE;
            left  <= LIMIT;
        end else begin
            case (state)
                IDLE:    if (enable) state <= COUNT;
                COUNT:   if (left == 0) state <= BARK;
                BARK:    state <= BARK;
                default: state <= BARK;
            endcase
            left <= (kick || state != COUNT) ? LIMIT : left - 1'b1;
        end
    end

    assign bark = state == BARK;
endmodule
