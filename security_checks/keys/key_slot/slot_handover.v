// Secret: the key words that are loaded into slot 1, until its assignment changes.
// All ports observe from the second cycle after that.
module slot_handover (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire         ppriv,
    input  wire         debug,
    input  wire [31:0]  pwdata,
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

    // ASSIGN, as privileged software wrote it.
    reg [3:0] who;
    always @(posedge clk) begin
        if (!rst_n)
            who <= 4'd0;
        else if (write && priv && paddr[7:2] == 6'd1)
            who <= pwdata[3:0];
    end

    // Only privileged software writes ASSIGN and LOCK here: S1 is checked elsewhere.
    wire admin = !(psel && pwrite && !priv && (paddr[7:2] == 6'd1 || paddr[7:2] == 6'd2));
    assign assumed = !rst_n || (protocol && admin);

    reg  gone, gone_q;
    wire change = write && priv && paddr[7:2] == 6'd1 && pwdata[1] != who[1];
    reg  loaded;
    always @(posedge clk) begin
        if (!rst_n) begin
            loaded <= 1'b0;
            gone   <= 1'b0;
            gone_q <= 1'b0;
        end else begin
            loaded <= loaded || secret;
            gone   <= gone || (loaded && change);
            gone_q <= gone;
        end
    end
    assign secret  = write && is_key && slot == 2'd1 && !gone;
    assign observe = gone_q;
    assign covered = gone_q && access && !pwrite && is_key && slot == 2'd1;
endmodule
