// Flaw: a change of assignment drops the marks but leaves the key words for the next owner.
module key_slot (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        psel,
    input  wire        penable,
    input  wire        pwrite,
    input  wire [7:0]  paddr,
    input  wire [31:0] pwdata,
    input  wire        ppriv,
    input  wire        debug,
    output reg  [31:0] prdata,
    output wire        pready,
    output wire        pslverr,
    input  wire        key_req,
    input  wire [1:0]  key_sel,
    output reg         key_valid,
    output reg         key_err,
    output reg  [63:0] key_data
);

    // Word addresses.
    localparam [5:0] STATUS = 6'd0;
    localparam [5:0] ASSIGN = 6'd1;
    localparam [5:0] LOCK   = 6'd2;
    localparam [5:0] CLEAR  = 6'd3;

    reg [3:0] assign_q;     // slots for unprivileged software
    reg [3:0] lock_q;

    // Decoding.
    wire [5:0] word      = paddr[7:2];
    wire       access    = psel && penable;
    wire       in_map    = word < 6'd12;
    wire       is_key    = in_map && word >= 6'd4;
    wire [2:0] key_index = word[2:0] - 3'd4;
    wire [1:0] slot      = key_index[2:1];
    wire       high      = key_index[0];
    wire [3:0] slot_bit  = 4'b0001 << slot;

    // Who may do what.
    wire       priv      = ppriv || debug;
    wire [3:0] allowed   = priv ? 4'b1111 : assign_q;   // slots that this transfer may touch

    // Refusals.
    wire refuse_map    = !in_map;
    wire refuse_status = pwrite && word == STATUS;
    wire refuse_lock   = pwrite && is_key && (lock_q & slot_bit) != 4'd0;
    wire refuse_admin  = pwrite && !priv && (word == ASSIGN || word == LOCK);
    wire refuse_slot   = is_key && (allowed & slot_bit) == 4'd0;
    wire refused = refuse_map || refuse_status || refuse_lock || refuse_admin || refuse_slot;

    assign pready  = access;
    assign pslverr = access && refused;

    wire write = access && pwrite && !refused;
    wire read  = access && !pwrite && !refused;

    // What the write does to the slots.
    wire       write_assign = write && word == ASSIGN;
    wire       write_lock   = write && word == LOCK;
    wire       write_clear  = write && word == CLEAR;
    wire [3:0] reassigned   = write_assign ? (pwdata[3:0] ^ assign_q) : 4'd0;
    wire [3:0] cleared      = write_clear ? (pwdata[3:0] & allowed) : 4'd0;
    wire [3:0] wipe         = reassigned | cleared | {4{debug}};
    wire [3:0] load_lo      = (write && is_key && !high) ? slot_bit : 4'd0;
    wire [3:0] load_hi      = (write && is_key && high) ? slot_bit : 4'd0;

    always @(posedge clk) begin
        if (!rst_n) begin
            assign_q <= 4'd0;
            lock_q   <= 4'd0;
        end else begin
            if (write_assign)
                assign_q <= pwdata[3:0];
            lock_q <= (lock_q | (write_lock ? pwdata[3:0] : 4'd0)) & ~wipe;
        end
    end

    // The slots.
    wire [63:0] key0, key1, key2, key3;
    wire [3:0]  full;

    key_slot_store slot0 (.clk(clk), .rst_n(rst_n), .wipe(wipe[0]), .erase(cleared[0] || debug), .load_lo(load_lo[0]),
                          .load_hi(load_hi[0]), .data(pwdata), .key(key0), .full(full[0]));
    key_slot_store slot1 (.clk(clk), .rst_n(rst_n), .wipe(wipe[1]), .erase(cleared[1] || debug), .load_lo(load_lo[1]),
                          .load_hi(load_hi[1]), .data(pwdata), .key(key1), .full(full[1]));
    key_slot_store slot2 (.clk(clk), .rst_n(rst_n), .wipe(wipe[2]), .erase(cleared[2] || debug), .load_lo(load_lo[2]),
                          .load_hi(load_hi[2]), .data(pwdata), .key(key2), .full(full[2]));
    key_slot_store slot3 (.clk(clk), .rst_n(rst_n), .wipe(wipe[3]), .erase(cleared[3] || debug), .load_lo(load_lo[3]),
                          .load_hi(load_hi[3]), .data(pwdata), .key(key3), .full(full[3]));

    // APB read data.
    wire [63:0] bus_key = slot[1] ? (slot[0] ? key3 : key2) : (slot[0] ? key1 : key0);

    always @* begin
        prdata = 32'd0;
        if (read) begin
            if (is_key)
                prdata = high ? bus_key[63:32] : bus_key[31:0];
            else if (word == STATUS)
                prdata = {23'd0, debug, 4'd0, full};
            else if (word == ASSIGN)
                prdata = {28'd0, assign_q};
            else if (word == LOCK)
                prdata = {28'd0, lock_q};
        end
    end

    // Key port. Nothing is handed out once a debug session is open.
    wire [63:0] engine_key  = key_sel[1] ? (key_sel[0] ? key3 : key2) : (key_sel[0] ? key1 : key0);
    wire        engine_full = full[key_sel] && !debug;

    always @(posedge clk) begin
        if (!rst_n) begin
            key_valid <= 1'b0;
            key_err   <= 1'b0;
            key_data  <= 64'd0;
        end else begin
            key_valid <= key_req && engine_full;
            key_err   <= key_req && !engine_full;
            key_data  <= (key_req && engine_full) ? engine_key : 64'd0;
        end
    end

    wire unused = &{1'b0, paddr[1:0]};

endmodule

// One slot: two words and a mark for each that it is loaded.
module key_slot_store (
    input  wire        clk,
    input  wire        rst_n,
    input  wire        wipe,
    input  wire        erase,
    input  wire        load_lo,
    input  wire        load_hi,
    input  wire [31:0] data,
    output reg  [63:0] key,
    output wire        full
);

    reg [1:0] loaded;

    assign full = &loaded;

    always @(posedge clk) begin
        if (!rst_n) begin
            loaded <= 2'b00;
            key    <= 64'd0;
        end else if (wipe) begin
            loaded <= 2'b00;
            if (erase)
                key <= 64'd0;
        end else begin
            if (load_lo) begin
                loaded[0] <= 1'b1;
                key[31:0] <= data;
            end
            if (load_hi) begin
                loaded[1]  <= 1'b1;
                key[63:32] <= data;
            end
        end
    end

endmodule
