"""The project file, ``hdl-agent.yaml``: the designs of a team and how each is to be checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from hdl_agent import plain_yaml
from hdl_agent.campaign.checks import Job
from hdl_agent.data import Data
from hdl_agent.errors import UsageError
from hdl_agent.ladder.baseline import Baseline, load_baseline
from hdl_agent.ladder.design import Bounds, Design, Reset
from hdl_agent.ladder.waivers import load_waivers
from hdl_agent.rtl.filelist import read_filelist
from hdl_agent.rtl.source_set import SourceSet

Kind = TypeVar("Kind", bound=Data)
FILE = "hdl-agent.yaml"


class BadProject(UsageError):
    """The project file is not as docs/check.md has it."""


class Settings(Data):
    """What ``defaults`` may say for all designs. Paths are relative to the project file."""

    policy: Path | None = None
    waivers: Path | None = None
    baseline: Path | None = None
    include: tuple[Path, ...] = ()
    defines: tuple[str, ...] = ()
    clock: str = "clk"
    reset: str = "rst_n"
    active: Literal["low", "high"] = "low"
    seconds: int | None = Field(default=None, ge=1, le=3600)
    memory: int | None = Field(default=None, ge=100)


class Entry(Settings):
    """One design: ``files``, or a ``filelist``, or both."""

    name: str = Field(pattern=r"^\w[\w.-]*$")
    top: str = Field(pattern=r"^[A-Za-z_]\w*$")
    files: tuple[Path, ...] = ()
    filelist: Path | None = None
    parameters: dict[str, str | int] = {}

    @model_validator(mode="after")
    def _has_files(self) -> Entry:
        if not self.files and self.filelist is None:
            raise ValueError("name its `files` or its `filelist`")
        return self


class Project(Data):
    """``root``: the folder of the file."""

    root: Path
    designs: tuple[Entry, ...]


def load_project(path: Path) -> Project:
    """Raises BadProject, which names the file and the entry."""
    try:
        content: Any = plain_yaml.load(path.read_text())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadProject(f"{path}: not a project file: {error}; see docs/check.md") from error
    if not isinstance(content, dict) or not isinstance(content.get("designs"), list):
        raise BadProject(f"{path}: a project file has a list of `designs`; see docs/check.md")
    if unknown := sorted(map(str, content.keys() - {"defaults", "designs"})):
        raise BadProject(f"{path}: {unknown[0]!r} is not known; there are `defaults` and `designs`")
    defaults = content.get("defaults") or {}
    _valid(Settings, defaults, f"{path}: defaults")
    designs = [
        _entry(item, defaults, number, path) for number, item in enumerate(content["designs"], 1)
    ]
    names = [design.name for design in designs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadProject(f"{path}: the design {twice[0]!r} occurs twice: give each its own name")
    if not designs:
        raise BadProject(f"{path}: `designs` is empty: list what is to be checked")
    return Project(root=path.resolve().parent, designs=tuple(designs))


def _entry(item: Any, defaults: dict[str, Any], number: int, path: Path) -> Entry:
    where = f"{path}: design number {number}"
    if not isinstance(item, dict):
        raise BadProject(f"{where}: an entry has `name`, `top` and `files`; see docs/check.md")
    if "name" in item:
        where = f"{path}: design {item['name']!r}"
    return _valid(Entry, defaults | item, where)


def _valid(kind: type[Kind], content: Any, where: str) -> Kind:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = "".join(f", {part}" for part in first["loc"])
        raise BadProject(f"{where}{field}: {first['msg']}; see docs/check.md") from error


def jobs_of(project: Project, names: Sequence[str], bounds: Bounds) -> list[Job]:
    """What is to be done for the designs named, or for all. ``bounds`` where the file is silent.

    Raises BadProject, BadFileList, BadWaivers, BadBaseline.
    """
    known = {design.name: design for design in project.designs}
    for name in names:
        if name not in known:
            raise BadProject(f"there is no design {name!r} in the project: {', '.join(known)}")
    return [_job(known[name], project.root, bounds) for name in names or known]


def _job(entry: Entry, root: Path, bounds: Bounds) -> Job:
    sources = SourceSet(
        files=tuple(root / file for file in entry.files),
        include=tuple(root / folder for folder in entry.include),
        defines=entry.defines,
    )
    if entry.filelist:
        sources += read_filelist(root / entry.filelist, root)
    design = Design(
        name=entry.name,
        sources=sources,
        top=entry.top,
        root=root,
        parameters={name: str(value) for name, value in entry.parameters.items()},
        policy=root / entry.policy if entry.policy else None,
        pins=Reset(clock=entry.clock, reset=entry.reset, active=entry.active),
        bounds=Bounds(
            seconds=entry.seconds or bounds.seconds, memory_mb=entry.memory or bounds.memory_mb
        ),
    )
    return Job(
        design=design,
        waivers=load_waivers(root / entry.waivers) if entry.waivers else (),
        baseline=load_baseline(root / entry.baseline) if entry.baseline else Baseline(),
    )
