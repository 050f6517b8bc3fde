// Secret: the key words that are loaded into slot 0, until it is cleared.
// All ports observe from the second cycle after that.
module slot_cleared (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire [31:0]  pwdata,
    input  wire         ppriv,
    input  wire         debug,
    output wire         secret,
    output wire         observe,
    output wire         covered,
    output wire         assumed
);
    // The bus master keeps to the protocol. Of pwdata only the access cycle counts.
    reg       setup_q, pwrite_q, ppriv_q;
    reg [7:0] paddr_q;
    always @(posedge clk) begin
        setup_q  <= rst_n && psel && !penable;
        paddr_q  <= paddr;
        pwrite_q <= pwrite;
        ppriv_q  <= ppriv;
    end
    wire same     = paddr == paddr_q && pwrite == pwrite_q && ppriv == ppriv_q;
    wire protocol = setup_q ? (psel && penable && same) : !penable;

    wire       priv   = ppriv || debug;
    wire       access = psel && penable;
    wire       write  = access && pwrite;
    wire       is_key = paddr[7:2] >= 6'd4 && paddr[7:2] < 6'd12;
    wire [1:0] slot   = paddr[4:3] - 2'd2;

    // Only privileged software writes ASSIGN and LOCK here: S1 is checked elsewhere.
    wire admin = !(psel && pwrite && !priv && (paddr[7:2] == 6'd1 || paddr[7:2] == 6'd2));
    assign assumed = !rst_n || (protocol && admin);

    reg loaded;         // a secret is there
    reg gone, gone_q;   // the slot was cleared, and a cycle later
    always @(posedge clk) begin
        if (!rst_n) begin
            loaded <= 1'b0;
            gone   <= 1'b0;
            gone_q <= 1'b0;
        end else begin
            loaded <= loaded || secret;
            gone   <= gone || (write && ppriv && paddr[7:2] == 6'd3 && pwdata[0]);
            gone_q <= gone;
        end
    end
    assign secret  = write && is_key && slot == 2'd0;
    assign observe = gone_q;
    assign covered = loaded && gone_q && access && !pwrite && is_key && slot == 2'd0;
endmodule
