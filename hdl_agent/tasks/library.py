"""The library: finds blocks in ``designs/``, ``testbenches/`` and ``security_checks/``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from hdl_agent.errors import UsageError
from hdl_agent.tasks.task import Task


class UnknownBlock(UsageError):
    """No block has this id."""


class BadTask(UsageError):
    """A task.yaml is not as docs/blocks.md says."""


@dataclass(frozen=True)
class Block:
    """A task and the folders of its content."""

    task: Task
    designs: Path
    testbenches: Path
    security_checks: Path

    @property
    def reference(self) -> Path:
        """The correct and secure design."""
        return self.designs / "rtl" / f"{self.task.top}.v"

    @property
    def insecure(self) -> list[Path]:
        """Designs that pass every test; the name's prefix is the S requirement they violate."""
        return sorted((self.designs / "insecure").glob("S*_*.v"))

    @property
    def broken(self) -> list[Path]:
        """Designs with a functional fault; the name's prefix is the F requirement they violate."""
        return sorted((self.designs / "broken").glob("F*_*.v"))

    @property
    def tests(self) -> list[Path]:
        """The functional test modules."""
        return sorted(self.testbenches.glob("test_*.py"))

    @property
    def attacks(self) -> list[Path]:
        """The attack test modules."""
        return sorted(self.security_checks.glob("attack_*.py"))

    @property
    def properties(self) -> Path:
        """The functional properties (which may be absent)."""
        return self.testbenches / "properties.yaml"

    @property
    def policy(self) -> Path:
        """The security properties (which may be absent)."""
        return self.security_checks / "policy.yaml"

    def checks_digest(self) -> str:
        """SHA-256 over everything that judges a candidate: task, tests, properties, attacks."""
        digest = hashlib.sha256(self.task.model_dump_json().encode())
        for folder in (self.testbenches, self.security_checks):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                    digest.update(path.read_bytes() + b"\0")
        return digest.hexdigest()


def requirement_of(name: str) -> str:
    """The requirement that a file's or test's name starts with: ``s1_lock`` gives ``S1``."""
    return name.split("_", 1)[0].upper()


class Library:
    """All blocks below a root folder that holds designs/, testbenches/ and security_checks/."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def default(cls) -> Library:
        """The library that came with the package: the checkout's, or the wheel's copy."""
        package = Path(__file__).resolve().parents[1]
        bundled = package / "library"
        return cls(bundled if bundled.is_dir() else package.parent)

    @property
    def recordings(self) -> Path:
        """The recorded completions that come with the library."""
        return self.root / "recordings"

    def ids(self) -> list[str]:
        """Ids of all blocks, AREA/BLOCK, sorted."""
        base = self.root / "designs"
        return sorted(p.parent.relative_to(base).as_posix() for p in base.glob("*/*/task.yaml"))

    def block(self, block_id: str) -> Block:
        """The block of this id. Raises UnknownBlock, BadTask."""
        path = self.root / "designs" / block_id / "task.yaml"
        if block_id not in self.ids():
            raise UnknownBlock(f"no block {block_id!r}; there are: {', '.join(self.ids())}")
        try:
            content = yaml.safe_load(path.read_text())
            spec = (path.parent / "spec.md").read_text()
            task = Task(id=block_id, spec=spec, **content)
        except (ValidationError, yaml.YAMLError, OSError, TypeError) as error:
            raise BadTask(f"{path}: {error}; see docs/blocks.md") from error
        return Block(
            task=task,
            designs=path.parent,
            testbenches=self.root / "testbenches" / block_id,
            security_checks=self.root / "security_checks" / block_id,
        )

    def blocks(self) -> list[Block]:
        """Every block, sorted by id."""
        return [self.block(block_id) for block_id in self.ids()]
