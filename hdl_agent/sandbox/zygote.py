"""Inside the sandbox: a process that has loaded its modules, and forks for each job.

``python -m hdl_agent.sandbox.zygote MODULE...`` reads a Job in JSON a line from its input, runs the
module as ``python -m`` would, in a process of its own with the job's limits, and answers with an
Ended a line. What a job prints goes to files in its folder.
"""

from __future__ import annotations

import os
import resource
import runpy
import select
import signal
import sys
import traceback
from contextlib import suppress
from importlib import import_module

from hdl_agent.data import Data
from hdl_agent.sandbox.limits import Limits


class Job(Data):
    """Which module, with which arguments, in which folder."""

    module: str
    arguments: tuple[str, ...]
    folder: str
    limits: Limits


class Ended(Data):
    """``returncode`` is negative for a signal."""

    returncode: int
    timed_out: bool


def main(modules: list[str]) -> None:
    """Serve until the input ends."""
    for name in modules:
        import_module(name)
    for line in sys.stdin:
        job = Job.model_validate_json(line)
        process = os.fork()
        if process == 0:
            _do(job)
        print(_wait(process, job.limits.wall_seconds).model_dump_json(), flush=True)


def _wait(process: int, seconds: float) -> Ended:
    handle = os.pidfd_open(process)
    in_time = bool(select.select([handle], [], [], seconds)[0])
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    os.close(handle)
    status = os.waitpid(process, 0)[1]
    return Ended(returncode=os.waitstatus_to_exitcode(status), timed_out=not in_time)


def _do(job: Job) -> None:
    """The job's process; does not return."""
    os.setsid()
    os.chdir(job.folder)
    os.environ |= {"HOME": job.folder, "TMPDIR": job.folder}
    for name, descriptor in ((os.devnull, 0), (".stdout", 1), (".stderr", 2)):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, flags, 0o600), descriptor)
    for name, value in job.limits.bounds().items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name.upper()}"), (value, value))
    sys.argv = [job.module, *job.arguments]
    status = 1
    try:
        runpy.run_module(job.module, run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
