// Flaw: a run copies key and block word by word, while both can still be written.
module aes_core (
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
    output reg         busy,
    output reg         valid
);

    // Registers. Word 0 of key, block and state is in the top bits.
    reg [127:0] key;
    reg [127:0] din;
    reg [3:0]   key_loaded;
    reg [3:0]   din_loaded;

    // Engine.
    reg [127:0] state;
    reg [127:0] round_key;
    reg [7:0]   rcon;
    reg [3:0]   round;      // 0 (copies the words) to 10
    reg [2:0]   step;       // 0: rows and round key, 1 to 4: columns

    // Decoding.
    wire       access    = psel && penable;
    wire [1:0] index     = paddr[3:2];
    wire       is_ctrl   = paddr[7:2] == 6'd0;
    wire       is_status = paddr[7:2] == 6'd1;
    wire       is_key    = paddr[7:4] == 4'd1;
    wire       is_din    = paddr[7:4] == 4'd2;
    wire       is_dout   = paddr[7:4] == 4'd3;
    wire       in_map    = is_ctrl || is_status || is_key || is_din || is_dout;

    wire key_ready  = &key_loaded;
    wire data_ready = &din_loaded;
    wire can_start  = key_ready && data_ready && !busy;

    wire asks_clear = is_ctrl && pwdata[1];
    wire asks_start = is_ctrl && pwdata[0] && !pwdata[1];

    // Refusals. Key and block stand still while they are in use.
    wire refuse_write = is_status || is_dout || (asks_start && !can_start);
    wire refused      = !in_map || (pwrite && refuse_write);

    assign pready  = access;
    assign pslverr = access && refused;

    wire write = access && pwrite && !refused;
    wire read  = access && !pwrite && !refused;
    wire clear = write && asks_clear;
    wire start = write && asks_start;

    // Reads.
    always @* begin
        prdata = 32'd0;
        if (read && is_status)
            prdata = {28'd0, valid, busy, data_ready, key_ready};
        if (read && is_dout && valid)
            case (index)
                2'd0:    prdata = state[127:96];
                2'd1:    prdata = state[95:64];
                2'd2:    prdata = state[63:32];
                default: prdata = state[31:0];
            endcase
    end

    // Key and block.
    always @(posedge clk) begin
        if (!rst_n || clear) begin
            key        <= 128'd0;
            din        <= 128'd0;
            key_loaded <= 4'd0;
            din_loaded <= 4'd0;
        end else begin
            if (write && is_key) begin
                key_loaded[index] <= 1'b1;
                case (index)
                    2'd0:    key[127:96] <= pwdata;
                    2'd1:    key[95:64]  <= pwdata;
                    2'd2:    key[63:32]  <= pwdata;
                    default: key[31:0]   <= pwdata;
                endcase
            end
            if (write && is_din) begin
                din_loaded[index] <= 1'b1;
                case (index)
                    2'd0:    din[127:96] <= pwdata;
                    2'd1:    din[95:64]  <= pwdata;
                    2'd2:    din[63:32]  <= pwdata;
                    default: din[31:0]   <= pwdata;
                endcase
            end
        end
    end

    // Four S-boxes take a column of the state, four the rotated last word of the round key.
    wire        rows       = step == 3'd0;
    wire        last_round = round == 4'd10;
    wire [31:0] sub_out    = sub_word(state[127:96]);
    wire [31:0] sub_key    = sub_word({round_key[23:0], round_key[31:24]});

    wire [31:0] next0  = round_key[127:96] ^ sub_key ^ {rcon, 24'd0};
    wire [31:0] next1  = round_key[95:64] ^ next0;
    wire [31:0] next2  = round_key[63:32] ^ next1;
    wire [31:0] next3  = round_key[31:0] ^ next2;
    wire [31:0] column = (last_round ? sub_out : mix(sub_out)) ^ round_key[127:96];

    reg [31:0] first_key;   // the words that round 0 takes in this step
    reg [31:0] first_din;

    always @* begin
        case (step)
            3'd1:    first_key = key[127:96];
            3'd2:    first_key = key[95:64];
            3'd3:    first_key = key[63:32];
            default: first_key = key[31:0];
        endcase
        case (step)
            3'd1:    first_din = din[127:96];
            3'd2:    first_din = din[95:64];
            3'd3:    first_din = din[63:32];
            default: first_din = din[31:0];
        endcase
    end

    always @(posedge clk) begin
        if (!rst_n || clear) begin
            busy      <= 1'b0;
            valid     <= 1'b0;
            state     <= 128'd0;
            round_key <= 128'd0;
            rcon      <= 8'd0;
            round     <= 4'd0;
            step      <= 3'd0;
        end else if (start) begin
            busy      <= 1'b1;
            valid     <= 1'b0;
            rcon      <= 8'h01;
            round     <= 4'd0;
            step      <= 3'd1;
        end else if (busy) begin
            if (round == 4'd0) begin
                state     <= {state[95:0], first_din ^ first_key};
                round_key <= {round_key[95:0], first_key};
                if (step != 3'd4) begin
                    step <= step + 3'd1;
                end else begin
                    step  <= 3'd0;
                    round <= 4'd1;
                end
            end else if (rows) begin
                state     <= shift_rows(state);
                round_key <= {next0, next1, next2, next3};
                rcon      <= xtime(rcon);
                step      <= 3'd1;
            end else begin
                state     <= {state[95:0], column};
                round_key <= {round_key[95:0], round_key[127:96]};
                if (step != 3'd4) begin
                    step <= step + 3'd1;
                end else begin
                    step  <= 3'd0;
                    round <= round + 4'd1;
                    if (last_round) begin
                        busy  <= 1'b0;
                        valid <= 1'b1;
                    end
                end
            end
        end
    end

    function [7:0] xtime(input [7:0] x);
        xtime = {x[6:0], 1'b0} ^ (x[7] ? 8'h1b : 8'h00);
    endfunction

    // Each byte is 2 a + 3 b + c + d, a being the byte itself and b, c, d those that follow it.
    function [31:0] mix(input [31:0] c);
        mix = {xtime(c[31:24] ^ c[23:16]) ^ c[23:16] ^ c[15:8] ^ c[7:0],
               xtime(c[23:16] ^ c[15:8]) ^ c[31:24] ^ c[15:8] ^ c[7:0],
               xtime(c[15:8] ^ c[7:0]) ^ c[31:24] ^ c[23:16] ^ c[7:0],
               xtime(c[7:0] ^ c[31:24]) ^ c[31:24] ^ c[23:16] ^ c[15:8]};
    endfunction

    function [127:0] shift_rows(input [127:0] s);
        shift_rows = {s[127:120], s[87:80], s[47:40], s[7:0],
                      s[95:88], s[55:48], s[15:8], s[103:96],
                      s[63:56], s[23:16], s[111:104], s[71:64],
                      s[31:24], s[119:112], s[79:72], s[39:32]};
    endfunction

    function [31:0] sub_word(input [31:0] w);
        sub_word = {sub(w[31:24]), sub(w[23:16]), sub(w[15:8]), sub(w[7:0])};
    endfunction

    // SubBytes in GF(2^4)[y] / (y^2 + y + 10): there the inverse of a y + b is (a y + a + b) / d with
    // d = 10 a^2 + a b + b^2. The change of basis back is merged with the affine map.
    function [7:0] sub(input [7:0] x);
        reg [7:0] t, v;
        reg [3:0] d;
        begin
            t = {x[7] ^ x[5],
                 x[7] ^ x[6] ^ x[4] ^ x[1],
                 x[3] ^ x[2],
                 x[7] ^ x[5] ^ x[1],
                 x[4] ^ x[3],
                 x[2],
                 x[7] ^ x[6] ^ x[5] ^ x[2],
                 x[7] ^ x[5] ^ x[2] ^ x[0]};
            d = inv4({t[6] ^ t[5] ^ t[4], t[6] ^ t[5], t[5] ^ t[4], t[7] ^ t[6]} ^ mul4(t[7:4], t[3:0])
                     ^ {t[3], t[3] ^ t[1], t[2], t[2] ^ t[0]});
            v = {mul4(t[7:4], d), mul4(t[7:4] ^ t[3:0], d)};
            sub = {v[3] ^ v[2] ^ v[1],
                   v[6] ^ v[5] ^ v[4],
                   v[6] ^ v[5] ^ v[2] ^ v[1],
                   v[4] ^ v[3] ^ v[0],
                   v[6] ^ v[3] ^ v[2] ^ v[1] ^ v[0],
                   v[7] ^ v[6] ^ v[5] ^ v[3] ^ v[2] ^ v[0],
                   v[4] ^ v[1] ^ v[0],
                   v[7] ^ v[5] ^ v[3] ^ v[2] ^ v[1] ^ v[0]} ^ 8'h63;
        end
    endfunction

    // Product in GF(2^4), modulo x^4 + x + 1.
    function [3:0] mul4(input [3:0] a, input [3:0] b);
        reg [6:0] p;
        begin
            p = {3'd0, a & {4{b[0]}}} ^ {2'd0, a & {4{b[1]}}, 1'd0}
                ^ {1'd0, a & {4{b[2]}}, 2'd0} ^ {a & {4{b[3]}}, 3'd0};
            mul4 = p[3:0] ^ {p[6], p[6] ^ p[5], p[5] ^ p[4], p[4]};
        end
    endfunction

    // Inverse in GF(2^4); that of 0 is 0.
    function [3:0] inv4(input [3:0] a);
        case (a)
            4'd0: inv4 = 4'd0; 4'd1: inv4 = 4'd1; 4'd2: inv4 = 4'd9; 4'd3: inv4 = 4'd14;
            4'd4: inv4 = 4'd13; 4'd5: inv4 = 4'd11; 4'd6: inv4 = 4'd7; 4'd7: inv4 = 4'd6;
            4'd8: inv4 = 4'd15; 4'd9: inv4 = 4'd2; 4'd10: inv4 = 4'd12; 4'd11: inv4 = 4'd5;
            4'd12: inv4 = 4'd10; 4'd13: inv4 = 4'd4; 4'd14: inv4 = 4'd3; default: inv4 = 4'd8;
        endcase
    endfunction

    wire unused = &{1'b0, paddr[1:0]};

endmodule
