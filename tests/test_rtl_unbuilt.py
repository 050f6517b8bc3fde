"""Reports and assertions of an own design: let pass, without effect, and never a replay's judge."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyslang.syntax import SyntaxTree

from hdl_agent.cli.main import main
from hdl_agent.formal.replay import replay
from hdl_agent.rtl.integrity import integrity
from hdl_agent.rtl.unbuilt import as_built

pytestmark = pytest.mark.skipif(shutil.which("iverilog") is None, reason="replay needs Icarus")

BODY = """module m #(parameter W = 8)(input clk, input rst_n, input en,
          input [7:0] a, output [7:0] q);
function [7:0] f(input [7:0] x); f = x; endfunction
{}
endmodule
"""
TAKEN_OUT = {
    "parameter check": 'initial begin if (W > 8) begin $error("W: %d", W); $finish; end end',
    "alone": "initial $finish;",
    "else": "reg r; always @(posedge clk) if (a) r <= 1; else $display(a);",
    "case item": "reg r; always @* case (a) 0: r = 1; default: $fatal(1, \"%0t\", $time); endcase",
    "several lines": 'initial begin\n  $display("a",\n    // why\n    W);\n end wire w = a;',
    "report of a function": "function g(input x); begin $write(x); g = x; end endfunction",
    "assertion": "always @(posedge clk) assert (a != 3) else $fatal;",
    "concurrent assertion": "x: assert property (@(posedge clk) en |=> a) else $error(1);",
    "property": "property p; @(posedge clk) $past(a) == q; endproperty assert property (p);",
    "assumption": "always @* if (en) assume (a < 4);",
}  # fmt: skip
LEFT = {
    "assignment in an argument": "integer i; initial $display(i++);",
    "call in an argument": "initial $display(f(2));",
    "repair by an assertion": "reg r; always @(posedge clk) assert (a) else r <= 1;",
    "other tasks": "initial begin $dumpvars; end",
    "what reports change": "reg r; initial $display($value$plusargs(\"x=%d\", r));",
}  # fmt: skip


def tokens(text: str) -> list[str]:
    found: list[str] = []

    def visit(item: Any) -> None:
        if getattr(item, "rawText", ""):
            found.append(item.rawText)

    SyntaxTree.fromText(text).root.visit(visit)
    return found


@pytest.mark.parametrize("what", TAKEN_OUT)
def test_what_builds_nothing_is_taken_out(what: str) -> None:
    text = BODY.format(TAKEN_OUT[what])
    built = as_built(text)
    assert not {"assert", "assume", "property", "$display", "$error", "$fatal"} & {*tokens(built)}
    assert integrity(SyntaxTree.fromText(built)) == []
    assert not SyntaxTree.fromText(built).diagnostics
    assert built.count("\n") == text.count("\n")
    assert built.endswith("endmodule\n")


@pytest.mark.parametrize("what", LEFT)
def test_what_may_change_something_stays(what: str) -> None:
    text = BODY.format(LEFT[what])
    assert as_built(text) == text


def test_lines_behind_an_include_keep_their_names() -> None:
    text = BODY.format('initial $display(1,\n`line 7 "b.vh" 0\n2); wire w;')
    assert '\n`line 7 "b.vh" 0\n' in as_built(text)


def test_a_candidate_is_refused_for_them() -> None:
    for body in TAKEN_OUT.values():
        if "$" in body:
            assert integrity(SyntaxTree.fromText(BODY.format(body)))


# --- through the command line --------------------------------------------------------------------

ENDS = """
  initial begin $finish; $finish; end
  always @(posedge clk) begin if (en) $finish; else $fatal(1, "no"); assert (0) else $stop; end
"""
LARGE = """module m(input clk, input rst_n, input en, input [7:0] a, output reg [7:0] q);
  reg [7:0] mem [0:4095];{}
  always @(posedge clk) begin
    if (en) mem[{{a, 4'd0}}] <= a & 8'h7f;
    q <= rst_n ? mem[{{a, 4'd0}}] : 8'd0;
  end
endmodule
"""
SMALL = (
    "module m(input clk, input rst_n, input en, input [7:0] a, output reg [7:0] q);{}\n"
    "  always @(posedge clk) q <= rst_n && en ? a : 8'd0;\nendmodule\n"
)
POLICY = "properties:\n  - {id: it, never: 'q[7]'}\n"


def check(folder: Path) -> tuple[int, dict[str, Any]]:
    words = [str(folder / "design.v"), "--top", "m", "-o", str(folder / "out"), "--json"]
    done = CliRunner().invoke(main, ["check", *words, "--policy", str(folder / "policy.yaml")])
    return done.exit_code, json.loads(done.stdout)["designs"][0]


def test_a_design_that_ends_the_simulator_neither_hides_nor_fakes_a_violation(
    verilog: Callable[..., Path], own_cache: Path, tmp_path: Path
) -> None:
    """The large memory is not modelled: the counterexample that it gives does not replay, unless
    the design may say with $finish how the replay ends."""
    verilog(POLICY, "policy.yaml")
    verilog(SMALL.format(ENDS))
    status, answer = check(tmp_path)
    (evidence,) = answer["verdict"]["rungs"][1]["evidence"]
    assert (status, evidence["outcome"], evidence["confirmed"]) == (1, "fail", True), evidence
    assert "icarus" in evidence["confirmed_on"]
    verilog(LARGE.format(ENDS))
    status, answer = check(tmp_path)
    (evidence,) = answer["verdict"]["rungs"][1]["evidence"]
    assert (status, evidence["outcome"]) == (4, "unknown"), evidence
    assert "the simulator did not show it" in evidence["detail"]


def test_what_is_taken_out_would_decide_a_replay(
    verilog: Callable[..., Path], own_cache: Path, tmp_path: Path
) -> None:
    verilog(POLICY, "policy.yaml")
    verilog(SMALL.format(ENDS))
    check(tmp_path)
    folder = tmp_path / "out" / "m" / "witness" / "it"
    mended = SMALL.format("\n  initial $finish;").replace("? a", "? a & 8'h7f")
    (folder / "design0.v").write_text(mended)
    assert replay(folder)
    (folder / "design0.v").write_text(as_built(mended))
    assert not replay(folder)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("initial q <= 0;", "non-blocking assignments unsupported in design initialization"),
        ('reg [7:0] r [0:3]; initial $readmemh("x", r);', "system task or function $readmemh"),
        ("integer i; initial $display(i++);", "system task or function $display"),
    ],
)
def test_what_else_an_initial_block_does_is_refused_by_line(
    text: str, why: str, verilog: Callable[..., Path], own_cache: Path, tmp_path: Path
) -> None:
    verilog(POLICY, "policy.yaml")
    verilog(SMALL.format("\n" + text))
    status, answer = check(tmp_path)
    (found,) = [item for item in answer["results"] if item["part"] != "lint"]
    assert status == 1
    assert (found["place"]["line"], found["text"]) == (2, text)
    assert why in found["message"]


def test_what_synthesis_does_not_translate_no_tool_reads(
    verilog: Callable[..., Path], own_cache: Path, tmp_path: Path
) -> None:
    verilog(POLICY, "policy.yaml")
    region = "\n// synthesis translate_off\n`define SIM\nnonsense\n// synthesis translate_on\n"
    verilog(SMALL.format(region + "`ifdef SIM\nnonsense\n`endif").replace("? a", "? a & 8'h7f"))
    status, answer = check(tmp_path)
    assert (status, answer["results"]) == (0, []), answer


def test_an_elaboration_task_is_obeyed(
    verilog: Callable[..., Path], own_cache: Path, tmp_path: Path
) -> None:
    verilog(POLICY, "policy.yaml")
    text = SMALL.format('\n  if (W > LIMIT) $error("too wide");').replace("? a", "? a & 8'h7f")
    text = text.replace("module m(", "module m #(parameter W = 4)(")
    verilog(text.replace("LIMIT", "3"))
    status, answer = check(tmp_path)
    (found,) = [item for item in answer["results"] if item["part"] != "lint"]
    assert (status, found["place"]["line"]) == (1, 2)
    assert "too wide" in found["message"]
    verilog(text.replace("LIMIT", "4"))
    assert check(tmp_path)[0] == 0
