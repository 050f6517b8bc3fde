// Flaw: DOUT opens with the last round, in which the state is not yet the result.
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
    reg [3:0]   round;      // 1 to 10
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
    wire refuse_write = is_status || is_dout || (asks_start && !can_start) || ((is_key || is_din) && busy);
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
        if (read && is_dout && (valid || (busy && round == 4'd10)))
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

    // The S-boxes take the rotated last word of the round key in step 0 and a column in the others.
    wire        rows       = step == 3'd0;
    wire        last_round = round == 4'd10;
    wire [31:0] sub_in     = rows ? {round_key[23:0], round_key[31:24]} : state[127:96];
    wire [31:0] sub_out    = {sub(sub_in[31:24]), sub(sub_in[23:16]), sub(sub_in[15:8]), sub(sub_in[7:0])};

    wire [31:0] next0  = round_key[127:96] ^ sub_out ^ {rcon, 24'd0};
    wire [31:0] next1  = round_key[95:64] ^ next0;
    wire [31:0] next2  = round_key[63:32] ^ next1;
    wire [31:0] next3  = round_key[31:0] ^ next2;
    wire [31:0] column = (last_round ? sub_out : mix(sub_out)) ^ round_key[127:96];

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
            state     <= din ^ key;
            round_key <= key;
            rcon      <= 8'h01;
            round     <= 4'd1;
            step      <= 3'd0;
        end else if (busy) begin
            if (rows) begin
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

    function [7:0] sub(input [7:0] x);
        case (x)
            8'h00: sub = 8'h63; 8'h01: sub = 8'h7c; 8'h02: sub = 8'h77; 8'h03: sub = 8'h7b;
            8'h04: sub = 8'hf2; 8'h05: sub = 8'h6b; 8'h06: sub = 8'h6f; 8'h07: sub = 8'hc5;
            8'h08: sub = 8'h30; 8'h09: sub = 8'h01; 8'h0a: sub = 8'h67; 8'h0b: sub = 8'h2b;
            8'h0c: sub = 8'hfe; 8'h0d: sub = 8'hd7; 8'h0e: sub = 8'hab; 8'h0f: sub = 8'h76;
            8'h10: sub = 8'hca; 8'h11: sub = 8'h82; 8'h12: sub = 8'hc9; 8'h13: sub = 8'h7d;
            8'h14: sub = 8'hfa; 8'h15: sub = 8'h59; 8'h16: sub = 8'h47; 8'h17: sub = 8'hf0;
            8'h18: sub = 8'had; 8'h19: sub = 8'hd4; 8'h1a: sub = 8'ha2; 8'h1b: sub = 8'haf;
            8'h1c: sub = 8'h9c; 8'h1d: sub = 8'ha4; 8'h1e: sub = 8'h72; 8'h1f: sub = 8'hc0;
            8'h20: sub = 8'hb7; 8'h21: sub = 8'hfd; 8'h22: sub = 8'h93; 8'h23: sub = 8'h26;
            8'h24: sub = 8'h36; 8'h25: sub = 8'h3f; 8'h26: sub = 8'hf7; 8'h27: sub = 8'hcc;
            8'h28: sub = 8'h34; 8'h29: sub = 8'ha5; 8'h2a: sub = 8'he5; 8'h2b: sub = 8'hf1;
            8'h2c: sub = 8'h71; 8'h2d: sub = 8'hd8; 8'h2e: sub = 8'h31; 8'h2f: sub = 8'h15;
            8'h30: sub = 8'h04; 8'h31: sub = 8'hc7; 8'h32: sub = 8'h23; 8'h33: sub = 8'hc3;
            8'h34: sub = 8'h18; 8'h35: sub = 8'h96; 8'h36: sub = 8'h05; 8'h37: sub = 8'h9a;
            8'h38: sub = 8'h07; 8'h39: sub = 8'h12; 8'h3a: sub = 8'h80; 8'h3b: sub = 8'he2;
            8'h3c: sub = 8'heb; 8'h3d: sub = 8'h27; 8'h3e: sub = 8'hb2; 8'h3f: sub = 8'h75;
            8'h40: sub = 8'h09; 8'h41: sub = 8'h83; 8'h42: sub = 8'h2c; 8'h43: sub = 8'h1a;
            8'h44: sub = 8'h1b; 8'h45: sub = 8'h6e; 8'h46: sub = 8'h5a; 8'h47: sub = 8'ha0;
            8'h48: sub = 8'h52; 8'h49: sub = 8'h3b; 8'h4a: sub = 8'hd6; 8'h4b: sub = 8'hb3;
            8'h4c: sub = 8'h29; 8'h4d: sub = 8'he3; 8'h4e: sub = 8'h2f; 8'h4f: sub = 8'h84;
            8'h50: sub = 8'h53; 8'h51: sub = 8'hd1; 8'h52: sub = 8'h00; 8'h53: sub = 8'hed;
            8'h54: sub = 8'h20; 8'h55: sub = 8'hfc; 8'h56: sub = 8'hb1; 8'h57: sub = 8'h5b;
            8'h58: sub = 8'h6a; 8'h59: sub = 8'hcb; 8'h5a: sub = 8'hbe; 8'h5b: sub = 8'h39;
            8'h5c: sub = 8'h4a; 8'h5d: sub = 8'h4c; 8'h5e: sub = 8'h58; 8'h5f: sub = 8'hcf;
            8'h60: sub = 8'hd0; 8'h61: sub = 8'hef; 8'h62: sub = 8'haa; 8'h63: sub = 8'hfb;
            8'h64: sub = 8'h43; 8'h65: sub = 8'h4d; 8'h66: sub = 8'h33; 8'h67: sub = 8'h85;
            8'h68: sub = 8'h45; 8'h69: sub = 8'hf9; 8'h6a: sub = 8'h02; 8'h6b: sub = 8'h7f;
            8'h6c: sub = 8'h50; 8'h6d: sub = 8'h3c; 8'h6e: sub = 8'h9f; 8'h6f: sub = 8'ha8;
            8'h70: sub = 8'h51; 8'h71: sub = 8'ha3; 8'h72: sub = 8'h40; 8'h73: sub = 8'h8f;
            8'h74: sub = 8'h92; 8'h75: sub = 8'h9d; 8'h76: sub = 8'h38; 8'h77: sub = 8'hf5;
            8'h78: sub = 8'hbc; 8'h79: sub = 8'hb6; 8'h7a: sub = 8'hda; 8'h7b: sub = 8'h21;
            8'h7c: sub = 8'h10; 8'h7d: sub = 8'hff; 8'h7e: sub = 8'hf3; 8'h7f: sub = 8'hd2;
            8'h80: sub = 8'hcd; 8'h81: sub = 8'h0c; 8'h82: sub = 8'h13; 8'h83: sub = 8'hec;
            8'h84: sub = 8'h5f; 8'h85: sub = 8'h97; 8'h86: sub = 8'h44; 8'h87: sub = 8'h17;
            8'h88: sub = 8'hc4; 8'h89: sub = 8'ha7; 8'h8a: sub = 8'h7e; 8'h8b: sub = 8'h3d;
            8'h8c: sub = 8'h64; 8'h8d: sub = 8'h5d; 8'h8e: sub = 8'h19; 8'h8f: sub = 8'h73;
            8'h90: sub = 8'h60; 8'h91: sub = 8'h81; 8'h92: sub = 8'h4f; 8'h93: sub = 8'hdc;
            8'h94: sub = 8'h22; 8'h95: sub = 8'h2a; 8'h96: sub = 8'h90; 8'h97: sub = 8'h88;
            8'h98: sub = 8'h46; 8'h99: sub = 8'hee; 8'h9a: sub = 8'hb8; 8'h9b: sub = 8'h14;
            8'h9c: sub = 8'hde; 8'h9d: sub = 8'h5e; 8'h9e: sub = 8'h0b; 8'h9f: sub = 8'hdb;
            8'ha0: sub = 8'he0; 8'ha1: sub = 8'h32; 8'ha2: sub = 8'h3a; 8'ha3: sub = 8'h0a;
            8'ha4: sub = 8'h49; 8'ha5: sub = 8'h06; 8'ha6: sub = 8'h24; 8'ha7: sub = 8'h5c;
            8'ha8: sub = 8'hc2; 8'ha9: sub = 8'hd3; 8'haa: sub = 8'hac; 8'hab: sub = 8'h62;
            8'hac: sub = 8'h91; 8'had: sub = 8'h95; 8'hae: sub = 8'he4; 8'haf: sub = 8'h79;
            8'hb0: sub = 8'he7; 8'hb1: sub = 8'hc8; 8'hb2: sub = 8'h37; 8'hb3: sub = 8'h6d;
            8'hb4: sub = 8'h8d; 8'hb5: sub = 8'hd5; 8'hb6: sub = 8'h4e; 8'hb7: sub = 8'ha9;
            8'hb8: sub = 8'h6c; 8'hb9: sub = 8'h56; 8'hba: sub = 8'hf4; 8'hbb: sub = 8'hea;
            8'hbc: sub = 8'h65; 8'hbd: sub = 8'h7a; 8'hbe: sub = 8'hae; 8'hbf: sub = 8'h08;
            8'hc0: sub = 8'hba; 8'hc1: sub = 8'h78; 8'hc2: sub = 8'h25; 8'hc3: sub = 8'h2e;
            8'hc4: sub = 8'h1c; 8'hc5: sub = 8'ha6; 8'hc6: sub = 8'hb4; 8'hc7: sub = 8'hc6;
            8'hc8: sub = 8'he8; 8'hc9: sub = 8'hdd; 8'hca: sub = 8'h74; 8'hcb: sub = 8'h1f;
            8'hcc: sub = 8'h4b; 8'hcd: sub = 8'hbd; 8'hce: sub = 8'h8b; 8'hcf: sub = 8'h8a;
            8'hd0: sub = 8'h70; 8'hd1: sub = 8'h3e; 8'hd2: sub = 8'hb5; 8'hd3: sub = 8'h66;
            8'hd4: sub = 8'h48; 8'hd5: sub = 8'h03; 8'hd6: sub = 8'hf6; 8'hd7: sub = 8'h0e;
            8'hd8: sub = 8'h61; 8'hd9: sub = 8'h35; 8'hda: sub = 8'h57; 8'hdb: sub = 8'hb9;
            8'hdc: sub = 8'h86; 8'hdd: sub = 8'hc1; 8'hde: sub = 8'h1d; 8'hdf: sub = 8'h9e;
            8'he0: sub = 8'he1; 8'he1: sub = 8'hf8; 8'he2: sub = 8'h98; 8'he3: sub = 8'h11;
            8'he4: sub = 8'h69; 8'he5: sub = 8'hd9; 8'he6: sub = 8'h8e; 8'he7: sub = 8'h94;
            8'he8: sub = 8'h9b; 8'he9: sub = 8'h1e; 8'hea: sub = 8'h87; 8'heb: sub = 8'he9;
            8'hec: sub = 8'hce; 8'hed: sub = 8'h55; 8'hee: sub = 8'h28; 8'hef: sub = 8'hdf;
            8'hf0: sub = 8'h8c; 8'hf1: sub = 8'ha1; 8'hf2: sub = 8'h89; 8'hf3: sub = 8'h0d;
            8'hf4: sub = 8'hbf; 8'hf5: sub = 8'he6; 8'hf6: sub = 8'h42; 8'hf7: sub = 8'h68;
            8'hf8: sub = 8'h41; 8'hf9: sub = 8'h99; 8'hfa: sub = 8'h2d; 8'hfb: sub = 8'h0f;
            8'hfc: sub = 8'hb0; 8'hfd: sub = 8'h54; 8'hfe: sub = 8'hbb; default: sub = 8'h16;
        endcase
    endfunction

    wire unused = &{1'b0, paddr[1:0]};

endmodule
