// Flaw: a clear wins over an alarm in the same cycle.
// Settings of a voltage regulator behind an APB port and a DMA write port, with a lock.
module cfg_regs_dma (
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
    input  wire        dma_valid,
    input  wire [3:0]  dma_index,
    input  wire [31:0] dma_wdata,
    output wire        dma_ready,
    input  wire        alarm,
    output wire        enable,
    output wire [1:0]  mode,
    output wire [7:0]  gain,
    output wire [15:0] limit,
    output wire        irq
);
    localparam [5:0] CTRL = 0, GAIN = 1, LIMIT = 2, MASK = 3, DATA0 = 4, DATA1 = 5;
    localparam [5:0] LOCK = 6, CMD = 7, STATUS = 8;

    reg [2:0]  ctrl_q;
    reg [7:0]  gain_q;
    reg [15:0] limit_q;
    reg [1:0]  mask_q;
    reg [31:0] data0_q, data1_q;
    reg        lock_q;
    reg        dmaerr_q, alarm_q;
    reg [7:0]  dmacnt_q;

    // APB
    wire [5:0] register = paddr[7:2];
    wire access  = psel && penable;
    wire setting = register <= LIMIT;
    wire refused = register > STATUS || (pwrite && setting && lock_q);
    wire write   = access && pwrite && !refused;

    assign pready  = access;
    assign pslverr = access && refused;

    always @* begin
        prdata = 32'd0;
        if (access && !pwrite && !refused)
            case (register)
                CTRL:    prdata = {29'd0, ctrl_q};
                GAIN:    prdata = {24'd0, gain_q};
                LIMIT:   prdata = {16'd0, limit_q};
                MASK:    prdata = {30'd0, mask_q};
                DATA0:   prdata = data0_q;
                DATA1:   prdata = data1_q;
                LOCK:    prdata = {31'd0, lock_q};
                STATUS:  prdata = {16'd0, dmacnt_q, 6'd0, alarm_q, dmaerr_q};
                default: prdata = 32'd0;
            endcase
    end

    // DMA: one write port serves both masters, APB first, so both meet the same lock.
    assign dma_ready = !(access && pwrite);
    wire taken    = dma_valid && dma_ready;
    wire in_range = dma_index <= DATA1[3:0];
    wire allowed  = !(lock_q && dma_index <= LIMIT[3:0]);

    wire        store   = write || (taken && in_range && allowed);
    wire [5:0]  target  = write ? register : {2'd0, dma_index};
    wire [31:0] value   = write ? pwdata : dma_wdata;
    wire        restore = write && register == CMD && pwdata[0];

    always @(posedge clk)
        if (!rst_n) begin
            ctrl_q  <= 3'd0;
            gain_q  <= 8'h10;
            limit_q <= 16'h0100;
            mask_q  <= 2'd0;
            data0_q <= 32'd0;
            data1_q <= 32'd0;
            lock_q  <= 1'b0;
        end else if (restore) begin
            mask_q <= 2'd0;
            if (!lock_q) begin
                ctrl_q  <= 3'd0;
                gain_q  <= 8'h10;
                limit_q <= 16'h0100;
            end
        end else if (store)
            case (target)
                CTRL:    ctrl_q  <= value[2:0];
                GAIN:    gain_q  <= value[7:0];
                LIMIT:   limit_q <= value[15:0];
                MASK:    mask_q  <= value[1:0];
                DATA0:   data0_q <= value;
                DATA1:   data1_q <= value;
                LOCK:    lock_q  <= lock_q || value[0];
                default: ;
            endcase

    // Status
    wire clear = write && register == STATUS;
    always @(posedge clk)
        if (!rst_n) begin
            dmaerr_q <= 1'b0;
            alarm_q  <= 1'b0;
            dmacnt_q <= 8'd0;
        end else begin
            dmaerr_q <= (taken && !in_range) || (dmaerr_q && !(clear && pwdata[0]));
            alarm_q  <= (alarm || alarm_q) && !(clear && pwdata[1]);
            if (taken && in_range) dmacnt_q <= dmacnt_q + 8'd1;
        end

    assign enable = ctrl_q[0];
    assign mode   = ctrl_q[2:1];
    assign gain   = gain_q;
    assign limit  = limit_q;
    assign irq    = (dmaerr_q && mask_q[0]) || (alarm_q && mask_q[1]);
endmodule
