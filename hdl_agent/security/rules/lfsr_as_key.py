"""Keys and nonces from a linear feedback shift register."""

from __future__ import annotations

from collections.abc import Iterator

from hdl_agent.finding import Severity
from hdl_agent.security.rules.design import Design
from hdl_agent.security.rules.netlist import Netlist, Register, bounded, view
from hdl_agent.security.rules.netlist.names import RANDOM_USE, pieces
from hdl_agent.security.rules.rule import Hit, Rule

BAD = """\
module session (
    input  wire        clk, rst_n, new_session, frame,
    output reg  [15:0] nonce_q,
    output reg  [15:0] backoff_q
);
    reg [15:0] lfsr_q;

    always @(posedge clk)
        if (!rst_n) begin
            lfsr_q    <= 16'hACE1;
            nonce_q   <= 16'd0;
            backoff_q <= 16'd0;
        end else begin
            lfsr_q <= {lfsr_q[14:0], lfsr_q[15] ^ lfsr_q[13] ^ lfsr_q[12] ^ lfsr_q[10]};
            if (new_session) nonce_q   <= lfsr_q;
            if (frame)       backoff_q <= lfsr_q;
        end
endmodule
"""

GOOD = BAD.replace("nonce_q   <= lfsr_q", "nonce_q   <= entropy").replace(
    "frame,", "frame,\n    input  wire [15:0] entropy,"
)

XORS = ("$xor", "$xnor", "$reduce_xor", "$reduce_xnor")
NOT_VALUES = {"valid", "ready", "index", "idx", "count", "cnt", "sel", "addr", "we", "en", "state"}
SHORTEST = 8


@bounded
def find(design: Design) -> Iterator[Hit]:
    """A register shifts, fed back by exclusive ors of itself alone, and a key is loaded from it."""
    netlist = view(design)
    for name, word in netlist.words.items():
        if len(word) < SHORTEST or not _is_lfsr(netlist, word):
            continue
        users = set().union(*(netlist.flow.loaded.get(r.q, set()) for r in word))
        for user in sorted(users):
            words = pieces(user)
            if words & RANDOM_USE and not words & NOT_VALUES:
                yield Hit(
                    netlist.place(user),
                    f"{user} is taken from {name}, a linear feedback shift register: a few of "
                    "its values give away all others: use an entropy source or a cryptographic "
                    "generator",
                )


def _is_lfsr(netlist: Netlist, word: list[Register]) -> bool:
    own = {register.q for register in word}
    shifted = mixed = 0
    for register in word:
        origins = netlist.flow.origins(register.d) - {register.q}
        shifted += bool(origins & own)
        for net in origins - own:
            driver = netlist.driver.get(net)
            if driver and driver[0]["type"] in XORS and net not in netlist.registers:
                if netlist.flow.bit_cone(net) <= own:
                    mixed += 1
                else:
                    return False
    return mixed > 0 and shifted + mixed >= len(word) - 1 and shifted * 2 >= len(word)


RULE = Rule(
    id="lfsr-as-key",
    cwe=(338, 1241),
    severity=Severity.HIGH,
    title="A key or nonce comes from a linear feedback shift register",
    why="The sequence of a linear feedback shift register follows from as many of its bits as it "
    "is long, by solving linear equations. Whoever sees some of its output knows the keys and "
    "nonces to come.",
    bad=BAD,
    good=GOOD,
    find=find,
)
