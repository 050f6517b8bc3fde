// CTRL, DIV, CSN and IE read back what was written last; cs_n shows CSN.
module settings_read_back (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    input  wire [7:0] wb_dat_o,
    input  wire [1:0] cs_n,
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

    reg [5:0] ctrl;
    reg [3:0] div, ie;
    reg [1:0] csn;
    reg [3:0] known;            // written since reset
    always @(posedge clk) begin
        if (!rst_n) begin
            ctrl  <= 6'd0;
            div   <= 4'd0;
            csn   <= 2'd0;
            ie    <= 4'd0;
            known <= 4'd0;
        end else if (write && wb_adr < 4'd4) begin
            known[wb_adr[1:0]] <= 1'b1;
            if (wb_adr == 4'd0) ctrl <= wb_dat_i[5:0];
            if (wb_adr == 4'd1) div  <= wb_dat_i[3:0];
            if (wb_adr == 4'd2) csn  <= wb_dat_i[1:0];
            if (wb_adr == 4'd3) ie   <= wb_dat_i[3:0];
        end
    end
    wire [7:0] expected = (wb_adr == 4'd0) ? {2'd0, ctrl} : (wb_adr == 4'd1) ? {4'd0, div}
                        : (wb_adr == 4'd2) ? {6'd0, csn} : {4'd0, ie};
    wire look = rst_n && read && wb_adr < 4'd4 && known[wb_adr[1:0]];
    assign violation = (look && ((wb_dat_o ^ expected) & ~reserved) != 8'd0)
                    || (rst_n && known[2] && cs_n != csn);
    assign covered   = look && known == 4'b1111 && expected != 8'd0;
endmodule
