"""The policies for public designs: each is a policy; where the checkouts are, it is checked.

``HDL_AGENT_CORES`` names a folder with a checkout of each repository, by the repository's name, at
the commit that the policy names.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from hdl_agent.cli.main import main
from hdl_agent.security.policy import load

FOLDER = Path(__file__).parents[1] / "examples" / "policies"
CORES = os.environ.get("HDL_AGENT_CORES")
POLICIES = sorted(FOLDER.glob("*.yaml"))
FILES = {
    "aes": ("aes/src/rtl", "aes clk reset_n low"),
    "serv": ("serv/rtl", "serv_rf_top clk i_rst high"),
    "uart": ("verilog-uart/rtl", "uart clk rst high"),
}
HOLDS = {
    "aes": "control_is_legal",
    "serv": "one_bus_at_a_time",
    "uart": "valid_stays_until_ready",
}
FAILS = {
    "aes": "configuration_is_frozen_while_busy",
    "serv": "no_register_is_written_before_the_first_instruction",
    "uart": "data_are_stable_until_ready",
}
"""One of each kind, for which no engine needs long; docs/real_designs.md has all."""


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_it_is_a_policy_and_says_of_what(path: Path) -> None:
    policy = load(path)
    assert len(policy.properties) >= 5
    assert path.stem in FILES
    text = path.read_text()
    assert re.search(r"https://github.com/\S+\n# commit [0-9a-f]{40}, files ", text)
    assert f"--policy examples/policies/{path.name}" in text
    for item in yaml.safe_load(text)["properties"]:
        if "monitor" in item:
            assert (FOLDER / item["monitor"]["file"]).is_file()


@pytest.mark.skipif(CORES is None, reason="HDL_AGENT_CORES names no folder with checkouts")
@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_it_is_decided_on_its_design(path: Path, tmp_path: Path) -> None:
    folder, words = FILES[path.stem]
    top, clock, reset, active = words.split()
    sources = sorted(map(str, (Path(CORES or "") / folder).glob("*.v")))
    options = ["--top", top, "--clock", clock, "--reset", reset, "--active", active]
    options += ["--policy", str(path), "-o", str(tmp_path), "--json"]
    options += ["--select", HOLDS[path.stem], "--select", FAILS[path.stem]]
    done = CliRunner().invoke(main, ["check", *sources, *options])
    assert done.exit_code == 1, done.output
    evidence: list[dict[str, Any]] = json.loads(done.stdout)["designs"][0]["verdict"]["rungs"][1][
        "evidence"
    ]
    found = {item["check"]: item for item in evidence}
    assert found[HOLDS[path.stem]]["strength"] == "proven"
    assert found[FAILS[path.stem]]["outcome"] == "fail"
    assert "icarus" in found[FAILS[path.stem]]["confirmed_on"]
