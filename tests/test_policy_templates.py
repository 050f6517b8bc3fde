"""Every template on signals inside a design, and the newer ones on ports too.

One design in which all properties hold, and its near misses: one line each. A refutation counts
when a simulator, which took no part in finding it, shows it again.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hdl_agent.verdict import Evidence, Outcome, RungResult

pytestmark = pytest.mark.skipif(shutil.which("iverilog") is None, reason="replay needs Icarus")

DESIGN = """
module core #(parameter [7:0] FIRST = 8'h10) (
  input clk, input rst_n, input go, input wr, input priv, input clear, input rd,
  input [7:0] d, input [7:0] key,
  output [1:0] st, output reg done, output [7:0] out, output [7:0] tag, output [7:0] held,
  output [7:0] low, output [7:0] high, output level, output alert, output vote);
  localparam [1:0] IDLE = 0, RUN = 1, DONE = 2;
  typedef struct packed { logic [6:0] pad; logic set; logic [7:0] value; } seed_t;
  reg [1:0] state;
  reg locked; reg [7:0] cfg, cfg_n, prot, key_q;
  seed_t seed;
  reg [7:0] first, last;
  reg [8:1] bank [2:3];
  (* keep *) reg one, two, t0, t1, t2;
  assign st = state, held = prot, low = last, high = first;
  assign out = priv ? key_q : 8'd0;
  assign tag = seed.set ? seed.value : 8'd0;
  assign level = one, alert = one != two;
  assign vote = (t0 & t1) | (t1 & t2) | (t0 & t2);
  always @(posedge clk)
    if (!rst_n) state <= IDLE;
    else case (state)
      IDLE: if (go) state <= RUN;
      RUN: state <= DONE;
      DONE: state <= IDLE;
      default: state <= IDLE;
    endcase
  always @(posedge clk) done <= rst_n && state == RUN;
  always @(posedge clk)
    if (!rst_n) begin locked <= 0; cfg <= FIRST; cfg_n <= ~FIRST; end
    else begin
      if (go && wr) locked <= 1;
      if (wr && !locked && d != 8'hee) begin cfg <= d; cfg_n <= ~d; end
    end
  always @(posedge clk) if (!rst_n) prot <= 0; else if (wr && priv) prot <= d;
  always @(posedge clk)
    if (!rst_n) key_q <= 0; else if (clear) key_q <= 0; else if (go) key_q <= key;
  always @(posedge clk)
    if (!rst_n) seed.set <= 0; else if (wr) begin seed.set <= 1; seed.value <= d; end
  always @(posedge clk)
    if (!rst_n) begin last <= 8'h3f; first <= 8'h80; end
    else if (wr) begin last <= d & 8'h7f; first <= d | 8'h80; end
  always @(posedge clk) if (wr) bank[{1'b1, rd}] <= d | 8'h01;
  always @(posedge clk) if (!rst_n) {one, two} <= 0; else if (wr) {one, two} <= {2{d[0]}};
  always @(posedge clk)
    if (!rst_n) {t0, t1, t2} <= 0;
    else if (wr) {t0, t1, t2} <= {3{d[1]}};
    else {t0, t1, t2} <= {3{vote}};
endmodule

module dut (
  input clk, input rst_n, input go, input wr, input priv, input clear, input rd,
  input [7:0] d, input [7:0] key,
  output [1:0] st, output done, output [7:0] out, output [7:0] tag, output [7:0] held,
  output [7:0] low, output [7:0] high, output level, output alert, output vote);
  generate for (genvar i = 0; i < 1; i++) begin : g
    core u (.*);
  end endgenerate
endmodule
"""

# The flaws: text of the design, and what takes its place.
FLAWS = {
    "RUN: state <= DONE;": "RUN: state <= d == 8'h5a ? 2'd3 : DONE;",
    "default: state <= IDLE;": "default: state <= 2'd3;",
    "DONE: state <= IDLE;": "DONE: if (!clear) state <= IDLE;",
    "if (go) state": "if (go && !wr) state",
    "wr && !locked && d != 8'hee": "wr && (!locked || d[0]) && d != 8'hef",
    "cfg_n <= ~d": "cfg_n <= ~(d & 8'h7f)",
    "prot <= 0; else if (wr && priv)": "prot <= 1; else if (wr && (priv || d == 8'h77))",
    "out = priv ?": "out = priv || rd ?",
    "if (clear) key_q <= 0;": "if (clear) key_q <= {key_q[7], 7'd0};",
    "seed.set ?": "seed.set || rd ?",
    "first <= d | 8'h80": "first <= d",
    "d | 8'h01": "d",
    "done <= rst_n && state == RUN": "done <= rst_n && state == RUN && key_q != 8'h33",
    "alert = one != two": "alert = one && !two",
    "vote = (t0 & t1) | (t1 & t2) | (t0 & t2)": "vote = t0",
}

POLICY = """properties:
  - id: never_inside
    never: "g[0].u.cfg == 8'hee"
  - id: always_inside
    always: "g[0].u.cfg == (g[0].u.cfg_n ^ 8'hff)"
  - id: never_in_an_array
    never: "g[0].u.bank[3][1] == 0 && g[0].u.filled"
  - id: implies_inside
    implies: {if: "go && g[0].u.state == g[0].u.IDLE", then: "g[0].u.state[0]", within: 1}
  - id: responds_inside
    responds: {if: "g[0].u.state == g[0].u.RUN && !clear", then: "done", within: 1}
  - id: locked_inside
    locked: {asset: "g[0].u.cfg", while: "g[0].u.locked"}
  - id: reset_value_inside
    reset_value: {signal: "g[0].u.prot", value: 0}
  - id: access_inside
    access: {asset: "g[0].u.prot", allowed: wr && priv}
  - id: access_of_a_port
    access: {asset: held, allowed: wr && priv}
  - id: access_by_reading
    access: {asset: "g[0].u.key_q", allowed: priv, read_by: [out]}
  - id: access_by_reading_of_a_port
    access: {asset: key, allowed: priv, read_by: [out]}
    assume: "!priv"
  - id: fsm_inside
    fsm: {state: "g[0].u.state", legal: [IDLE, RUN, DONE]}
  - id: fsm_recovers
    fsm: {state: "g[0].u.state", legal: [IDLE, RUN, DONE], recovers_within: 1}
  - id: fsm_leaves
    fsm:
      state: "g[0].u.state"
      legal: [IDLE, RUN, DONE, 3]
      leaves: {within: 2, final: [IDLE, 3]}
  - id: fsm_of_a_port
    fsm: {state: st, legal: [0, 1, 2]}
  - id: no_overlap_inside
    no_overlap:
      regions:
        - {base: 0, limit: "g[0].u.last"}
        - {base: "g[0].u.first", size: 8}
  - id: no_overlap_of_ports
    no_overlap:
      regions: [{base: 0, limit: low}, {base: high, limit: 255, valid: "high != 0"}]
      valid: "!clear"
  - id: confidential_inside
    confidential: {secrets: ["g[0].u.key_q"], observers: [out], observe_when: "!priv"}
  - id: confidential_at_power_up
    confidential: {secrets: ["g[0].u.seed.value"], observers: [tag], at_power_up: true}
  - id: constant_time_inside
    constant_time: {secrets: ["g[0].u.key_q"], observers: [done, "g[0].u.state"]}
  - id: zeroized_inside
    zeroized: {secrets: [key], observers: ["g[0].u.key_q"], event: clear, within: 1}
  - id: zeroized_register
    zeroized: {secrets: ["g[0].u.key_q"], observers: [out], event: "clear", within: 1}
  - id: fault_alert
    fault_detected: {alert: alert, observers: [level], within: 0}
  - id: fault_alert_inside
    fault_detected:
      alert: "g[0].u.alert"
      observers: ["g[0].u.one"]
      within: 1
      unless: wr
      registers: ["g[0].u.one", "g[0].u.two"]
    assume: "g[0].u.st != 3"
  - id: fault_masked
    fault_detected: {alert: "0", observers: [vote], within: 2}
  - id: fault_never_inside
    fault_detected: {never: "g[0].u.vote && !g[0].u.t1 && !g[0].u.t2"}
  - id: monitor_inside
    monitor: {file: odd.v, signals: {word: "g[0].u.bank[2]", locked: "g[0].u.locked"}}
"""
MONITOR = """module odd(input clk, input rst_n, input wr, input rd, input locked, input [7:0] word,
  output violation, output covered);
reg filled; always @(posedge clk) filled <= rst_n && (filled || wr && !rd);
assign covered = filled && locked, violation = filled && !word[0];
endmodule
"""


Judge = Callable[[Path, Path], RungResult]


def evidence_of(design: str, folder: Path, judged: Judge) -> dict[str, Evidence]:
    """The evidence of each property of POLICY."""
    (folder / "dut.sv").write_text(design)
    (folder / "policy.yaml").write_text(POLICY)
    (folder / "odd.v").write_text(MONITOR)
    secure = judged(folder / "dut.sv", folder / "policy.yaml")
    return {item.check: item for item in secure.evidence}


FILLED = "  reg filled; always @(posedge clk) filled <= rst_n && (filled || wr && rd);\n  reg [1:0]"
SOUND = DESIGN.replace("  reg [1:0]", FILLED, 1)
IDS = [line.split()[-1] for line in POLICY.splitlines() if "- id:" in line]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, judged: Judge) -> dict[str, Evidence]:
    return evidence_of(SOUND, tmp_path_factory.mktemp("sound"), judged)


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory, judged: Judge) -> dict[str, Evidence]:
    text = SOUND
    for right, wrong in FLAWS.items():
        assert right in text, right
        text = text.replace(right, wrong)
    return evidence_of(text, tmp_path_factory.mktemp("flawed"), judged)


@pytest.mark.parametrize("name", IDS)
def test_it_holds_where_it_should(name: str, sound: dict[str, Evidence]) -> None:
    assert sound[name].outcome is Outcome.PASS, sound[name]
    assert sound[name].strength == "proven", sound[name]


@pytest.mark.parametrize("name", IDS)
def test_the_near_miss_is_refuted_and_shows(name: str, flawed: dict[str, Evidence]) -> None:
    assert flawed[name].outcome is Outcome.FAIL, flawed[name]
    assert flawed[name].confirmed is True


def test_masked_and_detected_are_told_apart(sound: dict[str, Evidence]) -> None:
    assert "every upset is masked" in sound["fault_masked"].detail
    assert "raises the alert" in sound["fault_alert"].detail
