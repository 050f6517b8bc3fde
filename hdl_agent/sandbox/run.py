"""Run one tool, contained.

The tool sees a read-only view of the system's programs, of this Python and of what the caller
names, one writable folder, no network and an environment of our making. Its output goes to files
that the file-size limit bounds. Its process group dies whole.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.errors import HdlAgentError
from hdl_agent.sandbox.limits import Limits
from hdl_agent.sandbox.tier import Tier, tier

CAPTURED = 64 * 1024
"""Bytes kept of each output stream: the first half and the last."""

TICK = 0.1
"""Seconds after which a run that was asked to stop does."""

SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/etc/alternatives",
    "/etc/ld.so.cache",
)


class ToolMissing(HdlAgentError):
    """A program that is needed is not installed."""


_stopping = threading.Event()


def stop_all() -> None:
    """End the tools that run, and let none start: `run` raises KeyboardInterrupt in its thread."""
    _stopping.set()


class Completed(Data):
    """How a tool ended. ``returncode`` is negative for a signal, as subprocess has it."""

    returncode: int
    timed_out: bool
    stdout: str
    stderr: str
    seconds: float

    @property
    def ok(self) -> bool:
        """Did it exit with status 0, in time?"""
        return self.returncode == 0 and not self.timed_out


def tool(name: str, remedy: str) -> str:
    """The path of a program, looked for beside this Python first. Raises ToolMissing."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(name, path=places)
    if found is None:
        raise ToolMissing(f"{name} is not installed: {remedy}")
    return found


def run(
    argv: Sequence[str],
    *,
    scratch: Path,
    readable: Sequence[Path] = (),
    limits: Limits = Limits(),
    env: Mapping[str, str] | None = None,
    stop: threading.Event | None = None,
) -> Completed:
    """Run ``argv`` in ``scratch`` and wait; ``stop``, once set, ends it like its time would.

    Raises SandboxUnavailable, ToolMissing.
    """
    scratch = scratch.resolve()
    scratch.mkdir(parents=True, exist_ok=True)
    command = [*contained(scratch, readable), *limits.command(), *argv]
    started = time.monotonic()
    with (scratch / ".stdout").open("wb") as out, (scratch / ".stderr").open("wb") as err:
        try:
            process = subprocess.Popen(
                command,
                cwd=scratch,
                env={**environment(scratch), **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise ToolMissing(f"{error.filename} is not installed") from error
        try:
            timed_out = not _ended(process, started + limits.wall_seconds, stop)
        finally:
            _kill(process)
    return completed(scratch, process.returncode, timed_out, time.monotonic() - started)


def completed(scratch: Path, returncode: int, timed_out: bool, seconds: float) -> Completed:
    """What became of a run that left its output in ``scratch``; the files of it go."""
    logs = [scratch / ".stdout", scratch / ".stderr"]
    texts = [_read(log) for log in logs]
    for log in logs:
        log.unlink(missing_ok=True)
    return Completed(
        returncode=returncode,
        timed_out=timed_out or returncode in (-signal.SIGXCPU, 128 + signal.SIGXCPU),
        stdout=texts[0],
        stderr=texts[1],
        seconds=seconds,
    )


def environment(scratch: Path) -> dict[str, str]:
    """All that a tool sees of ours."""
    return {
        "PATH": _path(),
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(_package().parent),
    }


def _ended(process: subprocess.Popen[bytes], deadline: float, stop: threading.Event | None) -> bool:
    """Wait; False when the deadline or ``stop`` came first. Raises KeyboardInterrupt after
    ``stop_all``."""
    handle = os.pidfd_open(process.pid)  # wakes at once, where Popen.wait would poll
    try:
        while not _stopping.is_set():
            left = max(0.0, deadline - time.monotonic())
            if select.select([handle], [], [], min(TICK, left))[0]:
                return True
            if left == 0 or (stop is not None and stop.is_set()):
                return False
    finally:
        os.close(handle)
    raise KeyboardInterrupt


def contained(scratch: Path, readable: Sequence[Path]) -> list[str]:
    """The words before a command that contain it."""
    if tier() is Tier.NONE:
        return []
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--proc", "/proc", "--dev", "/dev"]
    words += ["--tmpfs", "/tmp"]
    python = [Path(sys.prefix), Path(sys.prefix).resolve(), Path(sys.base_prefix), _package()]
    for path in [*map(Path, SYSTEM), *python, *(p.resolve() for p in readable)]:
        if path.exists():
            words += ["--ro-bind", str(path), str(path)]
    return [*words, "--bind", str(scratch), str(scratch), "--chdir", str(scratch)]


def _package() -> Path:
    return Path(__file__).resolve().parents[1]


def _path() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"])


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole process group; harmless when it is gone already."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(path: Path) -> str:
    if not path.exists():
        return ""
    size = path.stat().st_size
    with path.open("rb") as stream:
        if size <= CAPTURED:
            return stream.read().decode(errors="replace")
        head = stream.read(CAPTURED // 2)
        stream.seek(-CAPTURED // 2, os.SEEK_END)
        middle = f"\n[... {size - CAPTURED} bytes left out ...]\n".encode()
        return (head + middle + stream.read()).decode(errors="replace")
