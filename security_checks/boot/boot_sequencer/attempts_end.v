// No more attempts in a row than the retries at the start or restart allow; failed is final.
module attempts_end (
    input  wire       clk,
    input  wire       rst_n,
    input  wire [1:0] retries,
    input  wire       ld_req,
    input  wire       vf_req,
    input  wire       cpu_run,
    input  wire       fail,
    output wire       violation,
    output wire       covered
);
    reg [1:0] retries_q;        // of the cycle before
    reg       load_q, run_q;
    reg       any;              // there was an attempt since reset
    reg [1:0] limit, used;      // retries allowed and made
    reg       failed;
    wire begins = ld_req && !load_q;
    wire fresh  = begins && (run_q || !any);
    wire retry  = begins && !fresh;
    always @(posedge clk) begin
        retries_q <= retries;
        load_q    <= rst_n && ld_req;
        run_q     <= rst_n && cpu_run;
        if (!rst_n) begin
            any    <= 1'b0;
            limit  <= 2'd0;
            used   <= 2'd0;
            failed <= 1'b0;
        end else begin
            any    <= any || ld_req;
            failed <= failed || fail;
            if (fresh) begin
                limit <= retries_q;
                used  <= 2'd0;
            end else if (retry && used != limit) begin
                used  <= used + 2'd1;
            end
        end
    end
    wire one_more = retry && used == limit;
    wire escaped  = failed && (!fail || ld_req || vf_req || cpu_run);
    assign violation = rst_n && (one_more || escaped);
    assign covered   = rst_n && failed && used == 2'd1;
endmodule
