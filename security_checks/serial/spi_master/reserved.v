// Secret: whether a transfer takes place that concerns reserved bits or addresses only: one to a
// reserved address, or a write that leaves all named bits as they are, whatever the reserved bits.
// (Not so for CTRL and DIV: see reserved_reads.v and the attack tests.)
module reserved (
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

    // CSN and IE, once written. (Before, their values do not matter here.)
    reg [3:0] ie;
    reg [1:0] csn;
    reg       ie_known, csn_known;
    always @(posedge clk) begin
        if (!rst_n) begin
            csn       <= 2'd3;
            ie        <= 4'd0;
            csn_known <= 1'b0;
            ie_known  <= 1'b0;
        end else if (write && wb_adr == 4'd2) begin
            csn       <= wb_dat_i[1:0];
            csn_known <= 1'b1;
        end else if (write && wb_adr == 4'd3) begin
            ie        <= wb_dat_i[3:0];
            ie_known  <= 1'b1;
        end
    end

    // Does a write of wb_dat_i to wb_adr leave all named bits as they are?
    reg same;
    always @* begin
        case (wb_adr)
            4'd2:    same = csn_known && csn == wb_dat_i[1:0];
            4'd3:    same = ie_known && ie == wb_dat_i[3:0];
            4'd4:    same = !wb_dat_i[5];
            4'd5:    same = 1'b1;
            4'd7:    same = !wb_dat_i[0];
            default: same = 1'b0;
        endcase
    end
    assign secret  = wb_cyc && (wb_adr[3] || (wb_we && same));
    assign observe = !secret;

    reg tried_address, tried_bits;
    always @(posedge clk) begin
        tried_address <= rst_n && (tried_address || (wb_cyc && wb_stb && wb_adr[3]));
        tried_bits    <= rst_n && (tried_bits || (write && wb_adr == 4'd3 && same && wb_dat_i[7]));
    end
    assign covered = observe && tried_address && tried_bits;
endmodule
