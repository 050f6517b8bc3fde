"""Look for known weaknesses in source files: the static rules, asked inside the sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hdl_agent.data import Data
from hdl_agent.finding import Finding
from hdl_agent.sandbox import Completed, Limits, work
from hdl_agent.security.rules.scan import catalogue
from hdl_agent.security.rules.scan.answers import ANSWERS, DESIGN, NETLIST, Answer
from hdl_agent.security.rules.scan.sources import Sources

SYNTHESIS = Limits(wall_seconds=60, cpu_seconds=60, memory_mb=4096)
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
    no_netlist = _synthesize(sources, top, scratch)
    answers = scratch / ANSWERS
    answers.unlink(missing_ok=True)
    done = _work("worker", [top, ",".join(wanted)], sources, scratch, LIMITS)
    given = [answer for answer in map(_answer, _lines(answers)) if answer]
    findings, trouble, read = _joined(given, wanted, done)
    files = Sources(sources, scratch)
    return Scan(
        findings=tuple(sorted(map(files.named, findings), key=files.order)),
        trouble=(no_netlist, *trouble) if read and no_netlist else tuple(trouble),
        read=read,
        netlist=read and no_netlist is None,
    )


def _all() -> list[str]:
    return [rule.id for rule in catalogue.rules()]


def _synthesize(sources: Sequence[Path], top: str, scratch: Path) -> str | None:
    """Leave NETLIST in ``scratch``; else what is missed, and why."""
    result = scratch / NETLIST
    result.unlink(missing_ok=True)
    done = _work("synthesize", [top], sources, scratch, SYNTHESIS)
    if done.ok and result.exists():
        return None
    result.unlink(missing_ok=True)
    why = _reason(done.stdout + done.stderr)
    if done.timed_out:
        why = f"synthesis took more than {SYNTHESIS.wall_seconds:.0f} s"
    return f"there is no netlist, rules that need one saw nothing: {why}"


def _reason(log: str) -> str:
    telling = [line for line in log.splitlines() if "rror:" in line or "ERROR:" in line]
    return telling[0].strip()[:300] if telling else "the synthesis tool ended without an answer"


def _work(
    worker: str, words: list[str], sources: Sequence[Path], scratch: Path, limits: Limits
) -> Completed:
    paths = [source.resolve() for source in sources]
    module = f"{__package__}.{worker}"
    return work(module, [*words, *map(str, paths)], scratch=scratch, readable=paths, limits=limits)


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _answer(line: str) -> Answer | None:
    """None for a line that the worker did not live to finish."""
    try:
        return Answer.model_validate_json(line)
    except ValueError:
        return None


def _joined(
    given: list[Answer], wanted: list[str], done: Completed
) -> tuple[list[Finding], list[str], bool]:
    """Findings, what could not be looked at, and whether the design was read."""
    about = {answer.about: answer for answer in given}
    findings = [finding for answer in given for finding in answer.findings]
    trouble = [answer.trouble for answer in given if answer.trouble]
    read = DESIGN in about and about[DESIGN].trouble is None
    if DESIGN not in about:
        trouble.append(f"the design could not be analysed: {_end(done)}")
    elif read and (missing := [name for name in wanted if name not in about]):
        trouble.append(f"not asked, since {missing[0]} ended: {_end(done)}: {', '.join(missing)}")
    return findings, trouble, read


def _end(done: Completed) -> str:
    if done.timed_out:
        return f"it took more than {LIMITS.wall_seconds:.0f} s"
    return f"the worker ended with status {done.returncode} (out of memory, or too deep)"
