// Flaw: a region is kept off locked ones with a lower number only.
// Memory protection unit: four regions, the strictest of which decides; locked regions are exclusive.
module mpu (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    output reg  [31:0] prdata,
    output wire        pready,
    output wire        pslverr,
    input  wire        req,
    input  wire        req_write,
    input  wire        req_priv,
    input  wire [11:0] req_addr,
    output reg         grant,
    output reg         fault,
    output reg  [10:0] mem_addr,
    output reg         mem_write,
    output wire        irq
);
    // Region n in bits 5n+4:5n of the addresses and 6n+5:6n of the attributes.
    reg [19:0] base_q, limit_q;
    reg [23:0] attr_q;              // LOCK, PW, PR, UW, UR, EN
    reg [11:0] faddr_q, asked_q;
    reg [2:0]  fstat_q;             // PRIV, WRITE, FAULT
    reg        asked_write_q, asked_priv_q;

    // APB
    wire       access    = psel && penable;
    wire [1:0] region    = paddr[5:4];
    wire       is_region = paddr[7:6] == 2'd0 && paddr[3:2] != 2'd3;
    wire       is_faddr  = paddr[7:2] == 6'h10;
    wire       is_fstat  = paddr[7:2] == 6'h11;

    reg [4:0] base_now, limit_now;
    reg [5:0] attr_now;
    always @* begin
        base_now  = base_q[5 * region +: 5];
        limit_now = limit_q[5 * region +: 5];
        attr_now  = attr_q[6 * region +: 6];
    end

    // What the region would be after this write, and whether it would touch a locked one.
    wire [4:0] base_new  = paddr[3:2] == 2'd0 ? pwdata[10:6] : base_now;
    wire [4:0] limit_new = paddr[3:2] == 2'd1 ? pwdata[10:6] : limit_now;
    wire [5:0] attr_new  = paddr[3:2] == 2'd2 ? {pwdata[7], pwdata[4:0]} : attr_now;
    reg        touches;
    integer    other;
    always @* begin
        touches = 1'b0;
        for (other = 0; other < 4; other = other + 1)
            if (other[1:0] < region && attr_q[6 * other] && (attr_q[6 * other + 5] || attr_new[5])
                && base_q[5 * other +: 5] <= limit_q[5 * other +: 5]
                && base_new <= limit_new
                && base_new <= limit_q[5 * other +: 5]
                && base_q[5 * other +: 5] <= limit_new)
                touches = attr_new[0] || touches;
    end

    wire locked  = attr_now[5];
    wire refused = !(is_region || is_faddr || is_fstat)
                || (pwrite && is_faddr)
                || (pwrite && is_region && (locked || touches));
    wire write   = access && pwrite && !refused;

    assign pready  = access;
    assign pslverr = access && refused;

    always @* begin
        prdata = 32'd0;
        if (access && !pwrite && !refused) begin
            if (is_faddr) prdata = {20'd0, faddr_q};
            else if (is_fstat) prdata = {29'd0, fstat_q};
            else
                case (paddr[3:2])
                    2'd0:    prdata = {21'd0, base_now, 6'd0};
                    2'd1:    prdata = {21'd0, limit_now, 6'd0};
                    default: prdata = {24'd0, attr_now[5], 2'd0, attr_now[4:0]};
                endcase
        end
    end

    always @(posedge clk)
        if (!rst_n) begin
            base_q  <= 20'd0;
            limit_q <= 20'd0;
            attr_q  <= 24'd0;
        end else if (write && is_region)
            case (paddr[3:2])
                2'd0:    base_q[5 * region +: 5]  <= base_new;
                2'd1:    limit_q[5 * region +: 5] <= limit_new;
                default: attr_q[6 * region +: 6]  <= attr_new;
            endcase

    // Accesses: each enabled region that holds the memory address must agree.
    wire [4:0] block = req_addr[10:6];
    reg        held, agreed;
    integer    n;
    always @* begin
        held   = 1'b0;
        agreed = 1'b1;
        for (n = 0; n < 4; n = n + 1)
            if (attr_q[6 * n] && base_q[5 * n +: 5] <= block && block <= limit_q[5 * n +: 5]) begin
                held = 1'b1;
                if (!attr_q[6 * n + 1 + {30'd0, req_priv, req_write}]) agreed = 1'b0;
            end
    end
    wire granted = held ? agreed : req_priv;

    always @(posedge clk)
        if (!rst_n) begin
            grant         <= 1'b0;
            fault         <= 1'b0;
            mem_addr      <= 11'd0;
            mem_write     <= 1'b0;
            asked_q       <= 12'd0;
            asked_write_q <= 1'b0;
            asked_priv_q  <= 1'b0;
        end else begin
            grant         <= req && granted;
            fault         <= req && !granted;
            mem_addr      <= req && granted ? req_addr[10:0] : 11'd0;
            mem_write     <= req && granted && req_write;
            asked_q       <= req_addr;
            asked_write_q <= req_write;
            asked_priv_q  <= req_priv;
        end

    // Faults
    wire clear = write && is_fstat && pwdata[0];
    always @(posedge clk)
        if (!rst_n || clear) begin
            faddr_q <= 12'd0;
            fstat_q <= 3'd0;
        end else if (fault && !fstat_q[0]) begin
            faddr_q <= asked_q;
            fstat_q <= {asked_priv_q, asked_write_q, 1'b1};
        end
    assign irq = fstat_q[0];
endmodule
