"""Static rules on the library's insecure designs, and on recorded designs that pass."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hdl_agent.authoring.extract import extract
from hdl_agent.finding import Finding

ROOT = Path(__file__).parents[1]
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

"""Every insecure design in which rules find something, and which rules."""

RECORDED = sorted(
    path
    for block in ("auth/pin_check", "bus/cfg_regs_dma", "timer/watchdog")
    for path in (ROOT / "recordings" / block).glob("hint1-*.json")
)
"""Designs that pass their checks, and on which first versions of rules were wrong."""


@pytest.mark.parametrize("name", INSECURE)
def test_insecure_designs_are_found_for_what_they_are(
    name: str, found: Callable[..., list[Finding]]
) -> None:
    source = ROOT / "designs" / f"{name}.v"
    top = source.parent.parent.name
    assert {finding.rule for finding in found(source, top)} == INSECURE[name]


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_nothing_is_found_in_recorded_designs_that_pass(
    path: Path, verilog: Callable[..., Path], found: Callable[..., list[Finding]]
) -> None:
    block = path.parent.name
    text = extract(json.loads(path.read_text())["text"], block)
    assert text
    assert found(verilog(text), block) == []
