"""A user's files as one text without includes, macros and conditionals: what every tool then reads.

So that the front end, the synthesis, the static rules and the simulator see the same design, and
none of them needs to know of include folders and macros. `` `line `` directives keep each token at
its file, line and column. The integrity gate looks at the text that results.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.rtl.elaborate import Diagnostic
from hdl_agent.rtl.source import read_source
from hdl_agent.rtl.source_set import SourceSet
from hdl_agent.sandbox import Limits, work

LIMITS = Limits(wall_seconds=90, cpu_seconds=90, memory_mb=4096)
TEXT = "design.sv"
"""The resulting file, in the scratch folder."""


class BadSources(UsageError):
    """The files, folders, macros or parameters that were named do not make a design."""


class Job(Data):
    """What the worker is to do; file names in its results are relative to ``root``."""

    root: Path
    sources: SourceSet
    top: str
    parameters: dict[str, str]


class Preprocessed(Data):
    """``read``: every file that took part. ``roots``: modules that no other instantiates.

    ``diagnostics``: of the preprocessor and the parser; with an error among them there is no text.
    ``refused``: why the sources are not what a design may be; ``trouble``: what ended the worker.
    """

    read: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    refused: str | None = None
    trouble: str | None = None

    @property
    def errors(self) -> list[Diagnostic]:
        """Diagnostics that make the text illegal."""
        return [item for item in self.diagnostics if item.severity == "error"]


def preprocess(
    sources: SourceSet, top: str, parameters: Mapping[str, str], root: Path, scratch: Path
) -> Preprocessed:
    """Leave TEXT in ``scratch``, with each of ``parameters`` of ``top`` set to its value.

    Raises BadSource, BadSources, ToolMissing, SandboxUnavailable.
    """
    for file in (*sources.files, *sources.library_files):
        read_source(file)
        if '"' in str(file) or "\\" in str(file) or not str(file).isprintable():
            raise BadSources(f"{file}: a file name with quotes or control characters: rename it")
    for folder in (*sources.include, *sources.library_folders):
        if not folder.is_dir():
            raise BadSources(f"there is no folder {folder}: name one that exists")
    for macro in sources.defines:
        if not re.match(r"[A-Za-z_]\w*(=|$)", macro):
            raise BadSources(f"{macro!r} is no macro: write NAME or NAME=VALUE")
    resolved = SourceSet(**{name: _resolved(getattr(sources, name)) for name in SourceSet.fields()})
    job = Job(root=root.resolve(), sources=resolved, top=top, parameters=dict(parameters))
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / "job.json").write_text(job.model_dump_json())
    result = scratch / "preprocessed.json"
    result.unlink(missing_ok=True)
    readable = [*resolved.files, *resolved.include]
    readable += [*resolved.library_files, *resolved.library_folders]
    worker = "hdl_agent.rtl.preprocess_worker"
    done = work(worker, [], scratch=scratch, readable=readable, limits=LIMITS)
    if not result.exists():
        why = "took too long" if done.timed_out else "ended without an answer"
        return Preprocessed(trouble=f"the preprocessor {why}")
    found = Preprocessed.model_validate_json(result.read_text())
    if found.refused:
        raise BadSources(found.refused)
    return found


def _resolved(values: tuple[Path | str, ...]) -> tuple[Path | str, ...]:
    return tuple(value.resolve() if isinstance(value, Path) else value for value in values)
