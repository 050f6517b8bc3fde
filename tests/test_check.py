"""``hdl-agent check`` as a team meets it: real designs, real tools, exit status and reports."""

import datetime
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hdl_agent.cli.main import main

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
OPEN = GOOD.replace("we && !locked", "we && (!locked || d == 9)")
POLICY = """properties:
  - id: resets_to_zero
    reset_value: {signal: q, value: 0}
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
FSM = """module fsm(input clk, input rst_n, input go, input ready, output busy);
  localparam [1:0] IDLE = 2'd0, LOAD = 2'd1, WAIT = 2'd2;
  reg [1:0] state;
  always @(posedge clk)
    if (!rst_n) state <= IDLE;
    else
      case (state)
        IDLE: if (go) state <= LOAD;
        LOAD: state <= WAIT;
        WAIT: if (ready) state <= WAIT;
        default: state <= IDLE;
      endcase
  assign busy = state != IDLE;
endmodule
"""
RULE = "fsm-trap-state"
NARROW = "module n(input [3:0] a, output [1:0] y);\n  assign y = a;\nendmodule\n"
LINT = "lint-width-trunc"


@pytest.fixture(scope="module")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def here(shared_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder. Tests that judge the same design share the answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HDL_AGENT_CACHE", str(shared_cache))


@pytest.fixture
def policy(verilog: Callable[..., Path]) -> str:
    verilog(STICKY, "sticky.v")
    return verilog(POLICY, "policy.yaml").name


def check(*words: str) -> Result:
    return CliRunner().invoke(main, ["check", *words])


def results(*words: str) -> list[dict[str, Any]]:
    designs = json.loads(check(*words, "--json").stdout)["designs"]
    return [result for design in designs for result in design["results"]]


def counted(found: list[dict[str, Any]]) -> list[str]:
    return [item["rule"] for item in found if not item["suppressed"]]


# --- what is found -------------------------------------------------------------------------------


def test_a_sound_design_passes(verilog: Callable[..., Path], policy: str) -> None:
    verilog(GOOD)
    done = check("design.v", "--top", "m", "--policy", policy)
    assert done.exit_code == 0, done.output
    assert "pass no_change_after_lock: proven" in done.stdout
    assert "m: 0 findings, 0 warnings" in done.stdout


def test_a_failed_property_is_a_finding_with_a_witness(
    verilog: Callable[..., Path], policy: str
) -> None:
    verilog(OPEN)
    done = check("design.v", "--top", "m", "--policy", policy)
    assert done.exit_code == 1, done.output
    assert "policy.yaml:4:9: high: the property no_change_after_lock (S1)" in done.stdout
    assert "[no_change_after_lock CWE-1231]" in done.stdout
    (failed,) = results("design.v", "--top", "m", "--policy", policy)
    for name in ("no_change_after_lock", failed["fingerprint"]):
        again = check("--replay", name)
        assert again.exit_code == 1, again.output
        assert "the violation shows" in again.output
    assert check("--replay", "resets_to_zero").exit_code == 2
    assert "there are: no_change_after_lock" in check("--replay", "nothing").output


def test_a_rule_is_a_finding_with_its_place(verilog: Callable[..., Path]) -> None:
    verilog(FSM)
    done = check("design.v", "--top", "fsm")
    assert done.exit_code == 1, done.output
    assert "design.v:9:" in done.stdout
    assert f"[{RULE} CWE-1245]" in done.stdout
    verilog(FSM.replace("(ready) state <= WAIT", "(ready) state <= IDLE"))
    assert check("design.v", "--top", "fsm").exit_code == 0


def test_fail_on_sets_the_bar(verilog: Callable[..., Path]) -> None:
    verilog(FSM)
    bars = {"high": 0, "medium": 1, "low": 1, "warning": 1, "never": 0}
    for fail_on, status in bars.items():
        assert check("design.v", "--top", "fsm", "--fail-on", fail_on).exit_code == status


def test_a_warning_fails_only_when_asked(verilog: Callable[..., Path]) -> None:
    verilog(NARROW)
    done = check("design.v", "--top", "n")
    assert done.exit_code == 0, done.output
    assert f"design.v:2:14: warning: implicit conversion truncates from 4 to 2 bits [{LINT}]" in (
        done.stdout
    )
    assert check("design.v", "--top", "n", "--fail-on", "warning").exit_code == 1


def test_select_and_ignore_take_ids_and_their_beginnings(
    verilog: Callable[..., Path], policy: str
) -> None:
    verilog(OPEN)
    words = ["design.v", "--top", "m", "--policy", policy]
    assert counted(results(*words, "--select", "resets")) == []
    assert counted(results(*words, "--select", "no_change", "--ignore", "fsm-")) == [
        "no_change_after_lock"
    ]
    done = check(*words, "--ignore", "no-such-rule")
    assert done.exit_code == 2
    assert "begins with 'no-such-rule'" in done.output


def test_claims_about_cases_are_for_the_rules_and_other_pragmas_for_the_gate(
    verilog: Callable[..., Path],
) -> None:
    text = FSM.replace("case (state)", "case (state) // synopsys {}")
    verilog(text.format("full_case").replace("        default: state <= IDLE;\n", ""))
    assert "full-case-incomplete" in counted(results("design.v", "--top", "fsm"))
    verilog(text.format("translate_on"))
    done = check("design.v", "--top", "fsm")
    assert done.exit_code == 1
    assert "comment pragma 'translate_on' steers single tools [integrity]" in done.stdout
    verilog(text.format("translate_off"))
    done = check("design.v", "--top", "fsm")
    assert done.exit_code == 1
    assert "missing 'translate_on' counterpart" in done.stdout


def test_explain_says_why_with_the_weakness_and_examples() -> None:
    done = check("--explain", RULE)
    assert done.exit_code == 0
    for part in ("CWE-1245: Improper Finite State Machines", "Bad:", "Good:", "endmodule"):
        assert part in done.stdout
    done = check("--explain", "fsm-trap-stat")
    assert done.exit_code == 2
    assert RULE in done.output


# --- what is wrong with the input ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "status", "why"),
    [
        ("", ["--top", "m"], 2, "the file is empty"),
        (GOOD, ["--top", "n"], 1, "there is no module 'n'; the modules are: m"),
        (GOOD.replace("endmodule", ""), ["--top", "m"], 1, "design.v:8:8: high:"),
        (GOOD.replace("d, output", "d output"), ["--top", "m", "--fail-on", "never"], 1, "design"),
        (GOOD.replace("reg locked;", "initial $dumpvars;"), ["--top", "m"], 1, "design.v:2: high:"),
        (GOOD, ["--top", "m", "--policy", "no.yaml"], 2, "there is no file no.yaml"),
        (GOOD, [], 2, "name the module to judge, with --top; nothing instantiates: m"),
        (GOOD, ["--top", "m; exit"], 2, "name the module to judge"),
        (GOOD, ["--top", "m", "other.v"], 2, "other.v: No such file"),
        (GOOD, ["--top", "m", "-I", "none"], 2, "there is no folder none"),
        (GOOD, ["--top", "m", "-G", "W=4"], 2, "m has no parameter 'W'; it has: none"),
        (GOOD, ["--top", "m", "-D", ""], 2, "'' is no macro"),
        (GOOD, ["--top", "m", "-D", "1=2"], 2, "'1=2' is no macro"),
        (GOOD, ["--top", "m", "--ignore", ""], 2, "begins with ''"),
        (GOOD, ["--top", "m", "."], 2, "it is no file"),
        (GOOD, ["--top", "m", "-o", "design.v"], 2, "is a file"),
        (GOOD, ["--top", "m", "-G", "W"], 2, "write NAME=VALUE"),
        (GOOD, ["--top", "m", "--waivers", "no.yaml"], 2, "no.yaml: not a waiver file"),
        (GOOD, ["--top", "m", "--baseline", "no.json"], 2, "no.json: not a baseline"),
        (GOOD, ["--top", "m", "-f", "no.f"], 2, "cannot read the filelist no.f"),
    ],
)
def test_a_mistake_is_named(
    text: str, words: list[str], status: int, why: str, verilog: Callable[..., Path]
) -> None:
    verilog(text)
    done = check("design.v", *words)
    assert done.exit_code == status, done.output
    assert why in done.output


def test_the_clock_is_asked_for_when_it_is_not_found(
    verilog: Callable[..., Path], policy: str
) -> None:
    verilog(GOOD)
    done = check("design.v", "--top", "m", "--policy", policy, "--clock", "clock")
    assert done.exit_code == 2
    assert "has no input 'clock': name the clock" in done.output
    assert "clk, rst_n" in done.output


@pytest.mark.parametrize(
    ("words", "why"),
    [(["--clock", "rst_n"], "cannot be both"), (["--reset", "d"], "has several bits")],
)
def test_clock_and_reset_are_two_single_bits(
    words: list[str], why: str, verilog: Callable[..., Path], policy: str
) -> None:
    verilog(GOOD)
    done = check("design.v", "--top", "m", "--policy", policy, *words)
    assert (done.exit_code, why in done.output) == (2, True), done.output


def test_a_tool_that_fails_never_reads_as_clean(
    verilog: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A front end without memory: nothing is known of the design."""
    from hdl_agent.rtl import inspect
    from hdl_agent.security.rules.scan import sandboxed

    verilog(GOOD + "// looked at by nothing else\n")
    small = inspect.LIMITS.model_copy(update={"memory_mb": 20})
    monkeypatch.setattr(sandboxed, "LIMITS", small)
    done = check("design.v", "--top", "m", "--fail-on", "never", "--sarif", "s.sarif")
    assert done.exit_code == 3, done.output
    assert "a tool failed" in done.output
    assert not json.loads(Path("s.sarif").read_text())["runs"][0]["invocations"][0][
        "executionSuccessful"
    ]
    monkeypatch.setattr(inspect, "LIMITS", small)
    assert check("design.v", "--top", "m", "--fail-on", "never").exit_code == 4


# --- includes, macros, libraries -----------------------------------------------------------------

USES = """`include "defs.vh"
module m(input clk, input rst_n, input [`WIDTH-1:0] d, output reg [`WIDTH-1:0] q);
`ifdef SYNTHESIS
  nonsense
`endif
  always @(posedge clk) `NEXT(q, d)
endmodule
"""


@pytest.fixture
def defs(tmp_path: Path) -> Path:
    (tmp_path / "inc").mkdir()
    path = tmp_path / "inc" / "defs.vh"
    path.write_text("`define NEXT(to, from) if (!rst_n) to <= 0; else to <= from;\n")
    return path


def test_include_folders_and_macros_reach_every_tool(
    verilog: Callable[..., Path], defs: Path
) -> None:
    verilog(USES)
    verilog(
        "properties:\n- {id: zero, reset_value: {signal: q, value: 0}}\n"
        '- {id: never_ones, never: "q == 8\'hff"}\n',
        "p.yaml",
    )
    words = ["design.v", "--top", "m", "-I", "inc", "-D", "WIDTH=8", "--policy", "p.yaml"]
    done = check(*words)
    assert done.exit_code == 1, done.output
    assert "pass zero: proven" in done.stdout  # Yosys and ABC read it
    assert "high: the property never_ones does not hold" in done.stdout  # and Icarus
    assert "p.yaml:3:" in done.stdout
    defs.write_text(defs.read_text().replace("to <= 0", "to <= 1"))
    assert "the property zero does not hold" in check(*words).stdout  # not from the cache
    done = check("design.v", "--top", "m", "-D", "WIDTH=8")
    assert done.exit_code == 1
    assert "design.v:1:10: high: 'defs.vh'" in done.stdout
    assert "-I or +incdir+" in done.stdout


def test_a_file_outside_the_named_folders_is_not_included(
    verilog: Callable[..., Path], defs: Path
) -> None:
    """Neither by an absolute path, nor by a way out of the folder."""
    (defs.parent.parent / "secret.vh").write_text("`define WIDTH 8\n")
    for name in (str(defs.parent.parent / "secret.vh"), "../secret.vh"):
        verilog(USES.replace("module m", f'`include "{name}"\nmodule m'))
        done = check("design.v", "--top", "m", "-I", "inc")
        assert done.exit_code != 0, done.output
        done = check("design.v", "--top", "m", "-I", "inc", "--sandbox", "none")
        assert done.exit_code == 2, done.output
        assert "is included from no folder" in done.output


def test_what_an_include_holds_is_judged_where_it_stands(
    verilog: Callable[..., Path], defs: Path
) -> None:
    defs.write_text("\n\n`define NOTHING\nwire [3:0] a = d;\ninitial $dumpvars;\n")
    text = 'module m(input [7:0] d, output y);\n`include "defs.vh"\nassign y = a[0];\nendmodule\n'
    verilog(text)
    done = check("design.v", "--top", "m", "-I", "inc")
    assert done.exit_code == 1
    assert "inc/defs.vh:5: high: system task or function $dumpvars" in done.stdout
    defs.write_text("\n\n`define NOTHING\nwire [3:0] a = d;\n")
    (found,) = results("design.v", "--top", "m", "-I", "inc")
    place = {"file": "inc/defs.vh", "line": 4, "column": 16}
    assert (found["rule"], found["place"], found["text"]) == (LINT, place, "wire [3:0] a = d;")


def test_parameters_are_those_of_the_top(verilog: Callable[..., Path]) -> None:
    verilog("module m #(parameter W = 2, V = 1)(input [3:0] a, output [W-1:0] y);\n"
            "  assign y = a;\nendmodule\n")  # fmt: skip
    assert counted(results("design.v", "--top", "m")) == [LINT]
    assert counted(results("design.v", "--top", "m", "-G", "W=8/2")) == []
    assert "it has: W, V" in check("design.v", "--top", "m", "-G", "X=1").output


def test_a_filelist_in_all_its_styles(
    verilog: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, defs: Path
) -> None:
    for folder in ("sub", "lib", "other"):
        (tmp_path / folder).mkdir()
    verilog(USES.replace("module m", "module deep"), "lib/deep.sv")
    verilog("module inner(input clk, input rst_n, input [`WIDTH-1:0] d, output [`WIDTH-1:0] q);\n"
            "deep i(.*);\nendmodule\n", "other/cells.v")  # fmt: skip
    verilog("module m(input clk, input rst_n, input [7:0] d, output [7:0] q);\n"
            "inner i(.*);\nendmodule\n", "outer.v")  # fmt: skip
    verilog("+incdir+../inc // relative to this list\n-v ../other/cells.v\n", "sub/deeper.f")
    verilog(
        "/* two\nlines */ -F sub/deeper.f\n// a comment with $NOBODY\n$HERE/outer.v\n"
        "-y lib +libext+.v+.sv # and this\n+define+WIDTH=8+UNUSED\n",
        "all.f",
    )
    monkeypatch.setenv("HERE", str(tmp_path))
    done = check("-f", "all.f", "--top", "m")
    assert done.exit_code == 0, done.output
    verilog("all.f", "again.f")
    verilog("-timescale=1ns/1ns", "bad.f")
    done = check("-f", "bad.f", "--top", "m")
    assert done.exit_code == 2
    assert "'-timescale=1ns/1ns' is not known here" in done.output
    verilog("-f round.f", "round.f")
    assert "break the circle" in check("-f", "round.f", "--top", "m").output


def test_macros_of_a_file_hold_in_the_next_one(verilog: Callable[..., Path]) -> None:
    verilog("`define W 4\n", "defines.v")
    verilog("module m(input [`W-1:0] a, output [`W-1:0] y);\nassign y = a;\nendmodule\n")
    assert check("defines.v", "design.v", "--top", "m").exit_code == 0
    assert check("design.v", "--top", "m").exit_code == 1


# --- what a team accepts -------------------------------------------------------------------------


def waiver(**more: str) -> str:
    fields = {"rule": RULE, "path": "design.v", "reason": "by intent"} | more
    return "- " + json.dumps({name: value for name, value in fields.items() if value})


def test_a_waived_finding_does_not_count_and_is_reported(verilog: Callable[..., Path]) -> None:
    verilog(FSM)
    verilog(waiver(message="WAIT", path="*.v"), "w.yaml")
    words = ["design.v", "--top", "fsm", "--waivers", "w.yaml"]
    done = check(*words, "--sarif", "s.sarif")
    assert done.exit_code == 0, done.output
    assert "waived (by intent)" in done.stdout
    (found,) = json.loads(Path("s.sarif").read_text())["runs"][0]["results"]
    assert found["suppressions"][0]["justification"] == "by intent"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"path": "other.v"}, "is not used"),
        ({"rule": "fsm-trap"}, "is not used"),
        ({"message": "LOAD$"}, "is not used"),
        ({"expires": "2020-01-31"}, "expired on 2020-01-31: the finding counts again"),
    ],
)
def test_a_waiver_that_does_not_hold_is_named(
    more: dict[str, str], said: str, verilog: Callable[..., Path]
) -> None:
    verilog(FSM)
    verilog(waiver(**more), "w.yaml")
    done = check("design.v", "--top", "fsm", "--waivers", "w.yaml")
    assert done.exit_code == 1
    assert said in done.stdout


def test_a_waiver_holds_on_its_last_day(verilog: Callable[..., Path]) -> None:
    verilog(FSM)
    verilog(waiver(expires=str(datetime.date.today() + datetime.timedelta(days=1))), "w.yaml")
    assert check("design.v", "--top", "fsm", "--waivers", "w.yaml").exit_code == 0


def test_nothing_waives_a_design_that_cannot_be_read(verilog: Callable[..., Path]) -> None:
    verilog(FSM.replace("endcase", ""))
    verilog(waiver(rule="*", path="*"), "w.yaml")
    assert check("design.v", "--top", "fsm", "--waivers", "w.yaml").exit_code == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not a waiver file"),
        ("rule: x", "is a list of entries"),
        (waiver(reason=""), "waiver number 1, reason: Field required"),
        (waiver(message="("), "not a regular expression"),
        (waiver(expires="soon"), "waiver number 1, expires"),
        (waiver() + "\n" + waiver(line="3"), "waiver number 2, line"),
    ],
)
def test_a_bad_waiver_file_is_named_with_its_entry(
    text: str, why: str, verilog: Callable[..., Path]
) -> None:
    verilog(FSM)
    verilog(text, "w.yaml")
    done = check("design.v", "--top", "fsm", "--waivers", "w.yaml")
    assert done.exit_code == 2
    assert "w.yaml: " in done.output
    assert why in done.output


def test_a_baseline_hides_what_was_there_and_shows_what_is_new(
    verilog: Callable[..., Path],
) -> None:
    verilog(FSM)
    words = ["design.v", "--top", "fsm", "--fail-on", "warning"]
    assert check(*words, "--write-baseline", "base.json").exit_code == 0
    assert check(*words).exit_code == 1
    assert check(*words, "--baseline", "base.json").exit_code == 0
    verilog("// one line\n// and another\n" + FSM)  # lines move
    done = check(*words, "--baseline", "base.json")
    assert done.exit_code == 0, done.output
    assert "1 in the baseline" in done.stdout
    verilog(FSM.replace("output busy", "output busy, output n").replace(
        "assign busy", "assign n = {go, ready};\n  assign busy"))  # fmt: skip
    done = check(*words, "--baseline", "base.json")
    assert done.exit_code == 1
    assert LINT in done.stdout
    assert RULE not in done.stdout


def test_a_property_that_failed_before_is_known_by_its_id(
    verilog: Callable[..., Path], policy: str
) -> None:
    verilog(OPEN)
    words = ["design.v", "--top", "m", "--policy", policy]
    assert check(*words, "--write-baseline", "base.json").exit_code == 0
    assert json.loads(Path("base.json").read_text())["findings"][0]["path"] == "policy.yaml"
    verilog(OPEN.replace("q <= 0;", "q <= 3;"))
    assert counted(results(*words, "--baseline", "base.json")) == ["resets_to_zero"]


# --- reports -------------------------------------------------------------------------------------


def test_the_reports_are_what_their_readers_expect(
    verilog: Callable[..., Path], policy: str
) -> None:
    verilog(OPEN.replace("endmodule", "  wire [1:0] low = d;\nendmodule"))
    words = ["design.v", "--top", "m", "--policy", policy]
    done = check(*words, "--json", "--sarif", "s.sarif", "--junit", "j.xml")
    assert json.loads(done.stdout)["status"] == done.exit_code == 1
    assert "m: 1 finding, 1 warning" in done.stderr
    log = json.loads(Path("s.sarif").read_text())
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [LINT, "no_change_after_lock"]
    assert rules[1]["properties"]["tags"] == ["security", "external/cwe/cwe-1231"]
    assert 7 <= float(rules[1]["properties"]["security-severity"]) < 9
    assert "security-severity" not in rules[0]["properties"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] in ("error", "warning", "note")
        assert result["partialFingerprints"]["hdlAgent/v1"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] in ("design.v", "policy.yaml")
        assert place["region"]["startLine"] > 0
    assert run["invocations"][0]["executionSuccessful"]
    (suite,) = ET.parse("j.xml").getroot()
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert set(cases) == {"compile", "resets_to_zero", "no_change_after_lock", LINT}
    assert cases["no_change_after_lock"].find("failure") is not None
    assert cases[LINT].find("skipped") is not None
    assert len(cases["resets_to_zero"]) == 0
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("4", "1", "1")


def test_an_unchanged_design_is_answered_from_the_cache(
    verilog: Callable[..., Path], policy: str
) -> None:
    verilog(OPEN + "// a design that no other test judges\n")
    words = ["design.v", "--top", "m", "--policy", policy]
    assert "(cached)" not in check(*words).stdout
    done = check(*words, "-o", "elsewhere")
    assert done.exit_code == 1
    assert "(cached)" in done.stdout
    assert Path("elsewhere/m/witness/no_change_after_lock/stimulus.txt").is_file()
    verilog(STICKY.replace("was && q", "was && 0 && q"), "sticky.v")
    assert check(*words).exit_code == 0
    verilog(OPEN + "// another\n")
    assert "(cached)" not in check(*words).stdout


def test_files_may_have_any_printable_name(verilog: Callable[..., Path], policy: str) -> None:
    """The netlist bears them, and Yosys does not read JSON's escapes of what is not ASCII."""
    verilog(GOOD).rename("tö p.v")
    done = check("tö p.v", "--top", "m", "--policy", policy)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    "words",
    [
        ["report", "design.v"],
        ["equiv", "design.v", "--reference", "design.v", "--top", "m", "-o", "design.v"],
    ],
)
def test_a_file_where_a_folder_is_meant_is_named(
    words: list[str], verilog: Callable[..., Path]
) -> None:
    verilog(GOOD)
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, "is a file" in done.output) == (2, True)


def test_a_starter_policy_goes_where_it_is_told(verilog: Callable[..., Path]) -> None:
    verilog(GOOD)
    words = ["policy", "init", "design.v", "--top", "m", "-o", "new/policy.yaml"]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert Path("new/policy.yaml").is_file()
