// In a debug session the locked settings and LOCK keep their values. There is no sleep and no warm
// restart: these are checked elsewhere.
module debug_leaves_settings (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire        pslverr,
    input  wire        debug,
    input  wire        sleep,
    input  wire        warm,
    output wire        violation,
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol, and rests in sleep and in a warm restart.
    reg        setup_q, pwrite_q;
    reg [7:0]  paddr_q;
    reg [31:0] pwdata_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        pwdata_q <= pwdata;
    end
    wire same     = paddr == paddr_q && pwrite == pwrite_q && pwdata == pwdata_q;
    wire rests    = !(psel && (sleep || warm));
    wire protocol = !rst_n || (rests && (setup_q ? (psel && penable && same) : !penable));
    // LOCK is written as 1 outside of a debug session and never again.
    wire write   = psel && penable && pwrite;
    wire at_lock = psel && pwrite && paddr[7:2] == 6'd6;
    reg  locked;
    always @(posedge clk) locked <= rst_n && (locked || (penable && at_lock && pwdata[0]));
    wire once = !(at_lock && (locked || debug || !pwdata[0]));
    assign assumed = protocol && !(rst_n && (sleep || warm || !once));

    reg [3:0]  ctrl;
    reg [15:0] period, window, warnat;
    reg [7:0]  prescale;
    reg        tried;           // a locked setting was written in a debug session
    always @(posedge clk) begin
        if (!rst_n) begin
            ctrl     <= 4'd0;
            period   <= 16'hFFFF;
            window   <= 16'hFFFF;
            warnat   <= 16'd0;
            prescale <= 8'd0;
            tried    <= 1'b0;
        end else if (write && !locked) begin
            if (paddr[7:2] == 6'd0) ctrl     <= pwdata[3:0];
            if (paddr[7:2] == 6'd1) period   <= pwdata[15:0];
            if (paddr[7:2] == 6'd2) window   <= pwdata[15:0];
            if (paddr[7:2] == 6'd3) warnat   <= pwdata[15:0];
            if (paddr[7:2] == 6'd4) prescale <= pwdata[7:0];
        end else if (write && debug && paddr[7:2] < 6'd5) begin
            tried <= 1'b1;
        end
    end
    wire [31:0] setting = paddr[7:2] == 6'd0 ? {28'd0, ctrl}
                        : paddr[7:2] == 6'd1 ? {16'd0, period}
                        : paddr[7:2] == 6'd2 ? {16'd0, window}
                        : paddr[7:2] == 6'd3 ? {16'd0, warnat}
                        : paddr[7:2] == 6'd4 ? {24'd0, prescale} : 32'd1;
    wire read = rst_n && psel && penable && !pwrite && !pslverr && tried;
    assign violation = read && (paddr[7:2] < 6'd5 || paddr[7:2] == 6'd6) && prdata != setting;
    assign covered   = read && paddr[7:2] < 6'd5;
endmodule
