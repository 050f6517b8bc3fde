// irq is 1 when a flag that IE names is 1, else 0; the flags agree with each other.
module irq_shows_flags (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    input  wire [7:0] wb_dat_o,
    input  wire       irq,
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

    reg       known;            // IE was written since reset
    reg [3:0] ie;
    always @(posedge clk) begin
        if (!rst_n) begin
            known <= 1'b0;
            ie    <= 4'd0;
        end else if (write && wb_adr == 4'd3) begin
            known <= 1'b1;
            ie    <= wb_dat_i[3:0];
        end
    end
    wire       status = rst_n && read && wb_adr == 4'd4;
    wire [3:0] flags  = {wb_dat_o[5], wb_dat_o[4], wb_dat_o[3], wb_dat_o[1]};
    wire       odd    = (wb_dat_o[1] && wb_dat_o[2]) || (wb_dat_o[4] && !wb_dat_o[3]);
    assign violation = status && (odd || (known && irq != ((ie & flags) != 4'd0)));
    assign covered   = status && known && irq;
endmodule
