"""Rules on the word-level netlist: each finds its bad design and spares its good one."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import hdl_agent.security.rules as package
from hdl_agent.authoring.extract import extract
from hdl_agent.sandbox import Limits, run
from hdl_agent.security.rules.design import Design
from hdl_agent.security.rules.rule import Hit, Rule
from hdl_agent.tasks.cwe import catalogue

ROOT = Path(__file__).parents[1]
MODULES = [
    importlib.import_module(f"{package.__name__}.{m.name}")
    for m in pkgutil.iter_modules(package.__path__)
]
RULES: list[Rule] = [m.RULE for m in MODULES if hasattr(m, "RULE") and hasattr(m, "bounded")]
REFERENCES = sorted((ROOT / "designs").glob("*/*/rtl/*.v"))
INSECURE = {
    "bus/cfg_regs_dma/insecure/S1_lock_writable": {"lock-writable-while-locked"},
    "bus/cfg_regs_dma/insecure/S2_dma_unchecked": {"locked-register-writable"},
    "bus/cfg_regs_dma/insecure/S2_limit_forgotten": {"locked-register-writable"},
    "bus/cfg_regs_dma/insecure/S3_defaults_unchecked": {"locked-register-writable"},
    "timer/watchdog/insecure/S1_lock_writable": {"lock-writable-while-locked"},
    "timer/watchdog/insecure/S2_debug_overrides": {"debug-bypasses-lock"},
    "timer/watchdog/insecure/S2_debug_writes_ctrl": {"debug-bypasses-lock"},
    "timer/watchdog/insecure/S3_wake_unlocks": {"lock-lost-in-power-transition"},
    "timer/watchdog/insecure/S3_warm_unlocks": {"lock-lost-in-power-transition"},
    "debug/debug_bridge/insecure/S3_token_reads_back": {"key-readable"},
    "keys/key_slot/insecure/S2_reads_unchecked": {"key-readable"},
    "keys/key_slot/insecure/S3_clear_keeps_words": {"key-not-cleared"},
    "keys/key_slot/insecure/S3_handover_keeps_words": {"key-not-cleared"},
    "auth/pin_check/insecure/S1_stops_at_first_difference": {"comparison-timing"},
    "auth/pin_check/insecure/S1_faster_when_right": {"comparison-timing"},
    "auth/pin_check/insecure/S2_counter_wraps": {"counter-wraps"},
    "boot/boot_sequencer/insecure/S3_run_flag": {"single-bit-guard"},
    "crypto/aes_core/insecure/S2_dout_not_gated": {"intermediate-state-shown"},
}

RECORDED = sorted(
    path
    for block in ("auth/pin_check", "bus/cfg_regs_dma", "timer/watchdog")
    for path in (ROOT / "recordings" / block).glob("hint1-*.json")
)
"""Designs that pass their checks, and on which first versions of rules were wrong."""

READ = """
import sys
from pyosys import libyosys as yosys
design = yosys.Design()
for number, line in enumerate(open("designs.txt")):
    top, path = line.split()
    for command in (
        "design -reset", f"read_slang --top {top} {path}", f"hierarchy -check -top {top}",
        "proc", "flatten", "opt_expr", "opt_clean", "opt_dff", "memory_collect",
        f"write_json {number}.json",
    ):
        yosys.run_pass(command, design)
"""

Words = dict[Path, tuple[str, dict[str, Any]]]


def _top(path: Path) -> str:
    match = re.search(r"(?m)^\s*module\s+(\w+)", path.read_text())
    assert match
    return match[1]


def _words(paths: Iterable[Path], scratch: Path) -> Words:
    """The flat netlists, all read by one process: starting it takes the most time."""
    named = [(_top(path), path) for path in paths]
    scratch.mkdir(exist_ok=True)
    (scratch / "designs.txt").write_text("".join(f"{top} {path}\n" for top, path in named))
    limits = Limits(wall_seconds=300, cpu_seconds=200)
    readable = [path for _, path in named]
    done = run([sys.executable, "-c", READ], scratch=scratch, readable=readable, limits=limits)
    assert done.ok, done.stdout + done.stderr
    return {
        path: (top, json.loads((scratch / f"{number}.json").read_text())["modules"][top])
        for number, (top, path) in enumerate(named)
    }


def _hits(rule: Rule, words: Words, path: Path) -> list[Hit]:
    top, module = words[path]
    return list(rule.find(Design(compilation=None, analysis=None, top=top, words=module)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Words:
    folder = tmp_path_factory.mktemp("examples")
    paths = []
    for rule in RULES:
        for kind, text in (("bad", rule.bad), ("good", rule.good)):
            paths.append(folder / f"{rule.id}.{kind}.v")
            paths[-1].write_text(text)
    return _words(paths, folder / "read")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Words:
    insecure = [ROOT / "designs" / f"{name}.v" for name in INSECURE]
    return _words([*REFERENCES, *insecure], tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Words:
    folder = tmp_path_factory.mktemp("recorded")
    paths = []
    for recording in RECORDED:
        block = recording.parent.name
        text = extract(json.loads(recording.read_text())["text"], block)
        assert text
        paths.append(folder / f"{block}.{recording.stem}.v")
        paths[-1].write_text(text)
    return _words(paths, folder / "read")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_finds_its_bad_design_and_spares_its_good_one(rule: Rule, examples: Words) -> None:
    by_name = {path.name: path for path in examples}
    bad, good = (by_name[f"{rule.id}.{kind}.v"] for kind in ("bad", "good"))
    hits = _hits(rule, examples, bad)
    assert hits
    read = bad.parent / "read"  # Yosys names files relative to the folder in which it ran
    assert all((read / hit.place.file).resolve() == bad and hit.place.line > 0 for hit in hits)
    assert _hits(rule, examples, good) == []


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
def test_nothing_is_found_in_a_reference(path: Path, library: Words) -> None:
    assert [hit.message for rule in RULES for hit in _hits(rule, library, path)] == []


@pytest.mark.parametrize("name", INSECURE)
def test_finds_insecure_designs_for_what_they_are(name: str, library: Words) -> None:
    path = ROOT / "designs" / f"{name}.v"
    assert {rule.id for rule in RULES if _hits(rule, library, path)} == INSECURE[name]


def test_nothing_is_found_in_recorded_designs_that_pass(recorded: Words) -> None:
    hits = {
        (path.name, h.message) for path in recorded for r in RULES for h in _hits(r, recorded, path)
    }
    assert len(recorded) == 9
    assert hits == set()


def test_every_weakness_is_in_the_catalogue() -> None:
    assert {number for rule in RULES for number in rule.cwe} <= set(catalogue())


def test_a_design_that_could_not_be_read_has_no_findings() -> None:
    design = Design(compilation=None, analysis=None, top="t", words={})  # type: ignore[arg-type]
    assert [hit for rule in RULES for hit in rule.find(design)] == []
