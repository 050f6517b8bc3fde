"""Logic that is another for a simulator than for synthesis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hdl_agent.finding import Place, Severity
from hdl_agent.security.rules.ast.versions import (
    TRANSLATE_OFF,
    Version,
    version,
    without_translate_off,
)
from hdl_agent.security.rules.names import vocabulary, words
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

TOOLS = vocabulary(
    "SYNTHESIS SYNTHESIZE SYNOPSYS SYNTH SIMULATION SIM SIMULATOR VERILATOR FORMAL __ICARUS__"
    " ICARUS IVERILOG YOSYS COCOTB COCOTB_SIM MODEL_TECH VCS XCELIUM INCA XILINX_SIMULATOR"
    " XILINX_ISIM TESTBENCH GLS"
)
"""Macros by which a text knows which tool reads it."""
IDLE = vocabulary("unused dummy")
"""Words of signals that only keep linters quiet."""
_TESTED = re.compile(r"^[ \t]*`(?:ifdef|ifndef|elsif)\s+(\w+)", re.M)


def find(design: Design) -> Iterator[Hit]:
    """Assignments that depend on the tool, to signals that every tool sees."""
    for tree in design.compilation.getSyntaxTrees():
        start = tree.root.sourceRange.start
        text = tree.sourceManager.getSourceText(start.buffer).rstrip("\0")
        name = design.place(start).file
        if not any(word in text for word in (*TOOLS, "translate_off")):
            continue
        plain = version(text, None)
        for macro in sorted(TOOLS.intersection(_TESTED.findall(text))):
            yield from _hits(design, name, plain, version(text, macro), f"`ifdef {macro}`")
        if TRANSLATE_OFF.search(text):
            other = version(without_translate_off(text), None)
            yield from _hits(design, name, plain, other, "translate_off")


def _hits(design: Design, file: str, one: Version, other: Version, what: str) -> Iterator[Hit]:
    shared = one.declared & other.declared
    places: dict[str, int] = {}
    for here, there in ((one, other), (other, one)):
        for key in here.assigned - there.assigned:
            if key[0] in shared and IDLE.isdisjoint(words(key[0])):
                line = here.lines[key]
                places[key[0]] = min(line, places.get(key[0], line))
    for name, line in sorted(places.items(), key=lambda item: item[1]):
        yield Hit(
            Place(file=file, line=line),
            f"{name} is assigned differently under {what}: what is simulated or proven is not "
            "what is built; give all tools the same logic",
        )


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire [7:0] pin, input wire [7:0] entry,
            output reg open);
    wire right;
{code}
    always @(posedge clk)
        if (!rst_n) open <= 1'b0;
        else open <= right;
endmodule
"""

RULE = Rule(
    id="tool-dependent-code",
    cwe=(1068,),
    severity=Severity.HIGH,
    title="Logic that depends on the tool",
    why=(
        "A macro that only one tool defines, or translate_off, gives simulation and synthesis "
        "different designs. All tests and proofs then speak of a circuit that nobody builds, and "
        "it is how a back door passes verification."
    ),
    bad=_DESIGN.format(
        code="`ifdef SYNTHESIS\n    assign right = 1'b1;\n"
        "`else\n    assign right = pin == entry;\n`endif"
    ),
    good=_DESIGN.format(
        code="    assign right = pin == entry;\n`ifndef SYNTHESIS\n    reg [7:0] tries;\n"
        "    always @(posedge clk) tries <= rst_n ? tries + 8'd1 : 8'd0;\n`endif"
    ),
    find=find,
)
