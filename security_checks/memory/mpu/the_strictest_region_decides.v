// Where regions 0 and 1 overlap, an access to the memory is granted only if both grant it. The other
// regions are not used.
module the_strictest_region_decides (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        pslverr,
    input  wire        req,
    input  wire        req_write,
    input  wire        req_priv,
    input  wire [11:0] req_addr,
    input  wire        grant,
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
    wire protocol = setup_q ? (psel && penable && same) : !penable;

    // What software has written to regions 0 and 1, as far as it was not refused.
    wire write = psel && penable && pwrite && !pslverr;
    reg [4:0] base0, base1, limit0, limit1;
    reg [5:0] attr0, attr1;         // LOCK, PW, PR, UW, UR, EN
    wire [5:0] attr = {pwdata[7], pwdata[4:0]};
    always @(posedge clk)
        if (!rst_n) begin
            base0  <= 5'd0;
            base1  <= 5'd0;
            limit0 <= 5'd0;
            limit1 <= 5'd0;
            attr0  <= 6'd0;
            attr1  <= 6'd0;
        end else if (write)
            case (paddr[7:2])
                6'h0: base0  <= pwdata[10:6];
                6'h1: limit0 <= pwdata[10:6];
                6'h2: attr0  <= attr;
                6'h4: base1  <= pwdata[10:6];
                6'h5: limit1 <= pwdata[10:6];
                6'h6: attr1  <= attr;
                default: ;
            endcase

    wire [4:0] block = req_addr[10:6];
    wire in0 = attr0[0] && base0 <= block && block <= limit0;
    wire in1 = attr1[0] && base1 <= block && block <= limit1;
    wire [2:0] right = 3'd1 + {1'b0, req_priv, req_write};
    // Software tried to enable region 1 around the address; a design may refuse that.
    reg tried, denied;
    always @(posedge clk) begin
        tried  <= rst_n && (psel && penable && pwrite && paddr[7:2] == 6'h6 ? pwdata[0] : tried);
        denied <= rst_n && req && !req_addr[11] && in0 && !attr0[right]
               && tried && base1 <= block && block <= limit1;
    end

    reg both, allowed;
    always @(posedge clk) begin
        both    <= rst_n && req && !req_addr[11] && in0 && in1;
        allowed <= attr0[right] && attr1[right];
    end
    assign assumed   = !rst_n || (protocol && !(psel && penable && pwrite && paddr[7:5] == 3'd1));
    assign covered   = rst_n && denied;
    assign violation = rst_n && both && !allowed && grant;
endmodule
