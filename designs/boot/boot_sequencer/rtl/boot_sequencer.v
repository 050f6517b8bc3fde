// Boots a processor. The state is kept twice, once inverted: a single flipped bit makes the two
// differ, which raises the alarm and ends the boot.
module boot_sequencer (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       start,
    input  wire       restart,
    output wire       load_req,
    output wire       load_slot,
    input  wire       load_done,
    input  wire       load_error,
    output wire       check_start,
    input  wire       check_done,
    input  wire       check_ok,
    output wire       mem_open,
    output wire       cpu_release,
    output wire       busy,
    output wire       failed,
    output wire [1:0] tries,
    output wire       alarm
);
    localparam [2:0] IDLE  = 3'd0;
    localparam [2:0] LOAD  = 3'd1;
    localparam [2:0] CHECK = 3'd2;
    localparam [2:0] OPEN  = 3'd3;
    localparam [2:0] RUN   = 3'd4;
    localparam [2:0] PAUSE = 3'd5;
    localparam [2:0] DEAD  = 3'd6;

    localparam [5:0] LONGEST = 6'd63;
    localparam [5:0] PAUSES  = 6'd7;

    reg [2:0] state_q;
    reg [2:0] mirror_q;     // ~state_q
    reg [1:0] tries_q;
    reg [5:0] timer_q;      // cycles in this state, from 0
    reg       tripped_q;    // the alarm, once raised

    wire sound  = state_q == ~mirror_q;
    wire [2:0] state = sound ? state_q : DEAD;

    // An attempt fails
    wire load_fails  = state == LOAD && (load_error || (timer_q == LONGEST && !load_done));
    wire check_fails = state == CHECK && (check_done ? !check_ok : timer_q == LONGEST);
    wire fails       = load_fails || check_fails;
    wire last        = tries_q >= 2'd2;

    reg [2:0] next;
    always @* begin
        next = state;
        case (state)
            IDLE:    if (start) next = LOAD;
            LOAD:    if (fails) next = last ? DEAD : PAUSE;
                     else if (load_done) next = CHECK;
            CHECK:   if (fails) next = last ? DEAD : PAUSE;
                     else if (check_done) next = OPEN;
            OPEN:    next = RUN;
            RUN:     if (restart) next = LOAD;
            PAUSE:   if (timer_q == PAUSES) next = LOAD;
            default: next = DEAD;
        endcase
    end

    always @(posedge clk)
        if (!rst_n) begin
            state_q   <= IDLE;
            mirror_q  <= ~IDLE;
            tries_q   <= 2'd0;
            timer_q   <= 6'd0;
            tripped_q <= 1'b0;
        end else begin
            state_q   <= next;
            mirror_q  <= ~next;
            timer_q   <= next == state ? timer_q + 6'd1 : 6'd0;
            tripped_q <= alarm;
            if (fails) tries_q <= tries_q + 2'd1;
            else if (state == OPEN) tries_q <= 2'd0;
        end

    assign load_req    = state == LOAD;
    assign load_slot   = load_req && tries_q != 2'd0;
    assign check_start = state == CHECK && timer_q == 6'd0;
    assign mem_open    = state == OPEN || state == RUN;
    assign cpu_release = state == RUN;
    assign busy        = state == LOAD || state == CHECK || state == OPEN || state == PAUSE;
    assign failed      = state == DEAD;
    assign tries       = tries_q;
    assign alarm       = !sound || tripped_q;
endmodule
