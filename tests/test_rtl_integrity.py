"""The integrity gate: each text that reaches out is rejected by name, its near miss is not."""

import pytest

pyslang = pytest.importorskip("pyslang.syntax")

from hdl_agent.rtl.integrity import integrity  # noqa: E402

BODY = "module m(input wire clk, input wire [3:0] a, output reg [3:0] q);\n{}\nendmodule\n"


def reasons(text: str) -> str:
    return "; ".join(str(r.in_file("")) for r in integrity(pyslang.SyntaxTree.fromText(text)))


PAIRS = {
    "prints": ('always @(posedge clk) $display("PASS");', "// prints $display PASS"),
    "ends": ("initial $finish;", "wire finish; assign finish = a[0];"),
    "reads": ('reg [3:0] r[0:1]; initial $readmemh("/etc/hostname", r);', "reg [3:0] r[0:1];"),
    "writes": ('integer f; initial f = $fopen("results.xml");', "integer f;"),
    "escapes the module": ("always @* q = testbench.secret;", "always @* q = a;"),
    "names a block inside": (
        "always @* q = other.b;",
        "generate if (1) begin : g wire b; end endgenerate always @* q = g.b;",
    ),
    "names a block elsewhere behind a comment": (
        "always @* q = /* g */ other.b;",
        "generate if (1) begin : g wire b; end endgenerate always @* q = // of g\ng.b;",
    ),
    "tells tools apart": (
        "`ifdef VERILATOR\nalways @* q = a;\n`endif",
        "`define WIDE\n`ifdef WIDE\nalways @* q = a;\n`endif",
    ),
    "tells tools apart before it defines": (
        "`ifdef WIDE\nalways @* q = a;\n`endif\n`define WIDE",
        "`ifndef WIDE\n`define WIDE\nalways @* q = a;\n`endif",
    ),
    "tells tools apart as a guard": (
        "`ifndef SYNTHESIS\n`define SYNTHESIS\nalways @* q = a;\n`endif",
        "`ifndef DESIGN_V\n`define DESIGN_V\nalways @* q = a;\n`endif",
    ),
    "tells tools apart after it undefines": (
        "`define SYNTHESIS\n`undef SYNTHESIS\n`ifdef SYNTHESIS\nalways @* q = a;\n`endif",
        "`define SYNTHESIS\n`ifdef SYNTHESIS\nalways @* q = a;\n`endif",
    ),
    "hides from synthesis": (
        "// synthesis translate_off\nalways @* q = a;\n// synthesis translate_on",
        "// the translation is on\nalways @* q = a;",
    ),
    "steers": ("always @* case (a) // synopsys full_case\n 0: q = 0; endcase", "always @* q = a;"),
    "steers by attribute": (
        "(* full_case *) always @* q = a;",
        "(* keep *) wire w; always @* q = a;",
    ),
    "imports": (
        'import "DPI-C" function int system(string s);',
        "function f; input x; f = x; endfunction",
    ),
    "includes": ('`include "/etc/hostname"', "`define INCLUDE 1"),
    "binds": ("bind m other o(.*);", "wire bind_me;"),
    "takes a harness name": ("wire hdl_agent_bad;", "wire hdl_bad;"),
    "escapes an identifier": ("wire \\hdl_agent.bad ;", "wire hdl_dot_bad;"),
    "hides in a macro": (
        "`define GO $finish\ninitial `GO;",
        "`define GO $signed\nalways @* q = `GO(a);",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_reaches_out_is_rejected(name: str) -> None:
    assert reasons(BODY.format(PAIRS[name][0])).startswith("line ")


@pytest.mark.parametrize("name", PAIRS)
def test_the_near_miss_is_not(name: str) -> None:
    assert reasons(BODY.format(PAIRS[name][1])) == ""


def test_the_reason_names_line_and_name() -> None:
    assert reasons(BODY.format("wire w;\ninitial $finish;")) == (
        "line 3: system task or function $finish"
    )
