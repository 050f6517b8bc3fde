// BUSY or VALID are 1 only if, since the last reset or CLEAR, a START was written when all eight words
// had been loaded.
module armed (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        busy,
    input  wire        valid,
    output wire        violation,
    output wire        covered
);

    wire write   = psel && penable && pwrite;
    wire is_ctrl = paddr[7:2] == 6'd0;
    wire is_key  = paddr[7:4] == 4'd1;
    wire is_din  = paddr[7:4] == 4'd2;
    wire clear   = write && is_ctrl && pwdata[1];
    wire start   = write && is_ctrl && pwdata[1:0] == 2'b01;

    reg [3:0] key_loaded;
    reg [3:0] din_loaded;
    reg       started;

    always @(posedge clk) begin
        if (!rst_n || clear) begin
            key_loaded <= 4'd0;
            din_loaded <= 4'd0;
            started    <= 1'b0;
        end else begin
            if (write && is_key)
                key_loaded[paddr[3:2]] <= 1'b1;
            if (write && is_din)
                din_loaded[paddr[3:2]] <= 1'b1;
            if (start && &key_loaded && &din_loaded)
                started <= 1'b1;
        end
    end

    assign violation = rst_n && !started && (busy || valid);
    assign covered   = rst_n && started && busy;

endmodule
