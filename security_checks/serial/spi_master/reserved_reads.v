// The reserved bits of CTRL and DIV read the same each time: what is written to them is not stored.
module reserved_reads (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    input  wire [7:0] wb_dat_o,
    output wire       violation,
    output wire       covered
);
    wire write = rst_n && wb_cyc && wb_stb && wb_we;
    wire read  = rst_n && wb_cyc && wb_stb && !wb_we;
    wire ctrl  = wb_adr == 4'd0;
    wire div   = wb_adr == 4'd1;

    reg       ctrl_seen, div_seen;      // read since reset
    reg [1:0] ctrl_bits;
    reg [3:0] div_bits;
    reg       tried;                    // reserved bits were written as 1 after a read
    always @(posedge clk) begin
        if (!rst_n) begin
            ctrl_seen <= 1'b0;
            div_seen  <= 1'b0;
            ctrl_bits <= 2'd0;
            div_bits  <= 4'd0;
            tried     <= 1'b0;
        end else begin
            if (read && ctrl) begin
                ctrl_seen <= 1'b1;
                ctrl_bits <= wb_dat_o[7:6];
            end
            if (read && div) begin
                div_seen <= 1'b1;
                div_bits <= wb_dat_o[7:4];
            end
            tried <= tried || (write && ctrl && ctrl_seen && wb_dat_i[7:6] == 2'b11);
        end
    end
    assign violation = (read && ctrl && ctrl_seen && wb_dat_o[7:6] != ctrl_bits)
                    || (read && div && div_seen && wb_dat_o[7:4] != div_bits);
    assign covered   = read && ctrl && tried;
endmodule
