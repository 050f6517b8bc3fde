// In a session in TEST, ADDR reads as written, one more after each access with INC.
module address_counts (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire [1:0]  lifecycle,
    input  wire        dbg_open,
    input  wire        mem_req,
    input  wire        mem_ack,
    output wire        violation,
    output wire        covered,
    output wire        assumed
);
    // The bus master keeps to the protocol.
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
    wire protocol = !rst_n || (setup_q ? (psel && penable && same) : !penable);
    assign assumed = protocol && lifecycle == 2'd0;

    wire access = psel && penable;
    wire write  = access && pwrite && dbg_open;
    wire close  = access && pwrite && paddr[7:2] == 6'd1 && pwdata[1];
    wire start  = write && !mem_req && paddr[7:2] == 6'd6 && pwdata[0];
    reg        known, inc, counted;
    reg [11:0] address;
    always @(posedge clk) begin
        if (!rst_n || close) begin
            known   <= 1'b0;
            inc     <= 1'b0;
            counted <= 1'b0;
            address <= 12'd0;
        end else begin
            if (write && !mem_req && paddr[7:2] == 6'd3) begin
                known   <= 1'b1;
                address <= pwdata[11:0];
            end
            if (start)
                inc <= pwdata[2];
            if (mem_req && mem_ack && inc) begin
                address <= address + 12'd1;
                counted <= known;
            end
        end
    end
    wire read = rst_n && access && !pwrite && paddr[7:2] == 6'd3 && known;
    assign violation = read && prdata != {20'd0, address};
    assign covered   = read && counted;
endmodule
