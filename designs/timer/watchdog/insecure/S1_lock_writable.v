// Flaw: LOCK is an ordinary register bit; writing 0 unlocks the settings.
// Windowed watchdog with prescaler, early warning and lock behind an APB port.
module watchdog (
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
    input  wire        debug,
    input  wire        sleep,
    input  wire        warm,
    output wire        warn_irq,
    output wire        wdt_reset
);

    // Word addresses.
    localparam [5:0] CTRL     = 6'd0;
    localparam [5:0] PERIOD   = 6'd1;
    localparam [5:0] WINDOW   = 6'd2;
    localparam [5:0] WARNAT   = 6'd3;
    localparam [5:0] PRESCALE = 6'd4;
    localparam [5:0] KICK     = 6'd5;
    localparam [5:0] LOCK     = 6'd6;
    localparam [5:0] STATUS   = 6'd7;
    localparam [5:0] COUNT    = 6'd8;

    localparam [15:0] KEY = 16'h5A17;

    // Settings.
    reg  [3:0]  ctrl_q;
    reg  [15:0] period_q;
    reg  [15:0] window_q;
    reg  [15:0] warnat_q;
    reg  [7:0]  prescale_q;
    reg         lock_q;

    // State.
    reg  [15:0] count_q;
    reg  [7:0]  prescaler_q;
    reg         warn_q;
    reg         early_q;
    reg         expired_q;
    reg         reset_q;

    wire en      = ctrl_q[0];
    wire irqen   = ctrl_q[1];
    wire winen   = ctrl_q[2];
    wire dbghold = ctrl_q[3];

    // Decoding and refusals.
    wire [5:0] word    = paddr[7:2];
    wire       access  = psel && penable;
    wire       setting = word <= PRESCALE;
    wire       refused = word > COUNT
                      || (pwrite && word == COUNT)
                      || (pwrite && setting && lock_q);

    assign pready  = access;
    assign pslverr = access && refused;

    wire write = access && pwrite && !refused;
    wire read  = access && !pwrite && !refused;

    // Settings and lock. Only reset clears the lock.
    always @(posedge clk) begin
        if (!rst_n) begin
            ctrl_q     <= 4'd0;
            period_q   <= 16'hFFFF;
            window_q   <= 16'hFFFF;
            warnat_q   <= 16'd0;
            prescale_q <= 8'd0;
            lock_q     <= 1'b0;
        end else if (write) begin
            case (word)
                CTRL:     ctrl_q     <= pwdata[3:0];
                PERIOD:   period_q   <= pwdata[15:0];
                WINDOW:   window_q   <= pwdata[15:0];
                WARNAT:   warnat_q   <= pwdata[15:0];
                PRESCALE: prescale_q <= pwdata[7:0];
                LOCK:     lock_q     <= pwdata[0];
                default:  ;
            endcase
        end
    end

    // Counting and kicks.
    wire running = en && !reset_q && !sleep && !warm && !(debug && dbghold);
    wire enable  = write && word == CTRL && pwdata[0] && !en;
    wire kick    = write && word == KICK && pwdata[15:0] == KEY && en && !reset_q;
    wire early   = kick && winen && count_q > window_q;
    wire restart = warm || enable || (kick && !early);
    wire step    = running && !kick && prescaler_q >= prescale_q;
    wire expire  = step && count_q == 16'd0;
    wire down    = step && count_q != 16'd0;
    wire [15:0] less = count_q - 16'd1;

    always @(posedge clk) begin
        if (!rst_n) begin
            count_q     <= 16'hFFFF;
            prescaler_q <= 8'd0;
        end else if (restart) begin
            count_q     <= period_q;
            prescaler_q <= 8'd0;
        end else begin
            if (down)
                count_q <= less;
            if (step)
                prescaler_q <= 8'd0;
            else if (running && !kick)
                prescaler_q <= prescaler_q + 8'd1;
        end
    end

    // Flags and the restart request.
    wire [2:0] clear = (write && word == STATUS) ? pwdata[2:0] : 3'd0;

    always @(posedge clk) begin
        if (!rst_n) begin
            warn_q    <= 1'b0;
            early_q   <= 1'b0;
            expired_q <= 1'b0;
            reset_q   <= 1'b0;
        end else begin
            warn_q    <= !warm && ((warn_q && !clear[0]) || (down && less == warnat_q));
            early_q   <= (early_q && !clear[1]) || early;
            expired_q <= (expired_q && !clear[2]) || expire;
            reset_q   <= !warm && (reset_q || early || expire);
        end
    end

    assign warn_irq  = warn_q && irqen;
    assign wdt_reset = reset_q;

    // APB read data.
    always @* begin
        prdata = 32'd0;
        if (read) begin
            case (word)
                CTRL:     prdata = {28'd0, ctrl_q};
                PERIOD:   prdata = {16'd0, period_q};
                WINDOW:   prdata = {16'd0, window_q};
                WARNAT:   prdata = {16'd0, warnat_q};
                PRESCALE: prdata = {24'd0, prescale_q};
                LOCK:     prdata = {31'd0, lock_q};
                STATUS:   prdata = {29'd0, expired_q, early_q, warn_q};
                COUNT:    prdata = {16'd0, count_q};
                default:  prdata = 32'd0;
            endcase
        end
    end

    wire unused = &{1'b0, paddr[1:0], pwdata[31:16]};

endmodule
