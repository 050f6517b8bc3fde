"""Verilog's traps in a policy's expressions: values wider than one bit as conditions, signed ports,
wide assets. Each answer is known beforehand."""

import shutil
from pathlib import Path

import pytest

from hdl_agent.ladder.choice import Choice
from hdl_agent.ladder.design import Design, Reset
from hdl_agent.ladder.own import check
from hdl_agent.rtl.source_set import SourceSet
from hdl_agent.verdict import Evidence, Outcome, Rung

pytestmark = pytest.mark.skipif(shutil.which("iverilog") is None, reason="replay needs Icarus")

DESIGN = """
module dut(input clk, input rst_n, input [1:0] mode, input [7:0] key, input signed [7:0] a,
           input [1039:0] d, input we, output [7:0] out, output reg signed [7:0] q,
           output reg still, output reg [1039:0] wide, output reg [1039:0] kept);
  assign out = mode == 2 ? key : 8'd0;
  always @(posedge clk)
    if (!rst_n) begin q <= 0; still <= 0; wide <= 0; kept <= 0; end
    else begin
      q <= a; kept[0] <= kept[0] ^ (we && d[0] && d[1] && !d[0]);
      if (we) wide[1039:1032] <= d[1039:1032];
    end
endmodule
"""

PROPERTIES = {
    "confidential: {secrets: [key], observers: [out], secret_when: mode}": Outcome.FAIL,
    "confidential: {secrets: [key], observers: [out], observe_when: mode}": Outcome.FAIL,
    'confidential: {secrets: [key], observers: [out], observe_when: "mode[0]"}': Outcome.PASS,
    "access: {asset: key, allowed: mode, read_by: [out], within: 1}": Outcome.PASS,
    "implies: {if: mode, then: mode, within: 1}": Outcome.PASS,
    "fsm: {state: still, legal: [0], leaves: {within: 1, while: mode & 2}}": Outcome.FAIL,
    "fsm: {state: mode, legal: [0 | 1]}": Outcome.FAIL,
    'never: "q < 0"': Outcome.FAIL,
    'never: "a[7] && a > 0"': Outcome.PASS,
    'always: "!q[7] || q + 128 >= 0"': Outcome.PASS,
    "locked: {asset: wide, while: we}": Outcome.FAIL,
    "locked: {asset: kept, while: we}": Outcome.PASS,
}


MONITORS = {
    "undriven": ("output violation, output covered", "assign covered = 1;"),
    "two drivers": (
        "output violation, output covered",
        "assign covered = 1, violation = we; assign violation = 0;",
    ),
    "wide": (
        "output [1:0] violation, output covered",
        "assign covered = 1, violation = {we, 1'b0};",
    ),
    "x": ("output violation, output covered", "assign covered = 1, violation = mode != 2'bx1;"),
    "outside": ("output violation, output covered", "assign covered = 1, violation = mode[3];"),
}


def judged(folder: Path, policy: str) -> list[Evidence]:
    (folder / "dut.sv").write_text(DESIGN)
    (folder / "policy.yaml").write_text("properties:\n" + policy)
    design = Design(
        name="dut",
        sources=SourceSet(files=(folder / "dut.sv",)),
        top="dut",
        root=folder,
        policy=folder / "policy.yaml",
        pins=Reset(clock="clk", reset="rst_n", active="low"),
    )
    return list(check(design, Choice(), folder).verdict.rung(Rung.SECURE).evidence)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> list[Evidence]:
    entries = (f"  - id: p{n}\n    {text}\n" for n, text in enumerate(PROPERTIES))
    return judged(tmp_path_factory.mktemp("pitfalls"), "".join(entries))


@pytest.mark.parametrize("number", range(len(PROPERTIES)), ids=list(PROPERTIES))
def test_an_expression_means_what_it_says(number: int, evidence: list[Evidence]) -> None:
    found = evidence[number]
    assert found.outcome is list(PROPERTIES.values())[number], found
    assert found.confirmed or found.outcome is Outcome.PASS


@pytest.mark.parametrize("name", MONITORS)
def test_a_monitor_without_a_value_holds_nothing(name: str, tmp_path: Path) -> None:
    outputs, body = MONITORS[name]
    text = f"module m(input we, input [1:0] mode, {outputs}); {body} endmodule\n"
    (tmp_path / "m.v").write_text(text)
    (found,) = judged(tmp_path, "  - id: p\n    monitor: {file: m.v}\n")
    assert found.outcome in (Outcome.UNKNOWN, Outcome.ERROR), found
    assert found.detail
