"""A bad policy names its file, its entry and the remedy."""

from pathlib import Path

import pytest

from hdl_agent.formal.obligation import Interface
from hdl_agent.rtl.inside import Inside, inside
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.netlist import FLAT
from hdl_agent.security.policy import BadPolicy, load
from hdl_agent.security.templates import obligations
from hdl_agent.tasks.library import Library
from hdl_agent.tasks.task import Port

CASES = {
    "not YAML": ("properties: [", "not a policy"),
    "an alias": ("properties: &a [{id: a, never: *a}]", "an alias may stand for a text"),
    "nested": ("properties: " + 2000 * "[" + 2000 * "]", "nested too deeply"),
    "a large number": ("properties: [{id: a, never: " + 5000 * "9" + "}]", "not a policy"),
    "two templates": ("properties: [{id: a, never: x, always: y}]", "exactly one template"),
    "no template": ("properties: [{id: a}]", "exactly one template"),
    "unknown key": ("properties: [{id: a, never: x, sure: 1}]", "sure"),
    "bad id": ("properties: [{id: 'a b', never: x}]", "property 'a b', id"),
    "twice": ("properties: [{id: a, never: x}, {id: a, never: x}]", "occurs twice"),
    "no such monitor": ("properties: [{id: a, monitor: {file: nothing.v}}]", "nothing.v"),
    "a path": ("properties: [{id: a, monitor: {file: ../x.v}}]", "property 'a'"),
    "no whole expression": (
        "properties: [{id: a, never: 'clk) || (clk'}]",
        "'\\)' was not expected",
    ),
    "too short": ("properties: [{id: a, never: 'clk =='}]", "ends too early"),
    "an assignment": ("properties: [{id: a, never: clk = 1}]", "'=' is nothing"),
    "a comment": ("properties: [{id: a, never: clk // c}]", "'//' is nothing"),
    "a macro": ("properties: [{id: a, never: '`X'}]", "'`X' is nothing"),
    "a string": ("properties: [{id: a, never: 'clk == \"a\"'}]", "is nothing that an expression"),
    "an x": ('properties: [{id: a, never: "clk != 1\'bx"}]', "knows no x"),
    "an x to start with": (
        'properties: [{id: a, reset_value: {signal: clk, value: "1\'bz"}}]',
        "knows no x",
    ),
    "too large a literal": ('properties: [{id: a, never: "clk == 1\'d2"}]', "does not fit"),
    "of the past": ("properties: [{id: a, never: $past(clk)}]", "no value in one cycle"),
    "outside": ("properties: [{id: a, never: 'clk[1]'}]", "outside"),
    "partly outside": ("properties: [{id: a, never: 'rst_n[1:0]'}]", "outside"),
    "no such port": ("properties: [{id: a, never: lokced}]", "no port 'lokced'"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_error_says_what_is_wrong(name: str, tmp_path: Path) -> None:
    text, why = CASES[name]
    path = tmp_path / "policy.yaml"
    path.write_text(text)
    clk, rst = (Port(name=n, direction="input", width=1) for n in ("clk", "rst_n"))
    interface = Interface(top="m", clock="clk", reset="rst_n", reset_active=0, ports=(clk, rst))
    with pytest.raises(BadPolicy, match=why.replace("[", r"\[")):
        obligations(load(path), interface)


WHITE = {
    "misspelt": ("never: u_core.stat", "12", "did you mean u_core.state"),
    "misspelt end": ("never: cfq", "12", "did you mean u_core.cfg"),
    "no field": ("never: u_core.cfg.lokc", "12", "its fields are lock, mode"),
    "out of range": ("never: u_core.word[9]", "12", r"outside \[3:0\]"),
    "whole array": ("never: u_core.word == 0", "12", "no vector"),
    "variable index": ("never: 'u_core.word[a]'", "13", "no vector"),
    "undriven": ("never: u_core.loose", "12", "nothing drives"),
    "secret wire": ("confidential: {secrets: [u_core.sum], observers: [q]}", "30", "no register"),
    "secret output": ("confidential: {secrets: [q], observers: [q]}", "30", "no register inside"),
    "observed input": ("confidential: {secrets: [a], observers: [a]}", "30", "is an input"),
    "port at power-up": (
        "confidential: {secrets: [a], observers: [q], at_power_up: true}",
        "30",
        "no register",
    ),
    "flipped wire": ("fault_detected: {never: q, registers: [u_core.sum]}", "44", "no register"),
    "unknown value": ("fsm: {state: u_core.state, legal: [IDEL]}", "40", "did you mean IDLE"),
}
CORE = """module core(input clk, input rst_n, input [1:0] a, output [1:0] q);
  typedef enum logic [1:0] {IDLE, RUN} state_t; state_t state;
  struct packed { logic lock; logic [3:0] mode; } cfg;
  logic [1:0] word [3:0]; wire loose; wire [1:0] sum = a + state;
  always @(posedge clk) begin state <= rst_n && a[0] ? RUN : IDLE; cfg <= {5{a[1]}}; end
  always @(posedge clk) word[a] <= sum;
  assign q = word[~a];
endmodule
module m(input clk, input rst_n, input [1:0] a, output [1:0] q);
  core u_core(.*);
endmodule
"""


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> tuple[Interface, Inside]:
    folder = tmp_path_factory.mktemp("core")
    source = folder / "m.sv"
    source.write_text(CORE)
    elaboration = inspect([source], "m", folder / "scratch").elaboration
    assert elaboration is not None
    assert elaboration.ports is not None
    seen = inside([source], "m", folder / "scratch" / FLAT, folder / "scratch")
    return Interface(
        top="m", clock="clk", reset="rst_n", reset_active=0, ports=elaboration.ports
    ), seen


@pytest.mark.parametrize("name", WHITE)
def test_what_cannot_be_named_is_refused_with_its_place(
    name: str, core: tuple[Interface, Inside], tmp_path: Path
) -> None:
    template, column, why = WHITE[name]
    path = tmp_path / "policy.yaml"
    path.write_text(f"properties:\n  - id: a\n    {template}\n")
    with pytest.raises(BadPolicy, match=why) as caught:
        obligations(load(path), *core)
    assert caught.value.message.startswith(f"{path}:3:{column}: property 'a': ")


def test_what_the_schema_refuses_has_a_place(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("properties:\n  - id: a\n    never: x\n    sure: 1\n")
    with pytest.raises(BadPolicy, match="sure"):
        load(path)
    path.write_text("properties:\n  - id: a\n    locked: {asset: x,\n      whlie: y}\n")
    with pytest.raises(BadPolicy, match=r"policy.yaml:3:5: property 'a', locked.while"):
        load(path)
    path.write_text("properties:\n  - id: a\n    never: [\n")
    with pytest.raises(BadPolicy, match=r"policy.yaml:4:1: not a policy"):
        load(path)


def test_an_absent_policy_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "none.yaml").properties == ()


def test_the_small_library_loads(small_library: Library) -> None:
    assert [p.id for p in load(small_library.block("demo/vault").policy).properties] == [
        "locked_content_is_stable",
        "clear_leaves_nothing",
    ]
