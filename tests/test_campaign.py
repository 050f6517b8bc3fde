"""Runs: planned, stored, resumed, replaced; verdicts cached; nothing lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hdl_agent.campaign.attempt import Attempt
from hdl_agent.campaign.begin import Existing, FolderTaken, OtherRun, begin
from hdl_agent.campaign.execute import execute
from hdl_agent.campaign.plan import plan
from hdl_agent.campaign.store import NoSuchRun, Store
from hdl_agent.models.model import Answer, NoAnswer, Request
from hdl_agent.tasks.library import Block, Library
from hdl_agent.verdict import Outcome, Rung


class Scripted:
    """Answers with given texts, by sample; None: no answer."""

    name = "scripted"

    def __init__(self, *texts: str | None) -> None:
        self.texts = texts
        self.asked: list[Request] = []

    def about(self) -> str:
        return "Scripted."

    def samples(self, task: str, hint: int) -> int:
        return len(self.texts)

    def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        text = self.texts[request.sample - 1]
        if text is None:
            raise NoAnswer("no answer: ask again later")
        return Answer(text=text, model="scripted", date="2026-01-02")


def run(model: Scripted, library: Library, folder: Path, existing: Existing) -> list[Attempt]:
    jobs = plan(model, library.ids(), [0], 9)
    store = begin(folder, jobs, model, 1, existing)
    return sorted(execute(jobs, model, library, store, 1, 2), key=lambda attempt: attempt.name)


def fenced(path: Path) -> str:
    return f"```verilog\n{path.read_text()}```\n"


@pytest.mark.usefixtures("own_cache")
def test_each_answer_gets_the_verdict_it_earns(
    small_library: Library, vault: Block, tmp_path: Path
) -> None:
    model = Scripted(
        fenced(vault.reference), fenced(vault.insecure[0]), fenced(vault.broken[0]), "No.", None
    )
    made = run(model, small_library, tmp_path / "run", Existing.REFUSE)
    assert made[0].verdict.reached(Rung.DEPLOY), made[0].verdict
    assert made[1].verdict.reached(Rung.PROVE)
    assert made[1].verdict.rung(Rung.SECURE).outcome is Outcome.FAIL
    assert made[2].verdict.rung(Rung.TEST).outcome is Outcome.FAIL
    assert made[3].problem == "the answer holds no Verilog module"
    assert made[3].verdict.rung(Rung.COMPILE).outcome is Outcome.FAIL
    assert made[4].verdict.rung(Rung.COMPILE).outcome is Outcome.ERROR
    findings = [e for e in made[1].verdict.rung(Rung.SECURE).evidence if e.outcome is Outcome.FAIL]
    assert {item.requirement for item in findings} == {"S1"}
    for item in findings:
        assert item.witness is not None
        assert (tmp_path / "run" / "attempts" / made[1].name / item.witness).is_dir()


@pytest.mark.usefixtures("own_cache")
def test_the_cache_answers_a_second_run_with_its_witnesses(
    small_library: Library, vault: Block, tmp_path: Path
) -> None:
    model = Scripted(fenced(vault.insecure[0]))
    first = run(model, small_library, tmp_path / "one", Existing.REFUSE)[0]
    second = run(model, small_library, tmp_path / "two", Existing.REFUSE)[0]
    assert not first.cached
    assert second.cached
    assert second.verdict == first.verdict
    where = Path("attempts") / first.name / "witness"
    names = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one" / where).rglob("*")}
    assert names == {p.relative_to(tmp_path / "two") for p in (tmp_path / "two" / where).rglob("*")}


@pytest.mark.usefixtures("own_cache")
def test_a_changed_check_judges_again(vault: Block, tmp_path: Path) -> None:
    import shutil

    root = tmp_path / "library"
    shutil.copytree(vault.designs.parents[2], root)
    library = Library(root)
    model = Scripted(fenced(vault.insecure[0]))
    run(model, library, tmp_path / "one", Existing.REFUSE)
    policy = library.block("demo/vault").policy
    policy.write_text(policy.read_text() + "    depth: 31\n")
    assert not run(model, library, tmp_path / "two", Existing.REFUSE)[0].cached


@pytest.mark.usefixtures("own_cache")
def test_resume_asks_only_for_what_is_missing(
    small_library: Library, vault: Block, tmp_path: Path
) -> None:
    model = Scripted("No.", "Never.")
    first = run(model, small_library, tmp_path / "run", Existing.REFUSE)
    (tmp_path / "run" / "attempts" / first[1].name / "attempt.json").unlink()
    model.asked.clear()
    again = run(model, small_library, tmp_path / "run", Existing.RESUME)
    assert [request.sample for request in model.asked] == [2]
    assert again == first


def test_a_folder_in_use_is_not_touched(small_library: Library, tmp_path: Path) -> None:
    model = Scripted("No.")
    precious = tmp_path / "thesis.txt"
    precious.write_text("all of it")
    with pytest.raises(FolderTaken, match="--resume"):
        run(model, small_library, tmp_path, Existing.REFUSE)
    with pytest.raises(NoSuchRun, match="choose another"):
        run(model, small_library, tmp_path, Existing.REPLACE)
    assert precious.read_text() == "all of it"


def test_another_run_is_not_resumed(small_library: Library, tmp_path: Path) -> None:
    run(Scripted("No."), small_library, tmp_path / "run", Existing.REFUSE)
    with pytest.raises(OtherRun, match="other attempts"):
        run(Scripted("No.", "No."), small_library, tmp_path / "run", Existing.RESUME)


def test_a_cut_off_record_counts_as_not_made(small_library: Library, tmp_path: Path) -> None:
    made = run(Scripted("No."), small_library, tmp_path / "run", Existing.REFUSE)
    store = Store(tmp_path / "run")
    path = store.attempt_folder(made[0].name) / "attempt.json"
    path.write_text(path.read_text()[:100])
    assert store.attempts() == []


def test_an_interrupt_ends_the_tools_and_keeps_what_was_done(vault: Block, tmp_path: Path) -> None:
    """SIGINT in mid-run: status 130 within seconds, no tool left, and the run goes on later."""
    from hdl_agent.authoring.prompt import render

    recordings = tmp_path / "recordings"
    recordings.mkdir()
    block = Library.default().blocks()[0]
    for sample in (1, 2, 3):
        recording = {
            "task": block.task.id, "hint": 0, "sample": sample, "model": "test", "parameters": {},
            "prompt_digest": render(block.task, 0).digest, "date": "2026-01-02",
            "text": f"```verilog\n// {tmp_path} {sample}\n{block.reference.read_text()}```",
        }  # fmt: skip
        (recordings / f"{sample}.json").write_text(json.dumps(recording))
    words = [sys.executable, "-m", "hdl_agent.cli", "run", "--model", f"recorded:{recordings}"]
    words += ["--hint", "0", "-b", block.task.id, "--out", str(tmp_path / "run"), "-j", "1"]
    environment = os.environ | {"HDL_AGENT_CACHE": str(tmp_path / "cache")}
    process = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert b"--resume" in said
    assert Store(tmp_path / "run").read_run().attempts
