// FULL, as the writes of key words, LOCK, CLEAR and ASSIGN have it.
module full_flags (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        ppriv,
    input  wire [31:0] prdata,
    output wire        violation,
    output wire        covered,
    output wire        assumed
);
    reg        setup_q, pwrite_q;
    reg [7:0]  paddr_q;
    reg [31:0] pwdata_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        pwdata_q <= pwdata;
    end
    wire same = paddr == paddr_q && pwrite == pwrite_q && pwdata == pwdata_q;
    assign assumed = !rst_n || (setup_q ? (psel && penable && same) : !penable);

    reg [3:0] low, high, lock, who;
    wire       access = psel && penable && ppriv;
    wire       write  = access && pwrite;
    wire       is_key = paddr[7:2] >= 6'd4 && paddr[7:2] < 6'd12;
    wire [3:0] slot   = 4'd1 << (paddr[4:3] - 2'd2);
    wire       load   = write && is_key && (lock & slot) == 4'd0;
    wire [3:0] empty  = (write && paddr[7:2] == 6'd1) ? (pwdata[3:0] ^ who)
                      : (write && paddr[7:2] == 6'd3) ? pwdata[3:0] : 4'd0;
    always @(posedge clk) begin
        if (!rst_n) begin
            low  <= 4'd0;
            high <= 4'd0;
            lock <= 4'd0;
            who  <= 4'd0;
        end else begin
            low  <= (low | ((load && !paddr[2]) ? slot : 4'd0)) & ~empty;
            high <= (high | ((load && paddr[2]) ? slot : 4'd0)) & ~empty;
            lock <= (lock | ((write && paddr[7:2] == 6'd2) ? pwdata[3:0] : 4'd0)) & ~empty;
            if (write && paddr[7:2] == 6'd1)
                who <= pwdata[3:0];
        end
    end
    wire status = access && !pwrite && paddr[7:2] == 6'd0;
    assign violation = status && prdata != {28'd0, low & high};
    assign covered   = status && prdata[3:0] != 4'd0;
endmodule
