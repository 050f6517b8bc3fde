"""The library: every block is whole, and no block's design passes for another's."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from hdl_agent.authoring.prompt import render
from hdl_agent.campaign.admission import LEAST, validate
from hdl_agent.ladder.climb import climb
from hdl_agent.models.recorded import Recorded
from hdl_agent.tasks.library import BadTask, Block, Library
from hdl_agent.verdict import Outcome, Rung

LIBRARY = Library.default()
BLOCKS = LIBRARY.blocks()


@pytest.mark.parametrize(
    ("mine", "other"), list(pairwise([*BLOCKS, BLOCKS[0]])), ids=lambda block: block.task.id
)
def test_another_blocks_reference_fails_to_compile(
    mine: Block, other: Block, tmp_path: Path
) -> None:
    if mine is other:
        pytest.skip("one block alone")
    verdict = climb(other.reference, mine, tmp_path)
    assert verdict.rung(Rung.COMPILE).outcome is Outcome.FAIL
    assert f"there is no module {mine.task.top!r}" in verdict.rung(Rung.COMPILE).detail


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.task.id)
def test_a_renamed_reference_of_another_block_fails_on_its_ports(
    block: Block, vault: Block, tmp_path: Path
) -> None:
    path = tmp_path / "design.v"
    path.write_text(vault.reference.read_text().replace("module vault", f"module {block.task.top}"))
    verdict = climb(path, block, tmp_path)
    assert verdict.rung(Rung.COMPILE).outcome is Outcome.FAIL
    assert "port" in verdict.rung(Rung.COMPILE).detail


def test_every_recording_belongs_to_a_prompt_of_today() -> None:
    """A recording whose prompt has changed since would be refused in the run."""
    recorded = Recorded(LIBRARY.recordings)
    digests = {
        (block.task.id, hint): render(block.task, hint).digest
        for block in BLOCKS
        for hint in (0, 1, 2)
    }
    for (task, hint, sample), recording in recorded.all().items():
        assert recording.prompt_digest == digests[task, hint], (task, hint, sample)


def test_the_small_library_is_admitted_but_for_its_size(vault: Block) -> None:
    """Every rule but the counts: the block is meant to be small."""
    found = validate(vault, workers=2)
    assert found.wrong == ()
    assert {problem.split("; ")[1] for problem in found.problems} <= {
        f"at least {least}" for least in LEAST.values()
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("insecure/S1_lock_ignored.v", "if (we)", "if (we && !locked)", "secure does not fail"),
        ("broken/F1_bit_lost.v", "{1'b0, wdata[2:0]}", "wdata", "test does not fail"),
        ("rtl/vault.v", "locked <= 1'b1", "locked <= 1'b0", "reference: test is fail"),
    ],
)
def test_a_design_that_is_not_what_its_name_says_is_found(
    file: str, old: str, new: str, problem: str, vault: Block, tmp_path: Path
) -> None:
    shutil.copytree(vault.designs.parents[2], tmp_path / "library")
    block = Library(tmp_path / "library").block("demo/vault")
    path = block.designs / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert any(problem in line for line in validate(block, workers=2).problems)


def test_a_bad_task_names_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "designs" / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "spec.md").write_text("# B")
    (folder / "task.yaml").write_text("title: B\ntop: b\n")
    with pytest.raises(BadTask, match=r"task\.yaml"):
        Library(tmp_path).block("a/b")
