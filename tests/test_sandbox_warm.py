"""Workers in a sandbox that is kept warm: the same results, the same limits, the same walls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hdl_agent.rtl.inspect import inspect
from hdl_agent.sandbox import Completed, Limits, Tier, tier, warm, work

COUNTER = "module top(input clk, output reg [3:0] q); always @(posedge clk) q <= q + 1; endmodule\n"
SMALL = Limits(wall_seconds=3, cpu_seconds=5, memory_mb=1024, file_mb=1)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "sources").mkdir()
    (tmp_path / "work").mkdir()
    with warm(tmp_path / "work", [tmp_path / "sources"], ["pyosys.libyosys"]):
        yield tmp_path


def execute(root: Path, statement: str) -> Completed:
    """Run a Python statement as a worker, by the standard library's own module for that."""
    words = ["-n", "1", "-r", "1", statement]
    return work("timeit", words, scratch=root / "work" / "job", limits=SMALL)


def test_an_inspection_is_the_same_warm_and_cold(root: Path) -> None:
    source = root / "sources" / "top.v"
    source.write_text(COUNTER)
    cold = inspect([source], "top", root / "elsewhere")
    assert inspect([source], "top", root / "work" / "a") == cold
    assert cold.synthesis is not None
    assert cold.synthesis.registers == 4


def test_one_process_serves_them_all_and_survives_each(root: Path) -> None:
    say = "import os; print(os.getppid())"
    before = execute(root, say).stdout.split()[0]
    assert execute(root, "import os; os.abort()").returncode < 0
    assert execute(root, "raise ValueError").returncode == 1
    assert execute(root, say).stdout.split()[0] == before


def test_a_job_ends_in_its_time(root: Path) -> None:
    done = execute(root, "while True: pass")
    assert done.timed_out
    assert not done.ok


def test_a_job_has_its_memory_and_its_file_size(root: Path) -> None:
    assert "MemoryError" in execute(root, "bytearray(2 << 30)").stderr
    assert execute(root, "open('large', 'w').write('x' * (2 << 20))").returncode != 0


@pytest.mark.skipif(tier() is Tier.NONE, reason="without bubblewrap there are no walls")
def test_a_job_reads_and_writes_where_it_may(root: Path) -> None:
    (root / "sources" / "a.v").write_text(COUNTER)
    (root / "secret").write_text("secret")
    assert execute(root, f"print(open('{root}/sources/a.v').read())").ok
    assert "FileNotFoundError" in execute(root, f"open('{root}/secret')").stderr
    assert "OSError" in execute(root, f"open('{root}/sources/a.v', 'w')").stderr


def test_what_a_warm_sandbox_cannot_see_runs_in_one_of_its_own(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "outside.v"
    source.write_text(COUNTER)
    assert inspect([source], "top", root / "work" / "b").synthesis is not None


def test_when_the_warm_process_is_gone_work_goes_on_in_the_cold(tmp_path: Path) -> None:
    source = tmp_path / "top.v"
    source.write_text(COUNTER)
    with warm(tmp_path, [], ["no_such_module"]):
        assert inspect([source], "top", tmp_path / "work").synthesis is not None
