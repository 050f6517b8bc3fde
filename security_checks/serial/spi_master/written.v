// Secret: what is written to DATA until CLEAR or disabling. mosi observes from the next cycle on.
module written (
    input  wire       clk,
    input  wire       rst_n,
    input  wire       wb_cyc,
    input  wire       wb_stb,
    input  wire       wb_we,
    input  wire [3:0] wb_adr,
    input  wire [7:0] wb_dat_i,
    output wire       secret,
    output wire       observe,
    output wire       covered
);
    wire write = wb_cyc && wb_stb && wb_we;
    wire read  = wb_cyc && wb_stb && !wb_we;
    wire wipe  = write && ((wb_adr == 4'd7 && wb_dat_i[0]) || (wb_adr == 4'd0 && !wb_dat_i[0]));

    reg sent;           // a byte was written to DATA
    reg gone;           // CLEAR or disabling has taken effect
    always @(posedge clk) begin
        sent <= rst_n && (sent || (write && wb_adr == 4'd6));
        gone <= rst_n && (gone || wipe);
    end
    assign secret  = write && wb_adr == 4'd6;
    assign observe = gone;
    assign covered = sent && gone && read;
endmodule
