"""Bad input: each kind has its own clear outcome, within its limit."""

from pathlib import Path

import pytest

from hdl_agent.ladder.climb import climb
from hdl_agent.tasks.library import Block
from hdl_agent.verdict import Outcome, Rung, Verdict

HEAD = """module vault (
  input wire clk, input wire rst_n, input wire we, input wire lock, input wire clear,
  input wire [3:0] wdata, output {} [3:0] rdata, output reg locked);
always @(posedge clk) locked <= rst_n && !clear && (lock || locked);
"""
GOOD = (
    HEAD.format("reg")
    + """
reg [3:0] kept [0:{last}];
always @(posedge clk) begin
  if (we && !locked) kept[0] <= wdata;
  rdata <= (!rst_n || clear) ? 4'd0 : (we && !locked) ? wdata : rdata;
end
endmodule
"""
)


def judge(content: bytes, vault: Block, folder: Path) -> Verdict:
    path = folder / "design.v"
    path.write_bytes(content)
    return climb(path, vault, folder, up_to=Rung.TEST)


CASES = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n", "the file is empty"),
    "not UTF-8": (b"module vault; // \xff\xfe\nendmodule", "not UTF-8"),
    "5 MB": (b"// " + b"x" * (5 << 20), "at most"),
    "zero byte": (b"module vault;\0endmodule", "zero byte"),
    "syntax error": (b"module vault (input wire clk;\nendmodule\n", "design.v:1:"),
    "no such top": (b"module other(input wire a);\nendmodule\n", "there is no module 'vault'"),
    "missing port": (
        (HEAD.format("wire") + "assign rdata = 0;\nendmodule")
        .replace("input wire we, ", "")
        .encode(),
        "port 'we' is missing",
    ),
    "wrong width": (
        (HEAD.format("wire") + "assign rdata = 0;\nendmodule")
        .replace("[3:0] wdata", "[4:0] wdata")
        .encode(),
        "port 'wdata' is input, 5 bits; asked for: input, 4 bits",
    ),
    "unknown name": (
        (HEAD.format("wire") + "assign rdata = nothing;\nendmodule").encode(),
        "nothing",
    ),
    "combinational loop": (
        (
            HEAD.format("wire") + "wire a, b; assign a = !b & we; assign b = a | lock;\n"
            "assign rdata = {4{b}};\nendmodule"
        ).encode(),
        "combinational loop",
    ),
    "two drivers": (
        (HEAD.format("wire") + "assign rdata = wdata; assign rdata = {4{we}};\nendmodule").encode(),
        "driver",
    ),
    "huge memory": (
        (
            HEAD.format("reg") + "reg [63:0] big [0:1048575];\nreg [19:0] at;\n"
            "always @(posedge clk) begin at <= at + 1; if (we) big[at] <= {16{wdata}}; "
            "rdata <= big[at][3:0]; end\nendmodule"
        ).encode(),
        "memories hold more than",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_fails_to_compile_and_says_why(name: str, vault: Block, tmp_path: Path) -> None:
    content, why = CASES[name]
    verdict = judge(content, vault, tmp_path)
    assert [result.rung for result in verdict.rungs] == [Rung.COMPILE]
    assert verdict.rung(Rung.COMPILE).outcome is Outcome.FAIL
    assert why in verdict.rung(Rung.COMPILE).detail


def test_a_memory_of_common_size_passes(vault: Block, tmp_path: Path) -> None:
    verdict = judge(GOOD.format(last=63).encode(), vault, tmp_path)
    assert verdict.reached(Rung.TEST), verdict


def test_a_loop_in_time_zero_ends_at_its_limit(
    vault: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register's two bits chase each other: legal, synthesizable, and never settles."""
    from hdl_agent.simulation import simulate

    monkeypatch.setattr(simulate, "WALL_SECONDS", 3)
    text = (
        HEAD.format("reg")
        + """
reg p, q;
always @(p or clk) q = !p;
always @(q or clk) p = q;
always @(posedge clk) rdata <= {4{p}};
endmodule
"""
    )
    verdict = judge(text.encode(), vault, tmp_path)
    last = verdict.rungs[-1]
    assert last.outcome is Outcome.FAIL
    assert "loop" in last.detail or "time ran out" in last.detail
