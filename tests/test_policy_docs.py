"""The examples of docs/policy.md are what they say: properties that hold of its design."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hdl_agent.security.language import TEMPLATES
from hdl_agent.security.policy import load
from hdl_agent.verdict import RungResult

TEXT = (Path(__file__).parents[1] / "docs" / "policy.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("iverilog") is None, reason="a refutation would need Icarus")
def test_every_example_holds_and_every_template_has_one(
    tmp_path: Path, judged: Callable[[Path, Path], RungResult]
) -> None:
    for text in blocks("verilog"):
        name = text.removeprefix("module ").split("(")[0]
        (tmp_path / f"{name}.v").write_text(text)
    policy = tmp_path / "policy.yaml"
    entries = [text.removeprefix("properties:\n") for text in blocks("yaml")]
    policy.write_text("properties:\n" + "".join(entries))
    assert {item.template for item in load(policy).properties} == set(TEMPLATES)
    secure = judged(tmp_path / "vault.v", policy)
    assert not {item.check: item for item in secure.evidence if item.outcome != "pass"}
    assert secure.outcome == "pass"
