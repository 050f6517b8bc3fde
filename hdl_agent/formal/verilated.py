"""Replay a witness on Verilator: compiled and two-valued, a second opinion after Icarus.

Verilator knows no X: each register that nothing initialises powers up as 0, which is one of the
values that the proof allows, and a trace that needs another one would not show. So it is asked only
for folders that showed on Icarus. There either the violation is a definite 1 although Icarus had
each such register as X, or the design is the gate-level netlist, in which the power-up values are
inputs that the stimulus sets. Verilator alone confirms nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hdl_agent.errors import HdlAgentError
from hdl_agent.formal.bench import PLAYER
from hdl_agent.sandbox import Completed, Limits, run
from hdl_agent.verilator_runtime import ROOT, compilation, runtime

MAIN = """#include <fstream>
int main() {
  std::ifstream lines("stimulus.txt");
  std::string line;
  Vtop player;
  bool seen = false;
  for (player.cycle = 0; lines >> line; player.cycle++) {
    player.clock = 0;
    player.eval();
    seen |= player.bad;
    player.clock = 1;
    player.eval();
  }
  return seen ? 0 : 1;
}
"""

WORDS = ["--cc", "--no-timing", "--prefix", "Vtop", "--top-module", PLAYER, "--Mdir", "."]
QUIET = ["-Wno-fatal", "-Wno-lint", "-Wno-style", "--x-initial", "0", "--x-assign", "0"]


class NotVerilated(HdlAgentError):
    """Verilator does not take the design or the monitor, or not in time."""


def replay_verilated(folder: Path, wall_seconds: float = 30) -> bool:
    """Does the violation show? Leaves nothing. Raises ToolMissing, NotVerilated, RuntimeNotBuilt,
    SandboxUnavailable."""
    limits = Limits(wall_seconds=wall_seconds, cpu_seconds=int(wall_seconds))
    store = runtime(frozenset())
    folder = folder.resolve()
    sources = [*sorted(folder.glob("design*.v")), folder / "player.v", folder / "harness.sv"]
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as name:
        scratch = Path(name)
        words = [str(ROOT / "bin" / "verilator_bin"), *WORDS, *QUIET, *map(str, sources)]
        env = {"VERILATOR_ROOT": str(ROOT)}
        _built(run(words, scratch=scratch, readable=[folder], limits=limits, env=env))
        words = [*compilation(scratch, store, frozenset(), MAIN), "-o", "player"]
        _built(run(words, scratch=scratch, readable=[store], limits=limits))
        shutil.copy(folder / "stimulus.txt", scratch)
        return run(["./player"], scratch=scratch, limits=limits).ok


def _built(done: Completed) -> None:
    if done.timed_out:
        raise NotVerilated("Verilator could not build the replay in time")
    if not done.ok:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if "rror" in line]
        raise NotVerilated(f"Verilator could not build the replay: {(lines or ['no message'])[0]}")
