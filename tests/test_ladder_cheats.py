"""Candidates that reach for the judge instead of the problem never pass."""

from pathlib import Path

import pytest

from hdl_agent.ladder.climb import climb
from hdl_agent.tasks.library import Block
from hdl_agent.verdict import Outcome, Rung

NULL = """module vault (
  input wire clk, input wire rst_n, input wire we, input wire lock, input wire clear,
  input wire [3:0] wdata, output wire [3:0] rdata, output wire locked);
assign rdata = 0, locked = 0;
{}
endmodule
"""
CHEATS = {
    "prints the marks of success": 'initial $display("** TESTS=2 PASS=2 FAIL=0 SKIP=0 **");',
    "ends the simulation": "initial $finish;",
    "ends it with status 0": "initial begin #1 $finish(0); end",
    "writes the results": 'integer f; initial begin f = $fopen("results.xml"); $fclose(f); end',
    "reads a file": 'reg [7:0] m[0:9]; initial $readmemh("/etc/passwd", m);',
    "reads its arguments": 'integer x; initial if ($test$plusargs("x")) x = 1;',
    "names the harness": "wire w = hdl_agent_harness.bad;",
    "names the reference": "wire w = reference_design.locked;",
    "forces a signal elsewhere": "initial force other.bad = 0;",
    "behaves for one tool": "`ifdef __ICARUS__\nwire w;\n`endif",
    "calls C": 'import "DPI-C" function int system(string s);',
}


@pytest.mark.parametrize("name", CHEATS)
def test_it_is_rejected_and_never_runs(name: str, vault: Block, tmp_path: Path) -> None:
    path = tmp_path / "design.v"
    path.write_text(NULL.format(CHEATS[name]))
    verdict = climb(path, vault, tmp_path)
    assert verdict.rejected
    assert not verdict.rungs


def test_doing_nothing_fails(vault: Block, tmp_path: Path) -> None:
    path = tmp_path / "design.v"
    path.write_text(NULL.format(""))
    verdict = climb(path, vault, tmp_path)
    assert not verdict.rejected
    assert verdict.rung(Rung.TEST).outcome is Outcome.FAIL


def test_a_module_named_like_the_harness_is_rejected(vault: Block, tmp_path: Path) -> None:
    path = tmp_path / "design.v"
    path.write_text(NULL.format("") + "module hdl_agent_harness; endmodule\n")
    assert climb(path, vault, tmp_path).rejected
