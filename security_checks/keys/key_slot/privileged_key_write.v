// Secret: what unprivileged software writes to slots that are not assigned to it. All ports observe.
module privileged_key_write (
    input  wire         clk,
    input  wire         rst_n,
    input  wire         psel,
    input  wire         penable,
    input  wire         pwrite,
    input  wire [7:0]   paddr,
    input  wire         ppriv,
    input  wire         debug,
    input  wire [31:0]  pwdata,
    input  wire [31:0]  pwdata_b,
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

    // A CLEAR that names no slot of unprivileged software, in neither copy.
    wire foreign_key   = is_key && !who[slot];
    wire foreign_clear = paddr[7:2] == 6'd3 && (pwdata[3:0] & who) == 4'd0;
    wire foreign_b     = !(secret && foreign_clear) || (pwdata_b[3:0] & who) == 4'd0;

    // Only privileged software writes ASSIGN and LOCK here: S1 is checked elsewhere.
    wire admin = !(psel && pwrite && !priv && (paddr[7:2] == 6'd1 || paddr[7:2] == 6'd2));
    assign assumed = !rst_n || (protocol && admin && foreign_b);

    reg tried;
    always @(posedge clk) tried <= rst_n && (tried || secret);
    assign secret  = write && !priv && (foreign_key || foreign_clear);
    assign observe = 1'b1;
    assign covered = tried && access && priv && !pwrite && is_key;
endmodule
