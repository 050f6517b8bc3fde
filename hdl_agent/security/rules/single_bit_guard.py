"""One flip-flop that decides what a redundantly coded state was meant to decide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hdl_agent.finding import Severity
from hdl_agent.security.rules.names import says, vocabulary
from hdl_agent.security.rules.netlist import Netlist, bounded, view
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

BAD = """\
module top (
    input  wire clk, rst_n, loaded, verified,
    output wire cpu_run
);
    localparam [5:0] LOAD = 6'b000111, VERIFY = 6'b011001, RUN = 6'b101010, FAILED = 6'b110100;
    reg [5:0] state;
    reg       run_q;
    assign cpu_run = run_q;

    always @(posedge clk)
        if (!rst_n) begin
            state <= LOAD;
            run_q <= 1'b0;
        end else begin
            run_q <= state == RUN;
            case (state)
                LOAD:    if (loaded) state <= VERIFY;
                VERIFY:  state <= verified ? RUN : FAILED;
                RUN:     state <= RUN;
                default: state <= FAILED;
            endcase
        end
endmodule
"""

GOOD = BAD.replace("cpu_run = run_q", "cpu_run = run_q && state == RUN")

CODES = 3
DISTANCE = 3
OPENS = vocabulary("run boot grant granted unlock unlocked open allow release auth")
"""Words of outputs whose 1 lets something happen."""


@bounded
def find(design: Design) -> Iterator[Hit]:
    """A granting output is one register bit, which follows a state whose codes lie far apart."""
    netlist = view(design)
    states = [name for name in netlist.words if _is_sparse(netlist, name)]
    for output, bits in netlist.outputs.items():
        register = netlist.registers.get(bits[0])
        if len(bits) != 1 or register is None or not says(output, OPENS):
            continue
        cone = netlist.flow.cone([register.d, *(register.enable or ())[:1]])
        for state in states:
            word = {r.q for r in netlist.words[state]}
            if word & cone and register.q not in word:
                yield Hit(
                    netlist.place(output),
                    f"one flipped bit sets {output}, although {state} is coded so that no single "
                    f"flip goes unnoticed: decode the output from {state}",
                )
                break


def _is_sparse(netlist: Netlist, name: str) -> bool:
    """Is the register compared with several constants, any two of which differ in many bits?"""
    bits = [register.q for register in netlist.words[name]]
    codes = set()
    for cell in netlist.readers.get(bits[0], ()):
        wires = cell["connections"]
        if cell["type"] == "$eq" and wires["A"][: len(bits)] == bits:
            code = wires["B"][: len(bits)]
            if all(isinstance(bit, str) for bit in code):
                codes.add("".join(code))
    distances = (sum(map(str.__ne__, a, b)) for a, b in combinations(codes, 2))
    return len(codes) >= CODES and all(distance >= DISTANCE for distance in distances)


RULE = Rule(
    id="single-bit-guard",
    cwe=(1247,),
    severity=Severity.MEDIUM,
    title="A single flip-flop undoes a redundant encoding",
    why="State codes that differ in several bits make one injected fault harmless. A plain flag "
    "between such a state and the output that it grants is where the fault will be injected.",
    bad=BAD,
    good=GOOD,
    find=find,
)
