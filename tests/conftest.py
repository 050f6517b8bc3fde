"""What tests share: the small library, and Verilog given as text."""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from hdl_agent.finding import Finding
from hdl_agent.ladder.choice import Choice
from hdl_agent.ladder.design import Design, Reset
from hdl_agent.rtl.source_set import SourceSet
from hdl_agent.sandbox.tier import VARIABLE
from hdl_agent.security.rules.scan.design import Design as Analysed
from hdl_agent.security.rules.scan.rule import Rule
from hdl_agent.tasks.library import Block, Library
from hdl_agent.verdict import Rung, RungResult

ROOT = Path(__file__).parent


@pytest.fixture(scope="session")
def small_library() -> Library:
    """A library of one block, quick to judge."""
    return Library(ROOT / "library")


@pytest.fixture(scope="session")
def vault(small_library: Library) -> Block:
    return small_library.block("demo/vault")


@pytest.fixture(autouse=True)
def contained() -> Iterator[None]:
    """A test that goes without the sandbox does so for itself alone."""
    before = os.environ.get(VARIABLE)
    yield
    if os.environ.get(VARIABLE) != before:
        os.environ.pop(VARIABLE, None)
        if before is not None:
            os.environ[VARIABLE] = before


@pytest.fixture
def verilog(tmp_path: Path) -> Callable[..., Path]:
    """Write a text to a file and name it."""

    def write(text: str, name: str = "design.v") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.fixture(scope="session")
def judged() -> Callable[[Path, Path], RungResult]:
    """Prove a policy of a design whose file has its top's name; witnesses go beside the file."""
    from hdl_agent.ladder.own import check

    def secure(source: Path, policy: Path) -> RungResult:
        design = Design(
            name=source.stem,
            sources=SourceSet(files=(source,)),
            top=source.stem,
            root=source.parent,
            policy=policy,
            pins=Reset(clock="clk", reset="rst_n", active="low"),
        )
        verdict = check(design, Choice(), source.parent).verdict
        assert verdict.rung(Rung.SECURE).evidence, verdict
        return verdict.rung(Rung.SECURE)

    return secure


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that knows nothing, but for the simulators' runtime."""
    from hdl_agent.cache import cache_folder
    from hdl_agent.simulation.verilator import Verilator
    from hdl_agent.verilator_runtime import runtime

    if Verilator.installed():
        runtime(frozenset())
    shared = cache_folder()
    own = tmp_path / "cache"
    own.mkdir()
    for built in shared.glob("verilator-*"):
        shutil.copytree(built, own / built.name)
    monkeypatch.setenv("HDL_AGENT_CACHE", str(own))
    return own


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Path, str], Analysed]:
    """Read a file as the scan's workers do; what we wrote needs no sandbox, and a fork is quick."""
    import pyosys.libyosys  # noqa: F401  loaded once, before the forks
    from pyslang.syntax import SyntaxTree

    from hdl_agent.rtl.elaborate import compiled, described
    from hdl_agent.security.rules.scan.worker import analysed, netlist

    def design(source: Path, top: str) -> Analysed:
        fork = multiprocessing.get_context("fork")
        child = fork.Process(target=_synthesize, args=(tmp_path, top, source))
        child.start()
        child.join()
        compilation = compiled([SyntaxTree.fromFile(str(source))], top)
        assert described(compilation, top).is_sound
        found = analysed(compilation, top, netlist(top, tmp_path))
        assert found.words
        return found

    return design


def _synthesize(folder: Path, top: str, source: Path) -> None:
    from hdl_agent.security.rules.scan.synthesize import synthesize

    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    synthesize(top, [str(source)])


@pytest.fixture
def found(read: Callable[[Path, str], Analysed]) -> Callable[..., list[Finding]]:
    """What rules (all, if none are named) find in a file."""
    from hdl_agent.security.rules.scan import catalogue
    from hdl_agent.security.rules.scan.worker import ask

    def findings(source: Path, top: str, rules: Sequence[Rule] = ()) -> list[Finding]:
        design = read(source, top)
        answers = [ask(rule, design) for rule in rules or catalogue.rules()]
        assert [answer.trouble for answer in answers if answer.trouble] == []
        return [finding for answer in answers for finding in answer.findings]

    return findings
