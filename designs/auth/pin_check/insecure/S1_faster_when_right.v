// Flaw: a byte that is equal to the next one to compare skips a cycle.
// Compares entries of four bytes with a stored PIN. The comparison always looks at all four bytes.
module pin_check (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       pin_we,
    input  wire [1:0] pin_index,
    input  wire [7:0] pin_byte,
    input  wire       in_valid,
    input  wire [7:0] in_byte,
    output wire       in_ready,
    input  wire       cancel,
    input  wire       close,
    output wire [2:0] taken,
    output wire       done,
    output wire       ok,
    output wire       opened,
    output wire [1:0] left,
    output wire       locked
);
    localparam [1:0] COLLECT = 2'd0, COMPARE = 2'd1, RESULT = 2'd2;

    reg [1:0]  state_q;
    reg [31:0] pin_q;       // byte 0 in bits 7:0
    reg [3:0]  known_q;     // bytes of the PIN that were written
    reg [31:0] entry_q;
    reg [2:0]  taken_q;
    reg [1:0]  index_q;     // byte that is compared
    reg        differs_q;
    reg        opened_q;
    reg [1:0]  left_q;

    // The PIN
    always @(posedge clk)
        if (!rst_n) begin
            pin_q   <= 32'd0;
            known_q <= 4'd0;
        end else if (pin_we)
            case (pin_index)
                2'd0: begin pin_q[7:0]   <= pin_byte; known_q[0] <= 1'b1; end
                2'd1: begin pin_q[15:8]  <= pin_byte; known_q[1] <= 1'b1; end
                2'd2: begin pin_q[23:16] <= pin_byte; known_q[2] <= 1'b1; end
                2'd3: begin pin_q[31:24] <= pin_byte; known_q[3] <= 1'b1; end
            endcase

    // The entry
    wire take = in_valid && in_ready && !cancel;
    reg [7:0] entered, wanted;
    always @* begin
        case (index_q)
            2'd0: begin entered = entry_q[7:0];   wanted = pin_q[7:0];   end
            2'd1: begin entered = entry_q[15:8];  wanted = pin_q[15:8];  end
            2'd2: begin entered = entry_q[23:16]; wanted = pin_q[23:16]; end
            2'd3: begin entered = entry_q[31:24]; wanted = pin_q[31:24]; end
        endcase
    end

    wire compared = index_q == 2'd3;
    always @(posedge clk)
        if (!rst_n) begin
            state_q   <= COLLECT;
            entry_q   <= 32'd0;
            taken_q   <= 3'd0;
            index_q   <= 2'd0;
            differs_q <= 1'b0;
        end else
            case (state_q)
                COLLECT: begin
                    index_q   <= 2'd0;
                    differs_q <= 1'b0;
                    if (cancel) taken_q <= 3'd0;
                    else if (take) begin
                        entry_q <= {in_byte, entry_q[31:8]};
                        taken_q <= taken_q + 3'd1;
                        if (taken_q == 3'd3) state_q <= COMPARE;
                    end
                end
                COMPARE: begin
                    if (entered != wanted) differs_q <= 1'b1;
                    index_q <= index_q + 2'd1;
                    if (compared || entry_q == pin_q) state_q <= RESULT;
                end
                default: begin
                    state_q <= COLLECT;
                    entry_q <= 32'd0;
                    taken_q <= 3'd0;
                end
            endcase

    assign in_ready = state_q == COLLECT;
    assign taken    = taken_q;
    assign done     = state_q == RESULT;
    assign ok       = done && !differs_q && known_q == 4'b1111 && !locked;

    // Attempts and sessions
    always @(posedge clk)
        if (!rst_n) begin
            left_q   <= 2'd3;
            opened_q <= 1'b0;
        end else begin
            if (done && ok) left_q <= 2'd3;
            else if (done && !locked) left_q <= left_q - 2'd1;
            opened_q <= (done && ok) || (opened_q && !close);
        end

    assign left   = left_q;
    assign locked = left_q == 2'd0;
    assign opened = opened_q;
endmodule
