// In the cycle after CLEAR or disabling no frame runs, both FIFOs are empty and OVR is 0.
module clear_empties (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    input  wire [7:0] wb_dat_o,
    input  wire       mosi,
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

    reg after, pushed, after_pushed;
    wire clear = write && ((wb_adr == 4'd7 && wb_dat_i[0]) || (wb_adr == 4'd0 && !wb_dat_i[0]));
    always @(posedge clk) begin
        after        <= rst_n && clear;
        pushed       <= rst_n && (pushed || (write && wb_adr == 4'd6));
        after_pushed <= rst_n && pushed && clear;
    end
    wire look = rst_n && after;
    assign violation = (look && read && wb_adr == 4'd5 && (wb_dat_o & 8'h77) != 8'h00)
                    || (look && read && wb_adr == 4'd4 && (wb_dat_o & 8'h3F) != 8'h02)
                    || (look && mosi);
    assign covered   = look && after_pushed && read && wb_adr == 4'd5;
endmodule
