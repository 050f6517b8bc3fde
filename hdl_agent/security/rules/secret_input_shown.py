"""A secret input that appears on an output in the same cycle."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import READ_DATA, SECRET, is_secret, says
from hdl_agent.security.rules.netlist import bounded, view
from hdl_agent.security.rules.netlist.secrets import shown, unguarded
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire        clk, rst_n, start, trace_sel,
    input  wire [31:0] fuse_key,
    input  wire [31:0] block,
    output reg  [31:0] result,
    output wire [31:0] trace
);
    assign trace = trace_sel ? fuse_key : result;

    always @(posedge clk)
        if (!rst_n)     result <= 32'd0;
        else if (start) result <= block ^ fuse_key;
endmodule
"""

GOOD = BAD.replace("trace_sel ? fuse_key : result", "trace_sel ? block : result")


@bounded
def find(design: Design) -> Iterator[Hit]:
    """An output that is not itself named as a secret is a secret input unchanged, unguarded."""
    netlist = view(design)
    for output, bits in netlist.outputs.items():
        if READ_DATA.search(output) or says(output, SECRET):
            continue
        combinational = [bit for bit in bits if bit not in netlist.registers]
        for name, condition in shown(netlist, combinational).items():
            port = netlist.ports.get(name, {})
            is_input = port.get("direction") == "input" and is_secret(name, len(port["bits"]))
            if is_input and unguarded(netlist, condition):
                yield Hit(
                    netlist.place(name),
                    f"the input {name} is passed on to the output {output} unchanged: keep it "
                    "inside the block",
                )


RULE = Rule(
    id="secret-input-shown",
    cwe=(200,),
    severity=Severity.HIGH,
    title="A secret input reaches an output unchanged",
    why="Fuses and key ladders hand a block its secrets on inputs. A trace, debug or status output "
    "that can select such an input shows the secret to everything that the output is wired to.",
    bad=BAD,
    good=GOOD,
    find=find,
)
