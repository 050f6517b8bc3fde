"""Static rules: each finds its weakness in its own example, and nothing where there is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hdl_agent.finding import Finding, Place, Severity
from hdl_agent.security.rules.scan import catalogue, examine, scan
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Rule
from hdl_agent.security.rules.scan.worker import ask
from hdl_agent.tasks.cwe import catalogue as weaknesses

RULES = catalogue.rules()
LIBRARY = Path(__file__).parents[1] / "designs"
REFERENCES = sorted(LIBRARY.glob("*/*/rtl/*.v"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_weakness_is_found(
    rule: Rule, verilog: Callable[..., Path], found: Callable[..., list[Finding]]
) -> None:
    findings = found(verilog(rule.bad), "top", (rule,))
    assert findings
    assert all(0 < finding.place.line <= rule.bad.count("\n") for finding in findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_is_found_next_to_it(
    rule: Rule, verilog: Callable[..., Path], found: Callable[..., list[Finding]]
) -> None:
    assert found(verilog(rule.good), "top") == []


@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.stem)
def test_the_references_are_clean(source: Path, found: Callable[..., list[Finding]]) -> None:
    assert found(source, source.stem) == []


def test_case_items_beside_a_tools_name_do_not_end_a_rule(
    verilog: Callable[..., Path], found: Callable[..., list[Finding]]
) -> None:
    text = (
        "// SYNTHESIS\nmodule top(input [1:0] a, output reg q);\n"
        "always @* case (a) 0, 1: q = 1; default: q = 0; endcase\nendmodule\n"
    )
    rule = catalogue.rule("tool-dependent-code")
    assert found(verilog(text), "top", (rule,)) == []


def test_rules_are_told_apart_and_name_known_weaknesses() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    unknown = {number for rule in RULES for number in rule.cwe} - set(weaknesses())
    assert unknown == set()


@pytest.mark.parametrize(
    ("enable", "count"), [("lock", 1), ("ack", 1), ("spi_sck", 0), ("clk_i", 0)]
)
def test_a_latch_behind_a_clock_is_meant_and_a_lock_is_no_clock(
    enable: str,
    count: int,
    verilog: Callable[..., Path],
    found: Callable[..., list[Finding]],
) -> None:
    text = f"""module top(input wire {enable}, input wire d, output wire out);
        reg q;
        always @* if ({enable}) q = d;
        assign out = q;
    endmodule
    """
    assert len(found(verilog(text), "top", (catalogue.rule("latch-inferred"),))) == count


def test_a_latch_that_is_an_output_needs_no_other_reader(
    verilog: Callable[..., Path], found: Callable[..., list[Finding]]
) -> None:
    text = "module top(input wire en, d, output reg q);\nalways @* if (en) q = d;\nendmodule\n"
    assert found(verilog(text), "top", (catalogue.rule("latch-inferred"),))


def test_an_unknown_rule_is_answered_with_near_ones() -> None:
    with pytest.raises(catalogue.UnknownRule, match="fsm-no-default"):
        catalogue.rule("fsm-without-default")


def test_a_rule_that_raises_is_trouble_and_not_the_end(
    verilog: Callable[..., Path], read: Callable[[Path, str], Design]
) -> None:
    def find(design: Design) -> list[object]:
        raise KeyError("cells")

    template = RULES[0]
    broken = Rule(
        id="broken",
        cwe=(),
        severity=Severity.LOW,
        title="",
        why="",
        bad="",
        good="",
        find=find,  # type: ignore[arg-type]
    )
    answer = ask(broken, read(verilog(template.bad), "top"))
    assert answer.findings == ()
    assert answer.trouble == "the rule broken failed: KeyError: 'cells'"


class TestScan:
    """The whole way, through the sandbox."""

    BAD = catalogue.rule("debug-override")

    def test_places_and_texts_are_those_of_the_users_files(
        self, verilog: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        verilog(self.BAD.bad)
        monkeypatch.chdir(tmp_path)
        done = examine([Path("design.v")], "top", tmp_path / "scratch")
        assert (done.read, done.netlist, done.trouble) == (True, True, ())
        (finding,) = done.findings
        assert finding.place == Place(file="design.v", line=10, column=35)
        assert finding.text == "if (we && (!locked || scan_mode)) cfg <= d;"
        assert (finding.rule, finding.cwe) == ("debug-override", self.BAD.cwe)

    def test_only_the_rules_asked_for_answer(
        self, verilog: Callable[..., Path], tmp_path: Path
    ) -> None:
        source = verilog(self.BAD.bad)
        assert scan([source], "top", tmp_path / "scratch", ["fsm-no-default"]) == ()
        with pytest.raises(catalogue.UnknownRule):
            scan([source], "top", tmp_path / "scratch", ["nonsense"])

    def test_illegal_text_is_said_and_not_taken_for_clean(
        self, verilog: Callable[..., Path], tmp_path: Path
    ) -> None:
        source = verilog("module top (input wire a);\n    assign = a;\nendmodule\n")
        done = examine([source], "top", tmp_path / "scratch")
        assert not done.read
        assert done.findings == ()
        assert done.trouble[0].startswith("design.v:2:12: error: ")
        absent = examine([verilog(self.BAD.bad)], "tpo", tmp_path / "scratch")
        assert absent.trouble == ("there is no module 'tpo'",)

    def test_without_a_netlist_the_other_rules_still_answer(
        self, verilog: Callable[..., Path], tmp_path: Path
    ) -> None:
        forever = "    initial forever #1 $display(cfg);\nendmodule"
        source = verilog(self.BAD.bad.replace("endmodule", forever))
        done = examine([source], "top", tmp_path / "scratch")
        assert done.read
        assert not done.netlist
        assert "there is no netlist" in done.trouble[0]
        assert [finding.rule for finding in done.findings] == ["debug-override"]
