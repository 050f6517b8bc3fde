// A proper START makes BUSY 1 in the next cycle; it stays 1 until VALID rises, in cycle 64 at the
// latest. VALID then stays 1.
module handshake (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        busy,
    input  wire        valid,
    output wire        violation,
    output wire        covered
);

    localparam [1:0] NONE = 2'd0, FIRST = 2'd1, RUN = 2'd2, DONE = 2'd3;

    wire write   = psel && penable && pwrite;
    wire is_ctrl = paddr[7:2] == 6'd0;
    wire is_key  = paddr[7:4] == 4'd1;
    wire is_din  = paddr[7:4] == 4'd2;
    wire clear   = write && is_ctrl && pwdata[1];
    wire start   = write && is_ctrl && pwdata[1:0] == 2'b01;

    reg [3:0] key_loaded;
    reg [3:0] din_loaded;
    reg       misused;      // the handshake is not specified until CLEAR
    reg [1:0] phase;
    reg [6:0] number;       // of the cycle, that of START being 0

    wire ready  = &key_loaded && &din_loaded;
    wire misuse = (start && (busy || !ready)) || (write && (is_key || is_din) && busy);

    always @(posedge clk) begin
        if (!rst_n || clear) begin
            key_loaded <= 4'd0;
            din_loaded <= 4'd0;
            misused    <= 1'b0;
            phase      <= NONE;
            number     <= 7'd0;
        end else begin
            if (write && is_key)
                key_loaded[paddr[3:2]] <= 1'b1;
            if (write && is_din)
                din_loaded[paddr[3:2]] <= 1'b1;
            if (misuse)
                misused <= 1'b1;
            number <= start ? 7'd1 : number + 7'd1;
            if (start)
                phase <= FIRST;
            else if (phase == FIRST)
                phase <= RUN;
            else if (phase == RUN && valid)
                phase <= DONE;
        end
    end

    reg wrong;

    always @* begin
        case (phase)
            NONE:    wrong = busy || valid;
            FIRST:   wrong = !busy || valid;
            RUN:     wrong = busy == valid || (number >= 7'd64 && !valid);
            default: wrong = busy || !valid;
        endcase
    end

    assign violation = rst_n && ((busy && valid) || (!misused && wrong));
    assign covered   = rst_n && !misused && phase == RUN;

endmodule
