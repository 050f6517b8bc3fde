"""Planted bugs: every operator has a text that it changes, in both parsers, and the rest stays."""

from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("pyverilog")

from hdl_agent.campaign.plant import choose
from hdl_agent.rtl.mutate import NotMutated, mutants
from hdl_agent.rtl.mutate.operators import OPERATORS

TEXT = """module m (input clk, input rst_n, input [3:0] a, input go, input [3:0] n, output [3:0] q);
localparam KEY = 4'd9;
reg [3:0] key_q;
wire full = n < 4'd8;
wire allowed;
assign allowed = go && full;
assign q = allowed ? a : 4'd0;
always @(posedge clk)
  if (!rst_n) begin
    key_q <= 4'd0;
  end else if (a == KEY)
    key_q <= n;
endmodule
"""


@pytest.mark.parametrize("suffix", ["v", "sv"])
def test_every_operator_plants_something(suffix: str, tmp_path: Path) -> None:
    source = tmp_path / f"m.{suffix}"
    source.write_text(TEXT)
    made = mutants(source, tmp_path / "scratch")
    assert {mutant.parser for mutant in made} == {"pyverilog" if suffix == "v" else "pyslang"}
    assert {mutant.operator for mutant in made} == set(OPERATORS)
    assert len({mutant.text for mutant in made}) == len({mutant.id for mutant in made}) == len(made)
    assert made == mutants(source, tmp_path / "again")


def test_the_changes_are_those_that_are_meant(tmp_path: Path) -> None:
    source = tmp_path / "m.sv"
    source.write_text(TEXT)
    made = mutants(source, tmp_path / "scratch")
    changes = {(m.operator, m.line, m.before, m.after) for m in made}
    assert ("drop_conjunct", 6, "go && full", "(go)") in changes
    assert ("remove_guard", 7, "allowed", "1'b1") in changes
    assert ("leak_register", 7, "4'd0", "key_q") in changes
    assert ("drop_reset", 10, "key_q <= 4'd0;", ";") in changes
    assert ("off_by_one", 4, "n < 4'd8", "n <= 4'd8") in changes
    for mutant in made:
        same = zip(mutant.text.splitlines(), TEXT.splitlines(), strict=True)
        assert [n for n, (new, old) in enumerate(same, 1) if new != old] == [mutant.line]


def test_what_pyverilog_cannot_read_is_rewritten_by_pyslang(tmp_path: Path) -> None:
    source = tmp_path / "m.v"
    source.write_text(TEXT.replace("reg ", "typedef logic bit_t;\nreg "))
    assert {mutant.parser for mutant in mutants(source, tmp_path / "scratch")} == {"pyslang"}


def test_what_pyverilog_would_change_on_the_way_is_rewritten_by_pyslang(tmp_path: Path) -> None:
    source = tmp_path / "m.v"
    source.write_text(TEXT.replace("key_q <= n;", "case (n) 1: key_q <= n; default: ; endcase"))
    assert {mutant.parser for mutant in mutants(source, tmp_path / "scratch")} == {"pyslang"}


def test_what_is_no_text_is_refused_by_name(tmp_path: Path) -> None:
    source = tmp_path / "m.v"
    source.write_bytes(b"module \xff")
    with pytest.raises(NotMutated, match=r"m\.v"):
        mutants(source, tmp_path / "scratch")


def test_the_choice_spreads_over_operators_and_repeats(tmp_path: Path) -> None:
    source = tmp_path / "m.v"
    source.write_text(TEXT)
    made = mutants(source, tmp_path / "scratch")
    chosen = choose(made, len(OPERATORS), seed=3)
    assert set(Counter(mutant.operator for mutant in chosen).values()) == {1}
    assert chosen == choose(made, len(OPERATORS), seed=3)
