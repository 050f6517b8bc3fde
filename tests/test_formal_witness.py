"""The folder that a refuted property leaves: replayed on two simulators, shown, and a test."""

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from hdl_agent.formal.harness import Shape
from hdl_agent.formal.obligation import Interface, Obligation, Pair
from hdl_agent.formal.picture import read_picture
from hdl_agent.formal.replay import replay, simulators
from hdl_agent.formal.signals import SHOWN, choose, signals_of
from hdl_agent.formal.verilated import NotVerilated, replay_verilated
from hdl_agent.ladder.replay import replay as replay_again
from hdl_agent.tasks.library import Library
from hdl_agent.tasks.task import Port
from hdl_agent.verdict import Evidence, RungResult

pytestmark = pytest.mark.skipif(
    shutil.which("iverilog") is None or shutil.which("g++") is None,
    reason="two simulators need Icarus and g++",
)

MENDED = """module vault(input clk, input rst_n, input load, input clear, input [7:0] key,
  input idle, output reg [7:0] q);
  always @(posedge clk) if (!rst_n || clear) q <= 0; else if (load) q <= key;
endmodule
"""
WEAK = MENDED.replace("!rst_n || clear) q <= 0;", "!rst_n) q <= 0; else if (clear) q <= q & 8'h10;")
FLIPS = (
    MENDED.replace("output reg [7:0] q", "output [7:0] q")
    .replace("always", "(* keep *) reg [7:0] held; assign q = held;\n  always")
    .replace("q <= 0", "held <= 0")
    .replace("q <= key", "held <= key & 8'h7f")
)
NEVER_RESET = MENDED.replace("!rst_n || clear) q <= 0; else if (load", "load && clear && rst_n")
POLICY = """properties:
  - id: cleared
    requirement: S1
    cwe: 226
    zeroized: {secrets: [key], observers: [q], event: clear, within: 1}
"""
FAULT = """properties:
  - id: no_flip
    requirement: S1
    cwe: 1247
    fault_detected: {never: "q[7]"}
"""
POWER = """properties:
  - id: not_seven
    requirement: S1
    cwe: 1271
    never: "q == 8'd7 && idle"
    assume: "!load"
"""


Judge = Callable[[Path, Path], RungResult]


def evidence_of(design: str, policy: str, folder: Path, judged: Judge) -> Evidence:
    """The evidence of the policy's one property; its witness is in ``folder``."""
    (folder / "vault.v").write_text(design)
    (folder / "policy.yaml").write_text(policy)
    return judged(folder / "vault.v", folder / "policy.yaml").evidence[0]


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory, judged: Judge) -> Path:
    """A two-copy property's; not to be written to."""
    folder = tmp_path_factory.mktemp("weak")
    evidence = evidence_of(WEAK, POLICY, folder, judged)
    assert evidence.confirmed
    assert evidence.confirmed_on == ("icarus", "verilator")
    return folder / str(evidence.witness)


@pytest.fixture
def own(witness: Path, tmp_path: Path) -> Path:
    """A copy of the witness."""
    return Path(shutil.copytree(witness, tmp_path / "witness"))


def test_it_shows_on_both_simulators_and_not_on_the_mended_design(own: Path) -> None:
    assert simulators(own) == ("icarus", "verilator")
    (own / "design0.v").write_text(MENDED)
    assert simulators(own) == ()
    assert not replay_verilated(own)


def test_what_verilator_does_not_take_takes_nothing_from_icarus(own: Path) -> None:
    gate = "\nmodule unused(output y, input a); tran t(y, a); endmodule\n"
    (own / "design0.v").write_text(WEAK + gate + "\nbind nothing unused u();\n")
    with pytest.raises(NotVerilated, match="Verilator could not build"):
        replay_verilated(own)
    (own / "player.v").rename(own / "player2.v")
    (own / "design0.v").write_text(WEAK)
    assert simulators(own) == ("icarus",)


def test_the_picture_shows_both_copies_and_the_violating_cycle(witness: Path) -> None:
    waveform = read_picture(witness)
    assert waveform is not None
    rows = {row.name: row for row in waveform.signal}
    assert list(rows)[:2] == ["clk", "rst_n"]
    assert {"key", "key_b", "q", "q_b", "clear", "violation"} <= set(rows)
    last = waveform.cycles[-1]
    assert waveform.violated == {last}
    assert last == len((witness / "stimulus.txt").read_text().split())
    assert rows["q"].values[-1] != rows["q_b"].values[-1]
    assert rows["key"].values != rows["key_b"].values
    document = json.loads((witness / "wave.json").read_text())
    assert {"name", "wave"} <= set(document["signal"][0])
    assert ET.fromstring((witness / "wave.svg").read_text()).tag.endswith("svg")


def test_replay_prints_the_cycles(witness: Path) -> None:
    seen = replay_again(witness, Library.default())
    assert seen.shows
    said = "\n".join(seen.lines)
    assert "the violation shows on Icarus" in said
    assert "the violation shows on Verilator" in said
    assert "q_b" in said


def make(folder: Path, *words: str) -> int:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["make", *words], cwd=folder, env=os.environ | {"PATH": path}, capture_output=True
    )
    assert (folder / "results.xml").exists(), done.stderr
    return done.returncode


def test_its_cocotb_test_turns_green_with_the_mended_design(own: Path, tmp_path: Path) -> None:
    mended = tmp_path / "mended.v"
    mended.write_text(MENDED)
    assert make(own) != 0
    assert make(own, f"DESIGN={mended}") == 0


def test_its_bench_turns_green_with_plusarg_mended(own: Path) -> None:
    def bench(design: str) -> int:
        (own / "design0.v").write_text(design)
        build = "iverilog -g2012 -s hdl_agent_replay -o sim *.v harness.sv && vvp -n sim +mended"
        return subprocess.run(build, shell=True, cwd=own, capture_output=True).returncode

    assert bench(WEAK) != 0
    assert bench(MENDED) == 0


def test_a_flip_is_named_by_its_register_bit(tmp_path: Path, judged: Judge) -> None:
    evidence = evidence_of(FLIPS, FAULT, tmp_path, judged)
    assert evidence.confirmed_on == ("icarus", "verilator")
    folder = tmp_path / str(evidence.witness)
    waveform = read_picture(folder)
    assert waveform is not None
    assert "flip of held[7]" in {row.name for row in waveform.signal}
    assert "netlist" in (folder / "README").read_text()
    assert "DESIGN=" not in (folder / "README").read_text()


def test_where_the_power_up_value_matters_both_are_given_it(tmp_path: Path, judged: Judge) -> None:
    """Icarus knows it as X and Verilator as 0: neither would show it on the Verilog as written."""
    evidence = evidence_of(NEVER_RESET, POWER, tmp_path, judged)
    assert evidence.confirmed_on == ("icarus", "verilator")
    folder = tmp_path / str(evidence.witness)
    assert "hdl_agent_power_up" in (folder / "player.v").read_text()
    assert replay(folder)


def test_few_signals_and_those_that_tell(tmp_path: Path) -> None:
    names = [f"o{n}" for n in range(20)]
    ports = [Port(name=n, direction="input", width=1) for n in ("clk", "rst", "key", "go", "quiet")]
    ports += [Port(name=n, direction="output", width=1) for n in names]
    interface = Interface(top="t", clock="clk", reset="rst", reset_active=1, ports=tuple(ports))
    obligation = Obligation(
        id="it",
        module="m",
        monitor="module m(input go, input quiet, output secret); // o3 o3\nassign secret = go;",
        signals=frozenset({"secret"}),
        pair=Pair(secrets=("key",), observers=tuple(names)),
    )
    signals = signals_of(interface, obligation, Shape())
    assert signals.read == ("go",)
    same = {name: ["0", "1"] for name in signals.names}
    chosen = choose(signals, same | {"key_b": ["1", "1"], "o7_b": ["0", "0"]})
    assert chosen == ["rst", "o7", "o7_b", "key", "key_b", "go", "quiet"]
    flipped = {name: ["1", "0"] for name in same if name.endswith("_b")}
    assert len(choose(signals, same | flipped)) < SHOWN
