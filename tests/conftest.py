"""What tests share: the small library, and Verilog given as text."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hdl_agent.sandbox.tier import VARIABLE
from hdl_agent.tasks.library import Block, Library

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
