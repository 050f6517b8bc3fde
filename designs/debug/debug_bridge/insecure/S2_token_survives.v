// Flaw: the token entered in one lifecycle state counts in the next.
// Debug bridge: a debugger behind an APB port reads and writes memory in sessions.
module debug_bridge (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    output reg  [31:0] prdata,
    output wire        pready,
    output wire        pslverr,
    input  wire [1:0]  lifecycle,
    input  wire [31:0] fuse_token,
    output wire        dbg_open,
    output wire        mem_req,
    output wire        mem_we,
    output wire [11:0] mem_addr,
    output wire [31:0] mem_wdata,
    input  wire        mem_ack,
    input  wire [31:0] mem_rdata
);

    localparam [1:0] TEST     = 2'd0;
    localparam [1:0] SCRAPPED = 2'd3;

    // Word addresses.
    localparam [5:0] STATUS = 6'd0;
    localparam [5:0] CTRL   = 6'd1;
    localparam [5:0] TOKEN  = 6'd2;
    localparam [5:0] ADDR   = 6'd3;
    localparam [5:0] WDATA  = 6'd4;
    localparam [5:0] RDATA  = 6'd5;
    localparam [5:0] CMD    = 6'd6;

    reg         open_q;         // a session is open
    reg  [2:0]  count_q;        // token bytes taken, 0 to 4
    reg         wrong_q;        // one of them was wrong
    reg         busy_q;         // a memory access is in progress
    reg         we_q;
    reg         inc_q;
    reg  [11:0] addr_q;
    reg  [31:0] wdata_q;
    reg  [31:0] rdata_q;
    reg  [1:0]  lifecycle_q;    // lifecycle of the cycle before

    // Decoding.
    wire [5:0] word    = paddr[7:2];
    wire       access  = psel && penable;
    wire       session_register = word == ADDR || word == WDATA || word == RDATA || word == CMD;

    // Lifecycle and token.
    wire moved    = lifecycle != lifecycle_q;
    wire scrapped = lifecycle == SCRAPPED;
    wire entered  = count_q == 3'd4;
    wire auth     = entered && !wrong_q;
    wire fail     = entered && wrong_q;
    wire may_open = lifecycle == TEST || (!scrapped && auth);

    // Refusals.
    wire refuse_map     = word > CMD;
    wire refuse_read    = pwrite && (word == STATUS || word == RDATA);
    wire refuse_busy    = pwrite && busy_q && session_register;
    wire refuse_session = session_register && !open_q;
    wire refused        = refuse_map || refuse_read || refuse_busy || refuse_session;

    assign pready  = access;
    assign pslverr = access && refused;

    wire write = access && pwrite && !refused;
    wire read  = access && !pwrite && !refused;

    wire close = write && word == CTRL && pwdata[1];
    wire open  = write && word == CTRL && pwdata[0] && may_open;
    wire take  = write && word == TOKEN && !entered;
    wire start = write && word == CMD && pwdata[0];

    // A session, its token and its data end together.
    wire ends = close || moved || scrapped;

    wire [7:0] expected = count_q[1] ? (count_q[0] ? fuse_token[31:24] : fuse_token[23:16])
                                     : (count_q[0] ? fuse_token[15:8]  : fuse_token[7:0]);

    always @(posedge clk)
        lifecycle_q <= lifecycle;

    always @(posedge clk) begin
        if (!rst_n || ends) begin
            open_q  <= 1'b0;
            if (!rst_n || close) begin
                count_q <= 3'd0;
                wrong_q <= 1'b0;
            end
        end else begin
            if (open)
                open_q <= 1'b1;
            if (take) begin
                count_q <= count_q + 3'd1;
                wrong_q <= wrong_q || pwdata[7:0] != expected;
            end
        end
    end

    // Memory accesses.
    wire done = busy_q && mem_ack;

    always @(posedge clk) begin
        if (!rst_n || ends) begin
            busy_q  <= 1'b0;
            we_q    <= 1'b0;
            inc_q   <= 1'b0;
            addr_q  <= 12'd0;
            wdata_q <= 32'd0;
            rdata_q <= 32'd0;
        end else begin
            if (start) begin
                busy_q <= 1'b1;
                we_q   <= pwdata[1];
                inc_q  <= pwdata[2];
            end
            if (write && word == ADDR)
                addr_q <= pwdata[11:0];
            if (write && word == WDATA)
                wdata_q <= pwdata;
            if (done) begin
                busy_q <= 1'b0;
                if (!we_q)
                    rdata_q <= mem_rdata;
                if (inc_q)
                    addr_q <= addr_q + 12'd1;
            end
        end
    end

    assign dbg_open  = open_q;
    assign mem_req   = busy_q;
    assign mem_we    = busy_q && we_q;
    assign mem_addr  = busy_q ? addr_q : 12'd0;
    assign mem_wdata = (busy_q && we_q) ? wdata_q : 32'd0;

    // APB read data.
    always @* begin
        prdata = 32'd0;
        if (read) begin
            if (word == STATUS)
                prdata = {22'd0, lifecycle, 4'd0, busy_q, fail, auth, open_q};
            else if (word == ADDR)
                prdata = {20'd0, addr_q};
            else if (word == WDATA)
                prdata = wdata_q;
            else if (word == RDATA)
                prdata = rdata_q;
        end
    end

    wire unused = &{1'b0, paddr[1:0]};

endmodule
