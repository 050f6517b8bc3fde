// Flaw: with RXONLY frames run on when the RX FIFO is full.
module spi_master (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    output reg  [7:0] wb_dat_o,
    output wire       wb_ack,
    output wire       sclk,
    output wire       mosi,
    input  wire       miso,
    output wire [1:0] cs_n,
    output wire       irq
);

    localparam [3:0] CTRL   = 4'd0;
    localparam [3:0] DIV    = 4'd1;
    localparam [3:0] CSN    = 4'd2;
    localparam [3:0] IE     = 4'd3;
    localparam [3:0] STATUS = 4'd4;
    localparam [3:0] LEVEL  = 4'd5;
    localparam [3:0] DATA   = 4'd6;
    localparam [3:0] CMD    = 4'd7;

    // Bus.
    wire access = wb_cyc && wb_stb;
    wire write  = access && wb_we;
    wire read   = access && !wb_we;
    assign wb_ack = access;

    // Settings: after reset disabled, no loopback, nothing selected, no interrupts.
    reg       en_q;
    reg       cpol_q;
    reg       cpha_q;
    reg       lsb_q;
    reg       rxonly_q;
    reg       loop_q;
    reg [3:0] div_q;
    reg [1:0] csn_q;
    reg [3:0] ie_q;

    always @(posedge clk) begin
        if (!rst_n) begin
            en_q     <= 1'b0;
            cpol_q   <= 1'b0;
            cpha_q   <= 1'b0;
            lsb_q    <= 1'b0;
            rxonly_q <= 1'b0;
            loop_q   <= 1'b0;
            div_q    <= 4'd0;
            csn_q    <= 2'b11;
            ie_q     <= 4'd0;
        end else if (write) begin
            case (wb_adr)
                CTRL: begin
                    en_q     <= wb_dat_i[0];
                    cpol_q   <= wb_dat_i[1];
                    cpha_q   <= wb_dat_i[2];
                    lsb_q    <= wb_dat_i[3];
                    rxonly_q <= wb_dat_i[4];
                    loop_q   <= wb_dat_i[5];
                end
                DIV:     div_q <= wb_dat_i[3:0];
                CSN:     csn_q <= wb_dat_i[1:0];
                IE:      ie_q  <= wb_dat_i[3:0];
                default: ;
            endcase
        end
    end

    assign cs_n = csn_q;

    // CLEAR and disabling: stop everything and wipe all data.
    wire disabling = write && wb_adr == CTRL && !wb_dat_i[0];
    wire clearing  = write && wb_adr == CMD && wb_dat_i[0];
    wire wipe      = disabling || clearing;

    // FIFOs.
    wire [7:0] tx_head;
    wire [2:0] tx_level;
    wire [7:0] rx_head;
    wire [2:0] rx_level;
    wire [7:0] rx_byte;
    wire       tx_empty = tx_level == 3'd0;
    wire       tx_full  = tx_level == 3'd4;
    wire       rx_empty = rx_level == 3'd0;
    wire       rx_full  = rx_level == 3'd4;
    wire       start;
    wire       done;

    spi_master_fifo tx_fifo (
        .clk   (clk),
        .rst_n (rst_n),
        .wipe  (wipe),
        .push  (write && wb_adr == DATA && !tx_full),
        .data  (wb_dat_i),
        .pop   (start && !rxonly_q),
        .head  (tx_head),
        .level (tx_level)
    );

    spi_master_fifo rx_fifo (
        .clk   (clk),
        .rst_n (rst_n),
        .wipe  (wipe),
        .push  (done && !rx_full),
        .data  (rx_byte),
        .pop   (read && wb_adr == DATA && !rx_empty),
        .head  (rx_head),
        .level (rx_level)
    );

    // Frames: 16 half periods of div_q + 1 cycles.
    reg       busy_q;
    reg [3:0] half_q;
    reg [3:0] count_q;
    reg [7:0] tx_shift_q;       // the bit on mosi is bit 7
    reg [7:0] rx_shift_q;       // the newest bit is bit 0

    wire tick = busy_q && count_q == 4'd0;
    wire sdi  = loop_q ? mosi : miso;

    assign start = en_q && !busy_q && (rxonly_q || !tx_empty);
    assign done  = tick && half_q == 4'd15;

    function [7:0] ordered;     // between the FIFOs' order of bits and that of the wire
        input [7:0] data;
        input       lsb_first;
        ordered = lsb_first ? {data[0], data[1], data[2], data[3],
                               data[4], data[5], data[6], data[7]} : data;
    endfunction

    wire [7:0] tx_byte = rxonly_q ? 8'd0 : ordered(tx_head, lsb_q);
    assign rx_byte = ordered(rx_shift_q, lsb_q);

    always @(posedge clk) begin
        if (!rst_n || wipe) begin
            busy_q     <= 1'b0;
            half_q     <= 4'd0;
            count_q    <= 4'd0;
            tx_shift_q <= 8'd0;
            rx_shift_q <= 8'd0;
        end else if (start) begin
            busy_q     <= 1'b1;
            half_q     <= 4'd0;
            count_q    <= div_q;
            tx_shift_q <= tx_byte;
        end else if (tick) begin
            busy_q  <= !done;
            half_q  <= half_q + 4'd1;
            count_q <= div_q;
            if (half_q[0])
                tx_shift_q <= {tx_shift_q[6:0], 1'b0};
            else
                rx_shift_q <= {rx_shift_q[6:0], sdi};
        end else if (busy_q) begin
            count_q <= count_q - 4'd1;
        end
    end

    assign sclk = cpol_q ^ (busy_q && (half_q[0] ^ cpha_q));
    assign mosi = busy_q && tx_shift_q[7];

    // A byte lost wins over the clearing of OVR.
    reg ovr_q;
    always @(posedge clk) begin
        if (!rst_n || wipe)
            ovr_q <= 1'b0;
        else if (done && rx_full)
            ovr_q <= 1'b1;
        else if (write && wb_adr == STATUS && wb_dat_i[5])
            ovr_q <= 1'b0;
    end

    assign irq = |(ie_q & {ovr_q, rx_full, !rx_empty, tx_empty});

    // Read data.
    always @* begin
        wb_dat_o = 8'd0;
        if (read) begin
            case (wb_adr)
                CTRL:    wb_dat_o = {2'd0, loop_q, rxonly_q, lsb_q, cpha_q, cpol_q, en_q};
                DIV:     wb_dat_o = {4'd0, div_q};
                CSN:     wb_dat_o = {6'd0, csn_q};
                IE:      wb_dat_o = {4'd0, ie_q};
                STATUS:  wb_dat_o = {2'd0, ovr_q, rx_full, !rx_empty, tx_full, tx_empty, busy_q};
                LEVEL:   wb_dat_o = {1'b0, rx_level, 1'b0, tx_level};
                DATA:    wb_dat_o = rx_empty ? 8'd0 : rx_head;
                default: wb_dat_o = 8'd0;
            endcase
        end
    end

endmodule

// Four bytes, first in, first out. Pushes when full and pops when empty are the user's to avoid.
module spi_master_fifo (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wipe,         // empty the FIFO and erase what it stored
    input  wire       push,
    input  wire [7:0] data,
    input  wire       pop,
    output wire [7:0] head,         // the oldest byte
    output reg  [2:0] level
);

    reg [31:0] store_q;
    reg [1:0]  write_q;
    reg [1:0]  read_q;

    assign head = store_q[{read_q, 3'd0} +: 8];

    always @(posedge clk) begin
        if (!rst_n || wipe) begin
            store_q <= 32'd0;
            write_q <= 2'd0;
            read_q  <= 2'd0;
            level   <= 3'd0;
        end else begin
            if (push) begin
                store_q[{write_q, 3'd0} +: 8] <= data;
                write_q <= write_q + 2'd1;
            end
            if (pop)
                read_q <= read_q + 2'd1;
            level <= level + {2'd0, push} - {2'd0, pop};
        end
    end

endmodule
