// Flaw: a transfer starts whether bus mastering is enabled or not.
module dma_engine (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        ppriv,
    output reg  [31:0] prdata,
    output wire        pready,
    output wire        pslverr,
    output wire        m_req,
    output wire        m_we,
    output wire [15:0] m_addr,
    output wire [31:0] m_wdata,
    output wire        m_priv,
    input  wire [31:0] m_rdata,
    input  wire        m_ack,
    input  wire        m_err,
    output wire        busy,
    output wire        irq
);

    // Word addresses.
    localparam [5:0] GCTRL  = 6'd0;
    localparam [5:0] SRC    = 6'd1;
    localparam [5:0] DST    = 6'd2;
    localparam [5:0] LEN    = 6'd3;
    localparam [5:0] CTRL   = 6'd4;
    localparam [5:0] STATUS = 6'd5;
    localparam [5:0] COUNT  = 6'd6;

    // States of the engine.
    localparam [1:0] IDLE  = 2'd0;
    localparam [1:0] READ  = 2'd1;
    localparam [1:0] WRITE = 2'd2;

    // Registers.
    reg        bme_q;
    reg [13:0] src_q;           // word addresses
    reg [13:0] dst_q;
    reg [7:0]  len_q;
    reg        priv_q;          // CTRL.PRIV
    reg        irqen_q;
    reg        sfix_q;
    reg        dfix_q;
    reg        done_q;
    reg        err_q;
    reg [7:0]  count_q;

    // Who wrote the descriptor, 1: privileged software; reset counts as privileged.
    reg        src_priv_q;
    reg        dst_priv_q;
    reg        len_priv_q;

    // The running transfer.
    reg [1:0]  state;
    reg        beat_priv_q;
    reg [31:0] data_q;

    assign busy = state != IDLE;

    // APB decoding.
    wire [5:0] word   = paddr[7:2];
    wire       access = psel && penable;
    wire       start_bit = pwdata[0];

    wire refuse_map   = word > COUNT;
    wire refuse_count = pwrite && word == COUNT;
    wire refuse_busy  = pwrite && busy && (word == SRC || word == DST || word == LEN || word == CTRL);
    wire refuse_bme   = pwrite && !ppriv && word == GCTRL;
    wire refuse_start = 1'b0;
    wire refused = refuse_map || refuse_count || refuse_busy || refuse_bme || refuse_start;

    assign pready  = access;
    assign pslverr = access && refused;

    wire write = access && pwrite && !refused;
    wire read  = access && !pwrite && !refused;
    wire start = write && word == CTRL && start_bit;

    // GCTRL and the descriptor.
    always @(posedge clk) begin
        if (!rst_n) begin
            bme_q      <= 1'b0;
            src_q      <= 14'd0;
            dst_q      <= 14'd0;
            len_q      <= 8'd0;
            priv_q     <= 1'b0;
            irqen_q    <= 1'b0;
            sfix_q     <= 1'b0;
            dfix_q     <= 1'b0;
            src_priv_q <= 1'b1;
            dst_priv_q <= 1'b1;
            len_priv_q <= 1'b1;
        end else if (write) begin
            case (word)
                GCTRL: bme_q <= pwdata[0];
                SRC: begin
                    src_q      <= pwdata[15:2];
                    src_priv_q <= ppriv;
                end
                DST: begin
                    dst_q      <= pwdata[15:2];
                    dst_priv_q <= ppriv;
                end
                LEN: begin
                    len_q      <= pwdata[7:0];
                    len_priv_q <= ppriv;
                end
                CTRL: begin
                    priv_q  <= pwdata[1];
                    irqen_q <= pwdata[2];
                    sfix_q  <= pwdata[3];
                    dfix_q  <= pwdata[4];
                end
                default: ;
            endcase
        end
    end

    // The privilege of a transfer is that of everyone who had a hand in it.
    wire start_priv = pwdata[1] && ppriv && src_priv_q && dst_priv_q && len_priv_q;

    // The engine.
    wire [7:0] count_next = count_q + 8'd1;
    wire       beat_ok    = busy && m_ack && !m_err;
    wire       beat_bad   = busy && m_err;
    wire       last       = state == WRITE && count_next == len_q;
    wire       stop       = beat_ok && !last && !bme_q;     // bus mastering was switched off
    wire       ends_ok    = beat_ok && last;
    wire       ends_bad   = beat_bad || stop;

    always @(posedge clk) begin
        if (!rst_n) begin
            state       <= IDLE;
            beat_priv_q <= 1'b0;
            data_q      <= 32'd0;
            count_q     <= 8'd0;
        end else begin
            if (state == IDLE) begin
                if (start) begin
                    count_q     <= 8'd0;
                    beat_priv_q <= start_priv;
                    if (len_q != 8'd0)
                        state <= READ;
                end
            end else if (ends_ok || ends_bad) begin
                state <= IDLE;
            end else if (beat_ok) begin
                state <= (state == READ) ? WRITE : READ;
            end
            if (beat_ok && state == READ)
                data_q <= m_rdata;
            if (beat_ok && state == WRITE)
                count_q <= count_next;
        end
    end

    // DONE and ERR: the end of a transfer wins over software.
    wire clear = write && word == STATUS;

    always @(posedge clk) begin
        if (!rst_n) begin
            done_q <= 1'b0;
            err_q  <= 1'b0;
        end else begin
            if (start)
                done_q <= len_q == 8'd0;
            else if (ends_ok)
                done_q <= 1'b1;
            else if (clear && pwdata[1])
                done_q <= 1'b0;

            if (start)
                err_q <= 1'b0;
            else if (ends_bad)
                err_q <= 1'b1;
            else if (clear && pwdata[2])
                err_q <= 1'b0;
        end
    end

    assign irq = irqen_q && (done_q || err_q);

    // Master port.
    wire [13:0] offset   = {6'd0, count_q};
    wire [13:0] src_word = sfix_q ? src_q : src_q + offset;
    wire [13:0] dst_word = dfix_q ? dst_q : dst_q + offset;

    assign m_req   = busy;
    assign m_we    = state == WRITE;
    assign m_addr  = (state == READ)  ? {src_word, 2'b00}
                   : (state == WRITE) ? {dst_word, 2'b00} : 16'd0;
    assign m_wdata = (state == WRITE) ? data_q : 32'd0;
    assign m_priv  = busy && beat_priv_q;

    // APB read data.
    always @* begin
        prdata = 32'd0;
        if (read) begin
            case (word)
                GCTRL:   prdata = {31'd0, bme_q};
                SRC:     prdata = {16'd0, src_q, 2'b00};
                DST:     prdata = {16'd0, dst_q, 2'b00};
                LEN:     prdata = {24'd0, len_q};
                CTRL:    prdata = {27'd0, dfix_q, sfix_q, irqen_q, priv_q, 1'b0};
                STATUS:  prdata = {29'd0, err_q, done_q, busy};
                default: prdata = {24'd0, count_q};     // COUNT
            endcase
        end
    end

    wire unused = &{1'b0, paddr[1:0], pwdata[31:16]};

endmodule
