"""Every template on designs with known answers: one that holds, a near miss that is refuted.

A refutation counts when Icarus, which took no part in finding it, shows it again.
"""

import shutil
from pathlib import Path

import pytest

from hdl_agent.formal.model import prepare
from hdl_agent.formal.obligation import Interface, Proof, Status
from hdl_agent.formal.prove import prove
from hdl_agent.formal.replay import replay
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.netlist import GATES
from hdl_agent.security.policy import load
from hdl_agent.security.templates import obligations
from hdl_agent.tasks.task import Port

pytestmark = pytest.mark.skipif(shutil.which("iverilog") is None, reason="replay needs Icarus")

INPUTS = {"go": 1, "clear": 1, "open": 1, "key": 8, "guess": 8}
OUTPUTS = {"q": 8, "done": 1, "alert": 1}
PORTS = [
    Port(name="clk", direction="input", width=1),
    Port(name="rst_n", direction="input", width=1),
    *(Port(name=name, direction="input", width=width) for name, width in INPUTS.items()),
    *(Port(name=name, direction="output", width=width) for name, width in OUTPUTS.items()),
]
INTERFACE = Interface(top="dut", clock="clk", reset="rst_n", reset_active=0, ports=tuple(PORTS))
HEAD = """module dut (input clk, input rst_n, input go, input clear, input open,
  input [7:0] key, input [7:0] guess, output [7:0] q, output done, output alert);
"""
STORE = (
    HEAD
    + """
reg [7:0] r; reg d; assign q = r, done = d, alert = 0;
always @(posedge clk) if (!rst_n) begin r <= 0; d <= 0; end else begin
  d <= go;
  if (clear) r <= {cleared}; else if (go && {when}) r <= key;
end
endmodule
"""
)
COMPARE = (
    HEAD
    + """
reg [3:0] n; reg busy, ok; reg [7:0] k;
assign q = 0, done = busy && n == {last}, alert = 0;
always @(posedge clk) if (!rst_n) begin n <= 0; busy <= 0; ok <= 0; k <= 0; end
else if (!busy) begin busy <= go; n <= 0; ok <= 1; k <= key; end
else begin n <= n + 1; ok <= ok && k[n[2:0]] == guess[n[2:0]];
  if (done {early}) busy <= 0; end
endmodule
"""
)
TWICE = (
    HEAD
    + """
(* keep *) reg a; (* keep *) reg b; assign q = 0, done = a {both}, alert = a != b;
always @(posedge clk) if (!rst_n) begin a <= 0; b <= 0; end
else if (go) begin a <= open; b <= open; end
endmodule
"""
)
# template: (property, design where it holds, near miss, is the answer unbounded)
CASES = {
    "always": (
        "always: '!done || !alert'",
        STORE.format(cleared=0, when=1),
        STORE.format(cleared=0, when=1).replace("alert = 0", "alert = r == 77"),
    ),
    "never": (
        'never: "q == 8\'d5"',
        STORE.format(cleared=0, when="key != 5"),
        STORE.format(cleared=0, when=1),
    ),
    "implies": (
        "implies: {if: go, then: done, within: 1}",
        STORE.format(cleared=0, when=1),
        STORE.format(cleared=0, when=1).replace("d <= go", "d <= go && !clear"),
    ),
    "locked": (
        "locked: {asset: q, while: '!go && !clear'}",
        STORE.format(cleared=0, when=1),
        STORE.format(cleared=0, when=1).replace("go && 1", "go || open"),
    ),
    "reset_value": (
        "reset_value: {signal: q, value: 0}",
        STORE.format(cleared=0, when=1),
        STORE.format(cleared=0, when=1).replace("begin r <= 0; d", "begin d"),
    ),
    "confidential": (
        "confidential: {secrets: [key], observers: [q], observe_when: '!open'}",
        STORE.format(cleared=0, when=1).replace("q = r", "q = open ? r : 0"),
        STORE.format(cleared=0, when=1).replace("q = r", "q = open || r == 200 ? r : 0"),
    ),
    "constant_time": (
        "constant_time: {secrets: [key, guess], observers: [done]}",
        COMPARE.format(last=7, early=""),
        COMPARE.format(last=7, early="|| !ok"),
    ),
    "zeroized": (
        "zeroized: {secrets: [key], observers: [q, done], event: clear, within: 1}",
        STORE.format(cleared=0, when=1),
        STORE.format(cleared="{r[7], 7'd0}", when=1),
    ),
    "fault_detected": (
        "fault_detected: {monitor: opened.v}",
        TWICE.format(both="&& b"),
        TWICE.format(both="").replace("a != b", "a && b"),
    ),
}
OPENED = """module opened(input clk, input rst_n, input go, input open, input done, input alert,
  output violation, output covered);
reg right; always @(posedge clk) if (!rst_n) right <= 0; else if (go) right <= open;
assign violation = done && !right && !alert, covered = done;
endmodule
"""


def decide(entry: str, design: str, folder: Path, extra: str = "") -> Proof:
    """The proof of one property on one design."""
    (folder / "policy.yaml").write_text(f"properties:\n  - id: it\n    {entry}\n{extra}")
    (folder / "opened.v").write_text(OPENED)
    source = folder / "dut.v"
    source.write_text(design)
    wanted = obligations(load(folder / "policy.yaml"), INTERFACE)
    inspect([source], "dut", folder / "inspection")
    gates = folder / "inspection" / GATES
    model = prepare([source], gates, INTERFACE, wanted, folder / "model")
    return prove(model, wanted, folder / "witness")[0]


@pytest.mark.parametrize("template", CASES)
def test_it_holds_where_it_should(template: str, tmp_path: Path) -> None:
    entry, good, _ = CASES[template]
    proof = decide(entry, good, tmp_path)
    assert proof.status is Status.PROVEN, proof
    assert proof.covered is True


@pytest.mark.parametrize("template", CASES)
def test_the_near_miss_is_refuted_and_shows_on_the_simulator(template: str, tmp_path: Path) -> None:
    entry, _, bad = CASES[template]
    proof = decide(entry, bad, tmp_path)
    assert proof.status is Status.REFUTED, proof
    assert proof.confirmed is True
    witness = tmp_path / "witness" / "it"
    assert (witness / "wave.vcd").stat().st_size > 0
    assert replay(witness)


def test_the_witness_does_not_show_on_a_sound_design(tmp_path: Path) -> None:
    """A replay can fail: the same stimulus on the design without the flaw."""
    entry, good, bad = CASES["never"]
    decide(entry, bad, tmp_path)
    witness = tmp_path / "witness" / "it"
    (witness / "design0.v").write_text(good)
    assert not replay(witness)


def test_a_situation_that_cannot_occur_is_vacuous(tmp_path: Path) -> None:
    entry = 'implies: {if: "q == 8\'d5", then: "alert"}'
    proof = decide(entry, STORE.format(cleared=0, when="key != 5"), tmp_path)
    assert proof.status is Status.PROVEN
    assert proof.covered is False


def test_an_assumption_narrows_the_runs(tmp_path: Path) -> None:
    entry = 'never: "q == 8\'d5"'
    design = STORE.format(cleared=0, when=1)
    assumed = decide(entry, design, tmp_path, extra='    assume: "key != 8\'d5"\n')
    assert assumed.status is Status.PROVEN


def test_power_up_is_free_where_reset_does_not_reach(tmp_path: Path) -> None:
    """r is never reset: nothing but its power-up value can make it 5."""
    design = STORE.format(cleared="r", when=0).replace("begin r <= 0; d", "begin d")
    proof = decide('never: "q == 8\'d5"', design, tmp_path)
    assert proof.status is Status.REFUTED


def test_a_free_reset_may_come_at_any_time(tmp_path: Path) -> None:
    entry = "locked: {asset: q, while: '!go && !clear'}"
    design = STORE.format(cleared=0, when=1)
    proof = decide(entry, design, tmp_path, extra="    reset: free\n")
    assert proof.status is Status.PROVEN, "the template looks away in the cycle of a reset"


def test_a_bounded_search_says_so(tmp_path: Path) -> None:
    """Far beyond the depth a counter would violate it; no proof exists, and none is claimed."""
    design = (
        HEAD
        + """
reg [23:0] n; assign q = 0, done = go, alert = n == 24'hfffffe;
always @(posedge clk) n <= !rst_n ? 0 : n + 1;
endmodule
"""
    )
    entry = "always: '!alert'"
    proof = decide(entry, design, tmp_path, extra="    depth: 20\n")
    assert proof.status in (Status.BOUNDED, Status.UNKNOWN)
    assert proof.status is not Status.PROVEN


def test_what_cannot_be_prepared_is_an_error_not_a_pass(tmp_path: Path) -> None:
    proof = decide("always: '!alert'", "module dut(input clk; endmodule", tmp_path)
    assert proof.status is Status.ERROR
    assert proof.detail
