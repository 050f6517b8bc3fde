"""Static rules: each finds its weakness in its own example, and nothing where there is none."""

import json
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pyslang.syntax import SyntaxTree

from hdl_agent.finding import Finding, Place, Severity
from hdl_agent.rtl.elaborate import compiled, described
from hdl_agent.security.rules import catalogue
from hdl_agent.security.rules.design import Design
from hdl_agent.security.rules.rule import Rule
from hdl_agent.security.rules.scan import examine, scan
from hdl_agent.security.rules.words import FILE, synthesize
from hdl_agent.security.rules.worker import analysed, ask
from hdl_agent.tasks.cwe import catalogue as weaknesses

RULES = catalogue.rules()
LIBRARY = Path(__file__).parents[1] / "designs"
REFERENCES = sorted(LIBRARY.glob("*/*/rtl/*.v"))


def _synthesize(folder: Path, top: str, source: Path) -> None:
    os.chdir(folder)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    synthesize(top, [str(source)])


def read(source: Path, top: str, folder: Path) -> Design:
    """As the worker reads a design; texts of our own need no sandbox, and a fork is quick."""
    import pyosys.libyosys  # noqa: F401  loaded once, before the forks

    child = multiprocessing.get_context("fork").Process(
        target=_synthesize, args=(folder, top, source)
    )
    child.start()
    child.join()
    netlist = json.loads((folder / FILE).read_text())["modules"][top]
    compilation = compiled([SyntaxTree.fromFile(str(source))], top)
    assert described(compilation, top).is_sound
    return analysed(compilation, top, netlist)


def findings(design: Design, rules: tuple[Rule, ...] = RULES) -> list[Finding]:
    answers = [ask(rule, design) for rule in rules]
    assert [answer.trouble for answer in answers if answer.trouble] == []
    return [finding for answer in answers for finding in answer.findings]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_weakness_is_found(rule: Rule, verilog: Callable[..., Path], tmp_path: Path) -> None:
    found = findings(read(verilog(rule.bad), "top", tmp_path), (rule,))
    assert found
    assert all(0 < finding.place.line <= rule.bad.count("\n") for finding in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_nothing_is_found_next_to_it(
    rule: Rule, verilog: Callable[..., Path], tmp_path: Path
) -> None:
    assert findings(read(verilog(rule.good), "top", tmp_path)) == []


@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.stem)
def test_the_references_are_clean(source: Path, tmp_path: Path) -> None:
    assert findings(read(source, source.stem, tmp_path)) == []


def test_case_items_beside_a_tools_name_do_not_end_a_rule(
    verilog: Callable[..., Path], tmp_path: Path
) -> None:
    text = (
        "// SYNTHESIS\nmodule top(input [1:0] a, output reg q);\n"
        "always @* case (a) 0, 1: q = 1; default: q = 0; endcase\nendmodule\n"
    )
    rule = catalogue.rule("tool-dependent-code")
    assert findings(read(verilog(text), "top", tmp_path), (rule,)) == []


def test_rules_are_told_apart_and_name_known_weaknesses() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    unknown = {number for rule in RULES for number in rule.cwe} - set(weaknesses())
    assert unknown == set()


def test_an_unknown_rule_is_answered_with_near_ones() -> None:
    with pytest.raises(catalogue.UnknownRule, match="fsm-no-default"):
        catalogue.rule("fsm-without-default")


def test_a_rule_that_raises_is_trouble_and_not_the_end(
    verilog: Callable[..., Path], tmp_path: Path
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
    answer = ask(broken, read(verilog(template.bad), "top", tmp_path))
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
