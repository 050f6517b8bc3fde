// STATUS has the marks that follow from the writes, and its BUSY and VALID are the ports.
module status (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire [31:0] prdata,
    input  wire        busy,
    input  wire        valid,
    output wire        violation,
    output wire        covered
);

    wire write   = psel && penable && pwrite;
    wire look    = psel && penable && !pwrite && paddr[7:2] == 6'd1;
    wire is_ctrl = paddr[7:2] == 6'd0;
    wire is_key  = paddr[7:4] == 4'd1;
    wire is_din  = paddr[7:4] == 4'd2;
    wire clear   = write && is_ctrl && pwdata[1];
    wire start   = write && is_ctrl && pwdata[1:0] == 2'b01;

    reg [3:0] key_loaded;
    reg [3:0] din_loaded;
    reg       misused;      // the marks are not specified until CLEAR

    wire [1:0] ready  = {&din_loaded, &key_loaded};
    wire       misuse = (start && (busy || ready != 2'b11)) || (write && (is_key || is_din) && busy);

    always @(posedge clk) begin
        if (!rst_n || clear) begin
            key_loaded <= 4'd0;
            din_loaded <= 4'd0;
            misused    <= 1'b0;
        end else begin
            if (write && is_key)
                key_loaded[paddr[3:2]] <= 1'b1;
            if (write && is_din)
                din_loaded[paddr[3:2]] <= 1'b1;
            if (misuse)
                misused <= 1'b1;
        end
    end

    assign violation = rst_n && look && (prdata[31:2] != {28'd0, valid, busy} || (!misused && prdata[1:0] != ready));
    assign covered   = rst_n && look && !misused && ready == 2'b01;

endmodule
