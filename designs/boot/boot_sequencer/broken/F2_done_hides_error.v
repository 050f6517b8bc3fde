// Flaw: ld_done wins over ld_err.
module boot_sequencer (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       start,
    input  wire       restart,
    input  wire [1:0] retries,
    output wire       ld_req,
    input  wire       ld_done,
    input  wire       ld_err,
    input  wire       ld_we,
    output wire       vf_req,
    input  wire       vf_done,
    input  wire       vf_ok,
    output wire       cpu_run,
    input  wire       cpu_req,
    output wire       mem_we,
    output wire       mem_rd,
    output wire       busy,
    output wire       fail,
    output wire [1:0] attempt,
    output wire [1:0] cause
);

    // Phases. Any two codes differ in three bits at least.
    localparam [5:0] IDLE   = 6'b000111;
    localparam [5:0] LOAD   = 6'b011001;
    localparam [5:0] VERIFY = 6'b101010;
    localparam [5:0] PAUSE  = 6'b110100;
    localparam [5:0] RUN    = 6'b101101;
    localparam [5:0] FAILED = 6'b110011;

    localparam [1:0] LOAD_ERROR = 2'd1;
    localparam [1:0] BAD_IMAGE  = 2'd2;
    localparam [1:0] NO_ANSWER  = 2'd3;

    // Synthesis must neither choose other codes nor drop what only a fault can reach.
    (* keep, fsm_encoding = "none" *) reg [5:0] state;
    reg [1:0] attempt_q;
    reg [1:0] limit_q;
    (* keep *) reg [1:0] attempt_n;         // complements
    (* keep *) reg [1:0] limit_n;
    reg [1:0] cause_q;
    reg [4:0] timer_q;

    // Whole codes are compared: a code with a wrong bit is no phase at all.
    wire in_load   = state == LOAD;
    wire in_verify = state == VERIFY;
    wire in_pause  = state == PAUSE;
    wire in_run    = state == RUN;

    // Registers and complements agree.
    wire intact = (attempt_q == ~attempt_n) && (limit_q == ~limit_n);

    // What the neighbours say. They are heard only when they were asked.
    wire late     = timer_q == 5'd31;
    wire loaded   = in_load && ld_done;
    wire accepted = in_verify && vf_done && vf_ok;
    wire refused  = in_verify && vf_done && !vf_ok;
    wire broken   = in_load && ld_err && !ld_done;
    wire overdue  = late && ((in_load && !ld_done && !ld_err) || (in_verify && !vf_done));
    wire failed   = broken || refused || overdue;
    wire again    = attempt_q < limit_q;
    wire begins   = (state == IDLE && start) || (in_run && restart);

    wire [5:0] after_failure = again ? PAUSE : FAILED;

    reg [5:0] next;
    always @* begin
        case (state)
            IDLE:    next = start ? LOAD : IDLE;
            LOAD:    next = failed ? after_failure : (loaded ? VERIFY : LOAD);
            VERIFY:  next = failed ? after_failure : (accepted ? RUN : VERIFY);
            PAUSE:   next = LOAD;
            RUN:     next = restart ? LOAD : RUN;
            default: next = FAILED;         // also from every code that is no phase
        endcase
        if (!intact)
            next = FAILED;
    end

    always @(posedge clk) begin
        if (!rst_n)
            state <= IDLE;
        else
            state <= next;
    end

    // Number of the attempt and its limit.
    wire [1:0] attempt_next = begins ? 2'd0 : attempt_q + {1'b0, failed && again};

    always @(posedge clk) begin
        if (!rst_n) begin
            attempt_q <= 2'b00;
            attempt_n <= 2'b11;
            limit_q   <= 2'b00;
            limit_n   <= 2'b11;
        end else if (intact) begin
            attempt_q <= attempt_next;
            attempt_n <= ~attempt_next;
            if (begins) begin
                limit_q <= retries;
                limit_n <= ~retries;
            end
        end
    end

    // Why the last failed attempt failed.
    always @(posedge clk) begin
        if (!rst_n || begins)
            cause_q <= 2'd0;
        else if (broken)
            cause_q <= LOAD_ERROR;
        else if (refused)
            cause_q <= BAD_IMAGE;
        else if (overdue)
            cause_q <= NO_ANSWER;
    end

    // Cycles without an answer.
    always @(posedge clk) begin
        if (!rst_n || next != state)
            timer_q <= 5'd0;
        else if (in_load || in_verify)
            timer_q <= timer_q + 5'd1;
    end

    assign ld_req  = in_load;
    assign vf_req  = in_verify;
    assign cpu_run = in_run;
    assign busy    = in_load || in_verify || in_pause;
    assign fail    = state == FAILED;
    assign attempt = attempt_q;
    assign cause   = cause_q;

    // The loader has the memory during a load, the CPU while it runs.
    assign mem_we = in_load && ld_we;
    assign mem_rd = in_run && cpu_req;

endmodule
