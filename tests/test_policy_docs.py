"""The examples of docs/policy.md are what they say: properties that hold of its design."""

import re
import shutil
from pathlib import Path

import pytest

from hdl_agent.ladder.choice import Choice
from hdl_agent.ladder.design import Design, Reset
from hdl_agent.ladder.own import check
from hdl_agent.rtl.source_set import SourceSet
from hdl_agent.security.language import TEMPLATES
from hdl_agent.security.policy import load
from hdl_agent.verdict import Rung

TEXT = (Path(__file__).parents[1] / "docs" / "policy.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("iverilog") is None, reason="a refutation would need Icarus")
def test_every_example_holds_and_every_template_has_one(tmp_path: Path) -> None:
    for text in blocks("verilog"):
        name = text.removeprefix("module ").split("(")[0]
        (tmp_path / f"{name}.v").write_text(text)
    policy = tmp_path / "policy.yaml"
    entries = [text.removeprefix("properties:\n") for text in blocks("yaml")]
    policy.write_text("properties:\n" + "".join(entries))
    assert {item.template for item in load(policy).properties} == set(TEMPLATES)
    pins = Reset(clock="clk", reset="rst_n", active="low")
    judged = check(
        Design(
            name="vault",
            sources=SourceSet(files=(tmp_path / "vault.v",)),
            top="vault",
            root=tmp_path,
            policy=policy,
            pins=pins,
        ),
        Choice(),
        tmp_path / "out",
    )
    wrong = {i.check: i for i in judged.verdict.rung(Rung.SECURE).evidence if i.outcome != "pass"}
    assert not wrong, judged.verdict
    assert judged.verdict.rung(Rung.SECURE).outcome == "pass"
