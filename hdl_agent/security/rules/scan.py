"""Look for known weaknesses in source files: the static rules, asked inside the sandbox."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.finding import Finding
from hdl_agent.sandbox import Completed, Limits, run, tool
from hdl_agent.security.rules import catalogue
from hdl_agent.security.rules.worker import ANSWERS, DESIGN, NETLIST, Answer

LIMITS = Limits(wall_seconds=150, cpu_seconds=120, memory_mb=4096)


class Scan(Data):
    """``findings`` in the order of the sources. ``trouble``: what could not be looked at, and why.

    ``read`` is whether the design is legal and was analysed at all, ``netlist`` whether Yosys read
    it too; no findings in a design that was not read means nothing.
    """

    findings: tuple[Finding, ...] = ()
    trouble: tuple[str, ...] = ()
    read: bool = False
    netlist: bool = False


def scan(
    sources: Sequence[Path], top: str, scratch: Path, rules: Sequence[str] | None = None
) -> tuple[Finding, ...]:
    """The findings alone; see ``examine``."""
    return examine(sources, top, scratch, rules).findings


def examine(
    sources: Sequence[Path], top: str, scratch: Path, rules: Sequence[str] | None = None
) -> Scan:
    """Ask the rules named (None: all). Raises UnknownRule, SandboxUnavailable, ToolMissing."""
    wanted = [catalogue.rule(name).id for name in rules] if rules is not None else _all()
    scratch = scratch.resolve()
    paths = [source.resolve() for source in sources]
    answers = scratch / ANSWERS
    answers.unlink(missing_ok=True)
    words = [tool("python", "reinstall hdl-agent"), "-m", "hdl_agent.security.rules.worker"]
    words += [top, ",".join(wanted), *map(str, paths)]
    done = run(words, scratch=scratch, readable=paths, limits=LIMITS)
    given = [_answer(line) for line in _lines(answers)]
    files = dict(zip(paths, sources, strict=True))
    return _scan([answer for answer in given if answer], wanted, done, _Sources(files, scratch))


def _all() -> list[str]:
    return [rule.id for rule in catalogue.rules()]


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _answer(line: str) -> Answer | None:
    """None for a line that the worker did not live to finish."""
    try:
        return Answer.model_validate_json(line)
    except ValueError:
        return None


def _scan(given: list[Answer], wanted: list[str], done: Completed, files: _Sources) -> Scan:
    about = {answer.about: answer for answer in given}
    trouble = [answer.trouble for answer in given if answer.trouble]
    read = DESIGN in about and about[DESIGN].trouble is None
    if DESIGN not in about:
        trouble.append(f"the design could not be analysed: {_end(done)}")
    elif read and (missing := [name for name in wanted if name not in about]):
        trouble.append(f"not asked, since {missing[0]} ended: {_end(done)}: {', '.join(missing)}")
    findings = [files.named(finding) for answer in given for finding in answer.findings]
    return Scan(
        findings=tuple(sorted(findings, key=files.order)),
        trouble=tuple(trouble),
        read=read,
        netlist=NETLIST in about and about[NETLIST].trouble is None,
    )


def _end(done: Completed) -> str:
    if done.timed_out:
        return f"it took more than {LIMITS.wall_seconds:.0f} s"
    return f"the worker ended with status {done.returncode} (out of memory, or too deep)"


class _Sources:
    """The files as the user named them, for places that speak of files as the worker saw them."""

    def __init__(self, files: dict[Path, Path], scratch: Path) -> None:
        self._files = files
        self._scratch = scratch
        self._texts: dict[Path, list[str]] = {}

    def named(self, finding: Finding) -> Finding:
        place = finding.place
        path = Path(os.path.normpath(self._scratch / place.file))
        if path not in self._files:
            return finding  # a name that a `line directive made up: nothing is read for it
        text = self._line(path, place.line)
        place = place.model_copy(update={"file": str(self._files[path])})
        return finding.model_copy(update={"place": place, "text": text})

    def order(self, finding: Finding) -> tuple[int, int, int, str]:
        place = finding.place
        names = [str(source) for source in self._files.values()]
        file = names.index(place.file) if place.file in names else len(names)
        return file, place.line, place.column, finding.rule

    def _line(self, path: Path, number: int) -> str:
        if path not in self._texts:
            self._texts[path] = path.read_text(errors="replace").split("\n")
        lines = self._texts[path]
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""
