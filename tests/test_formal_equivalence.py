"""Sequential equivalence: known answers, near misses, and what cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hdl_agent.cli.main import main

ADDER = """
module acc(input clk, input rst_n, input en, input [7:0] d, output [7:0] q, output zero);
  reg [7:0] sum;
  assign q = sum, zero = sum == 0;
  always @(posedge clk) if (!rst_n) sum <= 0; else if (en) sum <= sum + d;
endmodule
"""
INVERTED = """
module acc(input clk, input rst_n, input en, input [7:0] d, output [7:0] q, output reg zero);
  reg [7:0] sum;
  wire [7:0] next = en ? sum - d : sum;
  assign q = ~sum;
  always @(posedge clk) if (!rst_n) begin sum <= 8'hff; zero <= 1; end
  else begin sum <= next; zero <= next == 8'hff; end
endmodule
"""
DIFFERENT_AT_ONE_VALUE = INVERTED.replace("zero <= next == 8'hff", "zero <= next[7:1] == 7'h7f")
UNSET = """
module acc(input clk, input rst_n, input en, input [7:0] d, output [7:0] q, output zero);
  reg [7:0] kept;
  assign q = ~kept, zero = 0;
  always @(posedge clk) if (en) kept <= d;
endmodule
"""


def compare(folder: Path, design: str, reference: str) -> tuple[int, str]:
    (folder / "design.v").write_text(design)
    (folder / "reference.v").write_text(reference)
    words = [str(folder / "design.v"), "--reference", str(folder / "reference.v"), "--top", "acc"]
    done = CliRunner().invoke(main, ["equiv", *words, "-o", str(folder / "out"), "--json"])
    return done.exit_code, done.stdout or done.stderr


@pytest.mark.parametrize("design", [ADDER, INVERTED])
def test_designs_that_do_the_same_are_proven_equivalent(design: str, tmp_path: Path) -> None:
    status, said = compare(tmp_path, design, ADDER)
    assert status == 0
    assert json.loads(said)["status"] == "proven"


def test_a_difference_at_one_value_is_found_and_shows_on_the_simulator(tmp_path: Path) -> None:
    status, said = compare(tmp_path, DIFFERENT_AT_ONE_VALUE, ADDER)
    assert status == 1
    shown = json.loads(said)["difference"]
    assert (shown["port"], shown["design"], shown["reference"]) == ("zero", "1", "0")
    for side in ("design", "reference"):
        assert (tmp_path / "out" / "witness" / side / "wave.vcd").stat().st_size > 0


def test_registers_of_one_name_power_up_alike(tmp_path: Path) -> None:
    assert compare(tmp_path, UNSET, UNSET.replace("zero = 0", "zero = kept != kept"))[0] == 0


def test_registers_of_other_names_may_power_up_differently(tmp_path: Path) -> None:
    status, said = compare(tmp_path, UNSET, UNSET.replace("kept", "other"))
    assert status == 4
    assert json.loads(said)["difference"] is None


def test_other_ports_are_not_compared(tmp_path: Path) -> None:
    status, said = compare(tmp_path, ADDER.replace("zero", "empty"), ADDER)
    assert status == 2
    assert "port 'zero' is missing" in said


def test_a_second_clock_is_refused_by_name(tmp_path: Path) -> None:
    clocked = ADDER.replace("posedge clk", "posedge en").replace("else if (en)", "else")
    status, said = compare(tmp_path, clocked, ADDER)
    assert status == 4
    assert "not clocked by clk" in json.loads(said)["detail"]


MEMORY = """
module acc(input clk, input rst_n, input en, input [7:0] d, output [7:0] q, output zero);
  reg [7:0] kept [0:4095];
  reg [11:0] at;
  reg [7:0] read;
  assign q = read, zero = read == 0;
  always @(posedge clk) begin at <= {at, d}; if (en) kept[at] <= d; read <= kept[at]; end
endmodule
"""


def test_what_a_memory_that_is_not_modelled_holds_is_unknown(tmp_path: Path) -> None:
    """Both sides read as 0 before, so that whatever was written came out equal."""
    status, said = compare(tmp_path, MEMORY, MEMORY.replace("<= d; read", "<= ~d; read"))
    assert (status, "too large to be modelled" in said) == (4, True)


def test_a_clock_that_is_an_output_is_no_constant(tmp_path: Path) -> None:
    design = UNSET.replace("zero = 0", "zero = clk")
    status, said = compare(tmp_path, design, UNSET)
    assert (status, "zero shows clk" in said) == (4, True)
