"""Key material that the bus reads back."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import READ_DATA
from hdl_agent.security.rules.netlist import bounded, view
from hdl_agent.security.rules.netlist.secrets import shown, unguarded
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire        clk, rst_n, we, re,
    input  wire [1:0]  addr,
    input  wire [31:0] wdata,
    output reg  [31:0] rdata,
    output wire [31:0] mixed
);
    reg [31:0] key_q, data_q;
    assign mixed = key_q ^ data_q;

    always @(posedge clk)
        if (!rst_n) begin
            key_q  <= 32'd0;
            data_q <= 32'd0;
        end else if (we) begin
            if (addr == 2'd0) key_q  <= wdata;
            if (addr == 2'd1) data_q <= wdata;
        end

    always @* begin
        rdata = 32'd0;
        if (re && addr == 2'd0) rdata = key_q;
        if (re && addr == 2'd1) rdata = data_q;
    end
endmodule
"""

GOOD = BAD.replace("addr == 2'd0) rdata = key_q;", "addr == 2'd0) rdata = {31'd0, key_q != 0};")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """Read data are a secret unchanged, and no register and no sign of privilege can prevent it."""
    netlist = view(design)
    for output, bits in netlist.outputs.items():
        if READ_DATA.search(output):
            for name, condition in shown(netlist, bits).items():
                if unguarded(netlist, condition):
                    yield Hit(
                        netlist.place(name),
                        f"a read returns {name} on {output} to whoever asks: make it write-only, "
                        "or check the privilege of the read",
                    )


RULE = Rule(
    id="key-readable",
    cwe=(1262,),
    severity=Severity.HIGH,
    title="The bus reads key material back",
    why="Keys, tokens and PINs go into a block to be used there. When their register can also be "
    "read, and nothing about the reader is checked, every piece of software on the bus owns them.",
    bad=BAD,
    good=GOOD,
    find=find,
)
