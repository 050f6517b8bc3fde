"""The project file; and the example project, by the commands that the shipped CI files run."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from hdl_agent.cli.main import main

ROOT = Path(__file__).parents[1]
CI = ROOT / "examples" / "ci"


@pytest.fixture(scope="module")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(shared_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, as the working folder."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "examples" / "project", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HDL_AGENT_CACHE", str(shared_cache))
    return folder


def check(*words: str) -> Result:
    return CliRunner().invoke(main, ["check", *words])


def commands() -> list[str]:
    github = yaml.safe_load((CI / "github-actions.yml").read_text())
    steps = [step.get("run", "") for step in github["jobs"]["check"]["steps"]]
    gitlab = yaml.safe_load((CI / "gitlab-ci.yml").read_text())["hdl-agent"]["script"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    found = [*steps, *gitlab, *(hook["entry"] for hook in hooks)]
    return [line for line in found if line.startswith("hdl-agent check")]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "hdl_agent.cli", *shlex.split(command)[1:]]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_each_shipped_command_passes_on_the_example(project: Path) -> None:
    assert len(commands()) == 3
    for command in commands():
        done = run(command, project)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "config_lock: 0 findings, 0 warnings" in done.stdout
        assert "watchdog: 0 findings, 0 warnings, 1 waived" in done.stdout
        assert "note:" not in done.stdout
    log = json.loads((project / "build/check/check.sarif").read_text())
    (waived,) = log["runs"][0]["results"]
    assert waived["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "rtl/watchdog.v"
    names = [suite.get("name") for suite in ET.parse(project / "build/check/junit.xml").getroot()]
    assert names == ["config_lock", "watchdog"]


def test_one_failing_design_fails_the_project_and_the_other_is_still_answered(
    project: Path,
) -> None:
    design = project / "rtl" / "config_lock.v"
    design.write_text(design.read_text().replace("write && !locked", "write"))
    done = check("--jobs", "2")
    assert done.exit_code == 1, done.output
    assert "the property config_is_stable_while_locked (S1) does not hold" in done.stdout
    assert done.stdout.splitlines()[-2].startswith("config_lock: 1 finding, 0 warnings")
    assert "watchdog: 0 findings" in done.stdout
    assert check("--design", "watchdog").exit_code == 0
    assert check("--replay", "config_is_stable_while_locked").exit_code == 2  # not checked last
    assert check("--design", "config_lock").exit_code == 1
    replayed = check("--replay", "config_is_stable_while_locked")
    assert replayed.exit_code == 1
    assert "the violation shows" in replayed.output


def test_a_mistake_in_one_design_is_its_answer(project: Path) -> None:
    (project / "policy" / "watchdog.yaml").write_text("properties: [{id: x, nothing: 1}]")
    done = check()
    assert done.exit_code == 2, done.output
    assert "watchdog: not checked:" in done.stdout
    assert "property 'x'" in done.stdout
    assert "config_lock: 0 findings" in done.stdout


def test_files_are_named_from_the_project_wherever_the_check_runs(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "waivers.yaml").unlink()
    (project / "hdl-agent.yaml").write_text(
        (project / "hdl-agent.yaml").read_text().replace("  waivers: waivers.yaml\n", "")
    )
    monkeypatch.chdir(project.parent)
    done = check("--project", "project/hdl-agent.yaml", "--sarif", "s.sarif", "--json")
    assert done.exit_code == 1, done.output
    (found,) = json.loads(done.stdout)["designs"][1]["results"]
    assert found["place"]["file"] == "rtl/watchdog.v"
    (seen,) = json.loads(Path("s.sarif").read_text())["runs"][0]["results"]
    location = seen["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "project/rtl/watchdog.v"
    assert (Path("project") / found["place"]["file"]).is_file()
    words = ["--project", "project/hdl-agent.yaml"]
    assert check(*words, "--write-baseline", "project/base.json").exit_code == 0
    text = Path("project/hdl-agent.yaml").read_text()
    with_baseline = text.replace("defaults:\n", "defaults:\n  baseline: base.json\n")
    Path("project/hdl-agent.yaml").write_text(with_baseline)
    done = check(*words)
    assert done.exit_code == 0, done.output
    assert "watchdog: 0 findings, 0 warnings, 1 in the baseline" in done.stdout


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not a project file"),
        ("[]", "has a list of `designs`"),
        ("designs: []", "`designs` is empty"),
        ("designs: [x]", "design number 1: an entry has"),
        ("designs: []\nboards: []", "'boards' is not known"),
        ("designs: [{name: a, top: a}]", "design 'a': Value error, name its `files`"),
        ("designs: [{name: a, files: [a.v]}]", "design 'a', top: Field required"),
        ("designs: [{name: a, top: a, files: [a.v], clok: c}]", "design 'a', clok"),
        ("defaults: {top: a}\ndesigns: [{name: a}]", "defaults, top"),
        ("defaults: 7\ndesigns: [{name: a}]", "defaults: "),
        (
            "designs: [{name: a, top: a, files: [a.v]}, {name: a, top: a, files: [a.v]}]",
            "'a' occurs twice",
        ),
        ("designs: [{name: ../a, top: a, files: [a.v]}]", "design '../a', name"),
        ("designs: [{name: a, top: a, filelist: no.f}]", "cannot read the filelist"),
        ("designs: [{name: a, top: a, files: [a.v], waivers: no.yaml}]", "not a waiver file"),
    ],
)
def test_a_bad_project_file_is_named_with_its_entry(text: str, why: str, project: Path) -> None:
    (project / "hdl-agent.yaml").write_text(text)
    done = check()
    assert done.exit_code == 2, done.output
    assert why in done.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--design", "none"], "there is no design 'none' in the project: config_lock, watchdog"),
        (["--top", "watchdog"], "--top is about a design"),
        (["rtl/watchdog.v", "--design", "watchdog"], "not both"),
        (["--project", "none.yaml"], "none.yaml: not a project file"),
    ],
)
def test_options_that_make_no_sense_are_refused(words: list[str], why: str, project: Path) -> None:
    done = check(*words)
    assert done.exit_code == 2
    assert why in done.output


def test_without_files_and_project_file_there_is_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = check()
    assert done.exit_code == 2
    assert "name FILES, or a filelist with -f, or write a project file hdl-agent.yaml" in (
        done.output
    )
