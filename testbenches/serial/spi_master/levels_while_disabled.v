// After disabling, the TX FIFO counts the writes of DATA up to four; nothing is received.
module levels_while_disabled (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    input  wire [7:0] wb_dat_o,
    output wire       violation,
    output wire       covered,
    output wire       assumed
);
    wire access = wb_cyc && wb_stb;
    wire write  = access && wb_we;
    wire read   = access && !wb_we;

    // Software writes 0 to reserved bits and leaves reserved addresses alone.
    reg [7:0] reserved;
    always @* begin
        case (wb_adr)
            4'd0:    reserved = 8'hC0;
            4'd1:    reserved = 8'hF0;
            4'd2:    reserved = 8'hFC;
            4'd3:    reserved = 8'hF0;
            4'd4:    reserved = 8'hC0;
            4'd5:    reserved = 8'h88;
            4'd6:    reserved = 8'h00;
            4'd7:    reserved = 8'hFE;
            default: reserved = 8'hFF;
        endcase
    end
    assign assumed = !access || (!wb_adr[3] && !(wb_we && (wb_dat_i & reserved) != 8'd0));

    reg       known;            // disabled since it was emptied
    reg [2:0] level;
    wire      ctrl  = write && wb_adr == 4'd0;
    wire      clear = write && wb_adr == 4'd7 && wb_dat_i[0];
    always @(posedge clk) begin
        if (!rst_n) begin
            known <= 1'b0;
            level <= 3'd0;
        end else begin
            if (ctrl)
                known <= !wb_dat_i[0];
            if (clear || (ctrl && !wb_dat_i[0]))
                level <= 3'd0;
            else if (known && write && wb_adr == 4'd6 && level != 3'd4)
                level <= level + 3'd1;
        end
    end
    wire look = rst_n && known && read;
    wire [7:0] levels = {5'd0, level};
    wire [7:0] flags  = {5'd0, level == 3'd4, level == 3'd0, 1'b0};
    assign violation = (look && wb_adr == 4'd5 && (wb_dat_o & 8'h77) != levels)
                    || (look && wb_adr == 4'd4 && (wb_dat_o & 8'h3F) != flags);
    assign covered   = look && wb_adr == 4'd4 && level == 3'd4;
endmodule
