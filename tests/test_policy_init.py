"""A starter policy loads, and so does every guess in it that is commented out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from hdl_agent.cli.main import main
from hdl_agent.ladder.context import interface_of
from hdl_agent.rtl.inside import inside
from hdl_agent.rtl.netlist import FLAT
from hdl_agent.security.policy import load
from hdl_agent.security.starter import draft
from hdl_agent.security.templates import obligations
from hdl_agent.tasks.library import Block, Library

BLOCKS = Library.default().blocks()
COMMENTED = re.compile(r"^(  )# (?!Guess)", re.MULTILINE)


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["policy", *words])
    return result.exit_code, result.output


@pytest.mark.parametrize("block", BLOCKS, ids=[block.task.id for block in BLOCKS])
def test_each_reference_has_a_start(block: Block, tmp_path: Path) -> None:
    task, policy = block.task, tmp_path / "policy.yaml"
    text = draft([block.reference], task.top, tmp_path)
    seen = inside([block.reference], task.top, tmp_path / FLAT, tmp_path)
    clock, reset = f"--clock {task.clock}", f"--reset {task.reset.port}"
    assert f"{clock} {reset} --active {task.reset.active}" in text
    guesses = text.count("# Guess")
    for version in (text, COMMENTED.sub(r"\1", text)):
        policy.write_text(version)
        wanted = obligations(load(policy), interface_of(task), seen)
        assert 0 < len(wanted) <= guesses
    assert len(wanted) == guesses


def test_a_machine_is_seen_and_its_start_is_proven(tmp_path: Path) -> None:
    block = Library.default().block("auth/pin_check")
    policy = tmp_path / "policy.yaml"
    words = [str(block.reference), "--top", block.task.top]
    assert call("init", *words, "-o", str(policy))[0] == 0
    assert "legal: [COLLECT, COMPARE, RESULT]" in policy.read_text()
    assert call("init", *words, "-o", str(policy))[0] == 2
    out = ["--policy", str(policy), "-o", str(tmp_path)]
    result = CliRunner().invoke(main, ["check", *words, *out])
    assert result.exit_code == 0, result.output
    assert "pass state_q_is_legal: proven" in result.output


def test_a_start_needs_a_design(verilog: Callable[..., Path]) -> None:
    status, said = call("init", str(verilog("module m; endmodule")), "--top", "n")
    assert status == 1
    assert "there is no module 'n'" in said
    status, said = call("init", str(verilog("module m(input a; endmodule")), "--top", "m")
    assert status == 1
    assert "design.v:1" in said


@pytest.mark.parametrize(
    ("state", "is_machine"),
    [
        ("B: s <= C;", True),
        ("B: s <= d;", False),
        ("B: s <= s + 1;", False),
        ("B: s[0] <= 0;", False),
        ("B: s <= go ? C : A;", True),
    ],
)
def test_a_machine_is_what_is_given_only_constants(
    state: str, is_machine: bool, verilog: Callable[..., Path], tmp_path: Path
) -> None:
    source = verilog(
        "module m(input clk, input rst_n, input go, input [1:0] d, output [1:0] q);"
        "localparam [1:0] A = 0, B = 1, C = 2; reg [1:0] s; assign q = s;"
        f"always @(posedge clk) if (!rst_n) s <= A; else case (s) A: if (go) s <= B; {state}"
        " default: s <= A; endcase endmodule"
    )
    assert ("fsm:" in draft([source], "m", tmp_path / "scratch")) is is_machine
