"""A cipher's working register that is readable at any time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hdl_agent.finding import Severity
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.registers import Bit
from hdl_agent.security.rules.netlist.secrets import secret, unguarded
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire        clk, rst_n, start,
    input  wire [31:0] key, block,
    output wire [31:0] result,
    output wire        done
);
    reg [31:0] mix_q;
    reg [3:0]  left_q;
    assign done   = left_q == 4'd0;
    assign result = mix_q;

    always @(posedge clk)
        if (!rst_n) begin
            mix_q  <= 32'd0;
            left_q <= 4'd0;
        end else if (start) begin
            mix_q  <= block ^ key;
            left_q <= 4'd12;
        end else if (!done) begin
            mix_q  <= ({mix_q[26:0], mix_q[31:27]} + {mix_q[7:0], mix_q[31:8]}) ^ key;
            left_q <= left_q - 4'd1;
        end
endmodule
"""

GOOD = BAD.replace("result = mix_q", "result = done ? mix_q : 32'd0")

WIDE = 32
MIXED = 8
PAIRS = 8


@bounded
def find(design: Design) -> Iterator[Hit]:
    """A register that is mixed with itself and a secret is an output, whatever registers hold."""
    netlist = view(design)
    leaves = [*netlist.registers, *netlist.inputs]
    secrets = {leaf for leaf in leaves if secret(netlist, leaf)}
    for name, word in netlist.words.items():
        if len(word) < WIDE or word[0].q in secrets or not _is_mixed(netlist, word, secrets):
            continue
        for output, bits in netlist.outputs.items():
            if unguarded(netlist, _shown(netlist, bits, word)):
                yield Hit(
                    netlist.place(name),
                    f"the output {output} shows {name} also while it holds intermediate results: "
                    "let it through only when the computation is done",
                )
                break


def _is_mixed(netlist: Netlist, word: Sequence[Register], secrets: set[Bit]) -> bool:
    """Does a bit of it follow from a secret and, not by selection alone, from many of its bits?"""
    own = {register.q for register in word}
    cone = netlist.flow.cone([word[0].d])
    return bool(cone & secrets) and len(cone & own - netlist.flow.sources([word[0].d])) >= MIXED


def _shown(netlist: Netlist, output: Sequence[Bit], word: Sequence[Register]) -> int:
    """When is a bit of the output a bit of the register?"""
    own = {register.q for register in word}
    logic, when, pairs = netlist.logic, 0, 0
    for bit in output:
        for leaf in sorted(own & netlist.flow.sources([bit]), key=str):
            if pairs < PAIRS:
                pairs += 1
                when = logic.bdd.or_(when, logic.depends(logic.of(bit), leaf))
    return when


RULE = Rule(
    id="intermediate-state-shown",
    cwe=(1431,),
    severity=Severity.HIGH,
    title="Intermediate results of a cipher can be read",
    why="A result after one or two rounds gives the key away with a pencil and paper. When the "
    "working register of a cipher is also its output, whoever looks before the end sees just that.",
    bad=BAD,
    good=GOOD,
    find=find,
)
