"""A bad policy names its file, its entry and the remedy."""

from pathlib import Path

import pytest

from hdl_agent.formal.obligation import Interface
from hdl_agent.security.policy import BadPolicy, load
from hdl_agent.security.templates import obligations
from hdl_agent.tasks.library import Library
from hdl_agent.tasks.task import Port

CASES = {
    "not YAML": ("properties: [", "not a policy"),
    "two templates": ("properties: [{id: a, never: x, always: y}]", "exactly one template"),
    "no template": ("properties: [{id: a}]", "exactly one template"),
    "unknown key": ("properties: [{id: a, never: x, sure: 1}]", "sure"),
    "bad id": ("properties: [{id: 'a b', never: x}]", "property 'a b', id"),
    "twice": ("properties: [{id: a, never: x}, {id: a, never: x}]", "occurs twice"),
    "no such monitor": ("properties: [{id: a, monitor: {file: nothing.v}}]", "nothing.v"),
    "a path": ("properties: [{id: a, monitor: {file: ../x.v}}]", "property 'a'"),
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


def test_an_absent_policy_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path / "none.yaml").properties == ()


def test_the_small_library_loads(small_library: Library) -> None:
    assert [p.id for p in load(small_library.block("demo/vault").policy).properties] == [
        "locked_content_is_stable",
        "clear_leaves_nothing",
    ]
