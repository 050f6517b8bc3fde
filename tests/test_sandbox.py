"""What a contained tool can and cannot do."""

import sys
from pathlib import Path

import pytest

from hdl_agent.sandbox import Limits, ToolMissing, run, tool
from hdl_agent.sandbox.tier import probe

contained = pytest.mark.skipif(probe() is not None, reason=str(probe()))


@contained
def test_it_writes_to_its_folder_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    outside = tmp_path / "outside"
    done = run(
        [sys.executable, "-c", f"open('here','w'); open({str(outside)!r},'w')"],
        scratch=tmp_path / "in",
    )
    assert done.returncode in (0, 1), "its /tmp is its own: there it may write, and nobody sees it"
    assert (tmp_path / "in" / "here").exists()
    assert not outside.exists()


@contained
def test_it_reads_only_what_it_is_shown(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("key")
    words = [sys.executable, "-c", f"print(open({str(secret)!r}).read())"]
    assert not run(words, scratch=tmp_path / "in").ok
    assert run(words, scratch=tmp_path / "in", readable=[secret]).stdout == "key\n"


@contained
def test_it_has_no_network_and_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_KEY", "sesame")
    code = "import os, socket; print(os.environ.get('API_KEY'), socket.if_nameindex())"
    done = run([sys.executable, "-c", code], scratch=tmp_path)
    assert done.stdout == "None [(1, 'lo')]\n"


def test_limits_end_it(tmp_path: Path) -> None:
    quick = Limits(wall_seconds=1)
    assert run(["sleep", "30"], scratch=tmp_path, limits=quick).timed_out
    small = Limits(file_mb=1)
    code = "open('big','wb').write(bytes(5 << 20))"
    assert not run([sys.executable, "-c", code], scratch=tmp_path, limits=small).ok
    assert (tmp_path / "big").stat().st_size <= 1 << 20
    lean = Limits(memory_mb=200)
    assert not run([sys.executable, "-c", "bytes(1 << 30)"], scratch=tmp_path, limits=lean).ok
    assert run([sys.executable, "-c", "bytes(1 << 20)"], scratch=tmp_path, limits=lean).ok


def test_endless_output_is_cut(tmp_path: Path) -> None:
    code = "print('x' * (1 << 20)); print('end')"
    said = run([sys.executable, "-c", code], scratch=tmp_path).stdout
    assert len(said) < 1 << 17
    assert said.endswith("end\n")


def test_what_it_leaves_running_ends_with_it(tmp_path: Path) -> None:
    import time

    code = (
        "import subprocess, sys; subprocess.Popen([sys.executable, '-c', "
        '\'import time; time.sleep(2); open("late","w")\'])'
    )
    assert run([sys.executable, "-c", code], scratch=tmp_path).ok
    time.sleep(3)
    assert not (tmp_path / "late").exists()


def test_a_missing_tool_names_the_remedy() -> None:
    with pytest.raises(ToolMissing, match="no-such-tool is not installed: brew it"):
        tool("no-such-tool", "brew it")
