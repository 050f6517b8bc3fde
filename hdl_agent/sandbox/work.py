"""Our own workers, ``python -m MODULE``, which read what nobody vouches for.

Each starts in a sandbox of its own, unless the caller keeps one warm: a sandbox with a process that
has loaded the modules and forks for each job, in a tenth of the time. Jobs of one warm sandbox are
not protected from each other: it is for the files of one owner, never for several candidates.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from hdl_agent.sandbox.limits import Limits
from hdl_agent.sandbox.run import Completed, completed, contained, environment, run, tool
from hdl_agent.sandbox.zygote import Ended, Job

REMEDY = "reinstall hdl-agent"


@dataclass
class _Warm:
    """A sandbox that writes below ``root`` and reads below ``readable``."""

    root: Path
    readable: tuple[Path, ...]
    process: subprocess.Popen[str]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def sees(self, scratch: Path, readable: Sequence[Path]) -> bool:
        """Could a job with these folders run here?"""
        seen = (self.root, *self.readable)
        inside = all(any(path.is_relative_to(place) for place in seen) for path in readable)
        return scratch.is_relative_to(self.root) and inside and self.process.poll() is None


_open: list[_Warm] = []


@contextmanager
def warm(root: Path, readable: Sequence[Path], modules: Sequence[str]) -> Iterator[None]:
    """Keep a sandbox warm, with these modules loaded, for jobs with scratch folders below
    ``root``, which read below ``readable``. Raises SandboxUnavailable, ToolMissing."""
    root, places = root.resolve(), tuple(path.resolve() for path in readable)
    words = [tool("python", REMEDY), "-m", "hdl_agent.sandbox.zygote", *modules]
    process = subprocess.Popen(
        [*contained(root, places), *words],
        cwd=root,
        env=environment(root),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    kept = _Warm(root, places, process)
    _open.append(kept)
    try:
        yield
    finally:
        _open.remove(kept)
        process.kill()
        process.communicate()


def work(
    module: str,
    arguments: Sequence[str],
    *,
    scratch: Path,
    readable: Sequence[Path] = (),
    limits: Limits = Limits(),
) -> Completed:
    """Run ``python -m MODULE`` in ``scratch`` and wait. Raises SandboxUnavailable, ToolMissing."""
    scratch = scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    paths = [path.resolve() for path in readable]
    for kept in _open:
        if kept.sees(scratch, paths):
            done = _fork(kept, module, arguments, scratch, limits)
            if done is not None:
                return done
    words = [tool("python", REMEDY), "-m", module, *arguments]
    return run(words, scratch=scratch, readable=paths, limits=limits)


def _fork(
    kept: _Warm, module: str, arguments: Sequence[str], scratch: Path, limits: Limits
) -> Completed | None:
    """None when the warm process is not there any more."""
    job = Job(module=module, arguments=tuple(arguments), folder=str(scratch), limits=limits)
    assert kept.process.stdin is not None
    assert kept.process.stdout is not None
    started = time.monotonic()
    with kept.lock:
        with suppress(BrokenPipeError):
            kept.process.stdin.write(job.model_dump_json() + "\n")
            kept.process.stdin.flush()
        line = kept.process.stdout.readline()
    if not line:
        return None
    ended = Ended.model_validate_json(line)
    return completed(scratch, ended.returncode, ended.timed_out, time.monotonic() - started)
