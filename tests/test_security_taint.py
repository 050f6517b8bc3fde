"""Taint: its rules, its answers beside those of two copies, its paths, its simulation."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from hdl_agent.formal.aig import Graph
from hdl_agent.formal.engine import decide
from hdl_agent.formal.link import GATES
from hdl_agent.formal.model import Model, prepare
from hdl_agent.formal.obligation import Interface, Obligation, Pair, Status
from hdl_agent.formal.search import Question
from hdl_agent.rtl.inspect import inspect
from hdl_agent.sandbox import Completed, run
from hdl_agent.security.taint import Taint, TaintResult, analyse, clean, explain, taint
from hdl_agent.security.taint.names import MAX_HOPS, names, readable
from hdl_agent.security.taint.rules import RULES, taint_of
from hdl_agent.security.taint.verilog import instrumented_verilog
from hdl_agent.tasks.library import Library
from hdl_agent.tasks.task import Port

ROOT = Path(__file__).parents[1]
SECONDS = 3


def value(kind: str, bits: dict[str, int]) -> int:
    pins, function = GATES[kind]
    return function(Graph(), *(bits[pin] for pin in pins))


def rule(kind: str, bits: dict[str, int], taints: dict[str, int]) -> bool:
    return taint_of(
        RULES[kind],
        lambda x: bool(taints[x.pin] if x.tainted else bits[x.pin] ^ x.inverted),
        lambda a, b: a and b,
        lambda a, b: a or b,
    )


def test_every_gate_has_a_rule() -> None:
    assert RULES.keys() == GATES.keys()


@pytest.mark.parametrize("kind", GATES)
def test_a_rule_taints_exactly_what_another_run_can_change(kind: str) -> None:
    pins = GATES[kind][0]
    for numbers in product((0, 1), repeat=2 * len(pins)):
        bits = dict(zip(pins, numbers, strict=False))
        taints = dict(zip(pins, numbers[len(pins) :], strict=True))
        others = [
            dict(zip(pins, other, strict=True))
            for other in product((0, 1), repeat=len(pins))
            if all(taints[p] or bits[p] == o for p, o in zip(pins, other, strict=True))
        ]
        differs = any(value(kind, other) != value(kind, bits) for other in others)
        assert rule(kind, bits, taints) == differs


# --- designs in Verilog -------------------------------------------------------------------------

HEAD = """module dut (input clk, input rst_n, input go, input open, input [3:0] key,
  output [3:0] q, output done);
"""
STORED = """
reg [3:0] r; reg d;
assign q = {shown}, done = d;
always @(posedge clk) if (!rst_n) begin r <= 0; d <= 0; end
else begin d <= {next}; if (go) r <= key; end
endmodule
"""


def port(name: str, direction: str, width: int = 1) -> Port:
    return Port.model_validate({"name": name, "direction": direction, "width": width})


DUT = Interface(
    top="dut",
    clock="clk",
    reset="rst_n",
    reset_active=0,
    ports=(
        *(port(name, "input") for name in ("clk", "rst_n", "go", "open")),
        port("key", "input", 4),
        port("q", "output", 4),
        port("done", "output"),
    ),
)


def confidential(
    name: str, interface: Interface, secret: str, observer: str, observe: str = "1"
) -> Obligation:
    """The scope looks at ``interface``'s ports; ``observe`` may name the second copy's, too."""
    names = [f"{p.name}{s}" for p in interface.ports for s in ("", "_b")]
    used = [n for n in names if n in observe.split()]
    inputs = "".join(f"input {n}, " for n in used)
    text = f"module {name}({inputs}output secret, output observe);"
    text += f" assign secret = 1, observe = {observe}; endmodule\n"
    pair = Pair(secrets=(secret,), observers=(observer,))
    signals = frozenset({"secret", "observe"})
    return Obligation(id=name, module=name, monitor=text, signals=signals, pair=pair, depth=10)


def modelled(design: str, folder: Path, *obligations: Obligation) -> Model:
    source = folder / "dut.v"
    source.write_text(design)
    inspect([source], "dut", folder)
    return prepare([source], folder / "gates.json", DUT, obligations, folder / "model")


def exact(model: Model, number: int) -> Status:
    question = Question(aig=model.folder / f"{number}.bad.aig", depth=10)
    return decide([question], SECONDS)[0].status


def answer(design: str, folder: Path, obligation: Obligation) -> tuple[TaintResult, Status]:
    model = modelled(HEAD + design, folder, obligation)
    (result,) = analyse(model, [obligation], SECONDS)
    return explain(model, result), exact(model, 0)


def test_what_has_no_path_is_clean_at_once(tmp_path: Path) -> None:
    design = STORED.format(shown="r", next="go")
    result, truth = answer(design, tmp_path, confidential("a", DUT, "key", "done"))
    assert (result.status, result.by, truth) == (Taint.CLEAN, "structure", Status.PROVEN)


def test_values_block_a_path(tmp_path: Path) -> None:
    design = STORED.format(shown="open ? r : 0", next="go")
    obligation = confidential("a", DUT, "key", "q", "! open")
    result, truth = answer(design, tmp_path, obligation)
    assert (result.status, result.by, truth) == (Taint.CLEAN, "values", Status.PROVEN)


def test_without_seconds_only_the_structure_speaks(tmp_path: Path) -> None:
    design = HEAD + STORED.format(shown="open ? r : 0", next="go")
    blocked = confidential("values", DUT, "key", "q", "! open")
    apart = confidential("structure", DUT, "key", "done")
    model = modelled(design, tmp_path, blocked, apart)
    assert clean(model, model.obligations, 0) == {apart.id: "taint, by structure"}
    assert clean(model, model.obligations, SECONDS).keys() == {blocked.id, apart.id}


def test_a_leak_is_an_alarm_with_its_path(tmp_path: Path) -> None:
    design = STORED.format(shown="open ? r : 0", next="go && r[3]")
    result, truth = answer(design, tmp_path, confidential("a", DUT, "key", "done"))
    assert (result.status, truth) == (Taint.ALARM, Status.REFUTED)
    first, *middle, last = result.path
    assert (first, last) == ("key[3]", "done")
    assert any(hop.startswith("r[3] (dut.v:") for hop in middle)


def test_what_cancels_out_is_a_false_alarm(tmp_path: Path) -> None:
    same = "reg [3:0] s; always @(posedge clk) if (!rst_n) s <= 0; else if (go) s <= key;"
    design = same + STORED.format(shown="r ^ s", next="go")
    result, truth = answer(design, tmp_path, confidential("a", DUT, "key", "q"))
    assert (result.status, truth) == (Taint.ALARM, Status.PROVEN)


def test_what_the_second_copy_shows_is_open_where_it_is_tainted(tmp_path: Path) -> None:
    """Looked at only while the second copy's ``done`` is 0, which the secret decides."""
    design = STORED.format(shown="{3'b0, d & go}", next="key[0]")
    model = modelled(
        HEAD + design,
        tmp_path,
        confidential("first", DUT, "key", "q", "! done"),
        confidential("second", DUT, "key", "q", "! done_b & ! done"),
    )
    first, second = analyse(model, model.obligations, SECONDS)
    assert (first.status, exact(model, 0)) == (Taint.ALARM, Status.REFUTED)
    assert exact(model, 1) is Status.PROVEN
    assert second.status is Taint.ALARM  # a false one: taint knows that done differs, not how
    assert clean(model, model.obligations, SECONDS) == {}


def test_power_up_is_alike_and_so_untainted(tmp_path: Path) -> None:
    design = "reg [3:0] r; assign q = r, done = 0; always @(posedge clk) r <= r + go; endmodule"
    result, truth = answer(design, tmp_path, confidential("a", DUT, "open", "q"))
    assert (result.status, truth) == (Taint.CLEAN, Status.PROVEN)


def test_a_long_path_loses_its_middle() -> None:
    hops = [f"r[{n}]" for n in range(40)]
    assert len(readable(hops)) == MAX_HOPS
    assert readable(hops)[:: MAX_HOPS - 1] == ["r[0]", "r[39]"]
    assert readable(["a", "a", "b"]) == ["a", "b"]


def test_bits_are_called_as_the_source_numbers_them() -> None:
    nets = {
        "u.key": {"bits": [4, 5], "offset": 8, "attributes": {"src": "a/b.v:7.1-7.9|c.v:1.1-1.2"}},
        "u.rev": {"bits": [6, 7], "upto": 1, "attributes": {}},
        "u.longer": {"bits": [4], "attributes": {}},
        "$auto": {"bits": [8], "hide_name": 1, "attributes": {}},
    }
    ports = {"q": {"bits": [7]}}
    known = names({"ports": ports, "netnames": nets})
    assert known == {4: "u.key[8] (b.v:7)", 5: "u.key[9] (b.v:7)", 6: "u.rev[1]", 7: "q"}


# --- random netlists ----------------------------------------------------------------------------

CLOCK, RESET = 2, 3
OUTPUTS = 10


def netlist(source: random.Random) -> dict[str, Any]:
    """Two secret bits, two public ones, registers and gates of every kind."""
    bits: list[int | str] = [RESET, 4, 5, 6, 7, "0", "1"]
    stored = list(range(8, 12))
    bits += stored
    cells: dict[str, Any] = {}
    for fresh in range(20, 50):
        kind = source.choice(list(GATES))
        pins = {pin: [source.choice(bits[-14:])] for pin in GATES[kind][0]}
        cells[f"g{fresh}"] = {"type": kind, "connections": {**pins, "Y": [fresh]}}
        bits.append(fresh)
    for q in stored:
        pins = {"C": [CLOCK], "D": [source.choice(bits)], "Q": [q]}
        cells[f"r{q}"] = {"type": "$_DFF_P_", "connections": pins}
    for cell in cells.values():
        names = cell["connections"]
        directions = {n: "output" if n in "YQ" else "input" for n in names}
        cell |= {"port_directions": directions, "parameters": {}, "attributes": {}}
    ports = {
        "clk": {"direction": "input", "bits": [CLOCK]},
        "rst_n": {"direction": "input", "bits": [RESET]},
        "secret": {"direction": "input", "bits": [4, 5]},
        "public": {"direction": "input", "bits": [6, 7]},
    }
    for number in range(OUTPUTS):
        ports[f"o{number}"] = {"direction": "output", "bits": [source.choice(bits[7:])]}
    nets = {n: {"bits": p["bits"], "attributes": {}} for n, p in ports.items()}
    top = {"attributes": {"top": "1"}, "ports": ports, "cells": cells, "netnames": nets}
    return {"modules": {"dut": top}}


RANDOM = Interface(
    top="dut",
    clock="clk",
    reset="rst_n",
    reset_active=0,
    ports=(
        port("clk", "input"),
        port("rst_n", "input"),
        port("secret", "input", 2),
        port("public", "input", 2),
        *(port(f"o{number}", "output") for number in range(OUTPUTS)),
    ),
)


def test_on_random_netlists_clean_never_contradicts_two_copies(tmp_path: Path) -> None:
    seen = set()
    for seed in range(3):
        folder = tmp_path / str(seed)
        folder.mkdir()
        gates = folder / "gates.json"
        gates.write_text(json.dumps(netlist(random.Random(seed))))
        wanted = [
            confidential(f"p{n}", RANDOM, "secret", f"o{n}", "1" if n % 2 else "o0 == o0_b")
            for n in range(OUTPUTS)
        ]
        model = prepare([], gates, RANDOM, wanted, folder / "model")
        assert model.problem is None
        questions = [Question(aig=model.folder / f"{n}.bad.aig", depth=10) for n in range(OUTPUTS)]
        truths = decide(questions, SECONDS)
        for result, truth in zip(analyse(model, wanted, SECONDS), truths, strict=True):
            assert result.status in (Taint.CLEAN, Taint.ALARM)
            assert truth.status in (Status.PROVEN, Status.REFUTED)
            seen.add((result.status, truth.status))
            if result.status is Taint.CLEAN:
                assert truth.status is Status.PROVEN, (seed, result.id)
    assert {(Taint.CLEAN, Status.PROVEN), (Taint.ALARM, Status.REFUTED)} <= seen


def test_one_obligation_on_a_netlist(tmp_path: Path) -> None:
    gates = tmp_path / "gates.json"
    content = netlist(random.Random(1))
    ports = content["modules"]["dut"]["ports"]
    ports["o0"]["bits"], ports["o1"]["bits"] = [4], [6]
    gates.write_text(json.dumps(content))
    leak = taint(gates, RANDOM, confidential("a", RANDOM, "secret", "o0"), SECONDS)
    assert (leak.status, leak.path) == (Taint.ALARM, ("secret[0]", "o0"))
    none = taint(gates, RANDOM, confidential("a", RANDOM, "secret", "o1"), SECONDS)
    assert (none.status, none.by) == (Taint.CLEAN, "structure")


def test_what_has_no_model_is_unknown(tmp_path: Path) -> None:
    gates = tmp_path / "gates.json"
    content = netlist(random.Random(1))
    content["modules"]["dut"]["cells"]["r8"]["type"] = "$_DFF_N_"
    gates.write_text(json.dumps(content))
    result = taint(gates, RANDOM, confidential("a", RANDOM, "secret", "o0"), SECONDS)
    assert result.status is Taint.UNKNOWN


# --- simulation ---------------------------------------------------------------------------------


SIMULATED = {
    "bus/cfg_regs_dma": ("rtl/cfg_regs_dma.v", "dma_wdata"),
    "timer/watchdog": ("rtl/watchdog.v", "pwdata"),
}
CYCLES = 300


needs_icarus = pytest.mark.skipif(shutil.which("iverilog") is None, reason="needs Icarus")


def simulated(block: str, folder: Path, corrupt: Callable[[str], str] = str) -> Completed:
    """One instrumented run beside two runs of the Verilog as written."""
    found = Library(ROOT).block(block)
    task = found.task
    design, secret = SIMULATED[block]
    source = shutil.copy(found.designs / design, folder / "written.v")
    inspect([source], task.top, folder)
    gates = json.loads((folder / "gates.json").read_text())["modules"][task.top]
    text = instrumented_verilog(gates, task.clock, "tainted")
    (folder / "tainted.v").write_text(corrupt(text))
    ports = [p for p in task.ports if p.name != task.clock]
    (folder / "bench.v").write_text(bench(task.top, task.clock, ports, secret))
    inputs = [p for p in ports if p.direction == "input"]
    (folder / "stimulus.txt").write_text(stimulus(inputs, secret, task.reset.port))
    sources = ["bench.v", "tainted.v", "written.v"]
    built = run(["iverilog", "-g2012", "-s", "bench", "-o", "b.vvp", *sources], scratch=folder)
    assert built.ok, built.stderr
    return run(["vvp", "-n", "b.vvp"], scratch=folder)


@needs_icarus
@pytest.mark.parametrize("block", SIMULATED)
def test_simulated_taint_covers_what_two_runs_differ_in(block: str, tmp_path: Path) -> None:
    done = simulated(block, tmp_path)
    assert done.ok, done.stdout
    differing, tainted, looked = map(int, done.stdout.split()[-3:])
    assert 0 < differing <= tainted < looked


@needs_icarus
def test_a_register_that_loses_taint_would_show(tmp_path: Path) -> None:
    def forget(text: str) -> str:
        return re.sub(r"(hdl_agent_t\d+ <= )[^;]+;", r"\g<1>0;", text)

    assert not simulated("bus/cfg_regs_dma", tmp_path, forget).ok


def stimulus(inputs: list[Port], secret: str, reset: str) -> str:
    """A line a cycle: the inputs, then the second run's secret, which differs in half of them."""
    source = random.Random(1)
    lines = []
    for cycle in range(CYCLES):
        row = {p.name: source.getrandbits(p.width) for p in inputs}
        row[reset] = int(cycle >= 4 and cycle % 60 != 0)
        row |= dict.fromkeys(row.keys() & {"alarm"}, 0)
        if "paddr" in row:  # a bus that often meets a register
            row |= {"paddr": 4 * source.randrange(12), "psel": 1, "penable": cycle % 2}
        width = next(p.width for p in inputs if p.name == secret)
        other = source.getrandbits(width) if cycle % 2 else row[secret]
        words = [f"{row[p.name]:0{p.width}b}" for p in inputs]
        lines.append("".join(words) + f"{other:0{width}b}")
    return "\n".join(lines)


def bench(top: str, clock: str, ports: list[Port], secret: str) -> str:
    """Status 0 when values are those of the design as written and every difference is tainted.

    Then it prints how many output bits differed, were tainted, and were looked at.
    """
    inputs = [p for p in ports if p.direction == "input"]
    outputs = [p for p in ports if p.direction == "output"]
    wide = next(p.width for p in inputs if p.name == secret)
    plain = [f".{clock}(ticks)", *(f".{p.name}({p.name})" for p in inputs)]
    second = [pin.replace(f"({secret})", "(other)") for pin in plain]
    flows = {p.name: "secret ^ other" if p.name == secret else f"{p.width}'b0" for p in inputs}
    marked = [f".{name}_taint({flow.replace('secret', name)})" for name, flow in flows.items()]
    marked += [f".{p.name}_taint({p.name}_t)" for p in outputs]

    def outs(suffix: str) -> list[str]:
        return [f".{p.name}({p.name}{suffix})" for p in outputs]

    def joined(suffix: str) -> str:
        return "{" + ", ".join(f"{p.name}{suffix}" for p in outputs) + "}"

    wires = [f"reg [{p.width - 1}:0] {p.name};" for p in inputs]
    for suffix in ("_1", "_2", "_v", "_t"):
        wires += [f"wire [{p.width - 1}:0] {p.name}{suffix};" for p in outputs]
    width = sum(p.width for p in outputs)
    columns = "{" + ", ".join([*(p.name for p in inputs), "other"]) + "}"
    newline = "\n  "
    return f"""module bench;
  reg ticks = 0;
  integer n, k, differing = 0, tainted = 0;
  reg [{sum(p.width for p in inputs) + wide - 1}:0] rows [0:{CYCLES - 1}];
  reg [{wide - 1}:0] other;
  {newline.join(wires)}
  {top} first({", ".join(plain + outs("_1"))});
  {top} second({", ".join(second + outs("_2"))});
  tainted both({", ".join(plain + outs("_v") + marked)});
  wire [{width - 1}:0] one = {joined("_1")}, two = {joined("_2")}, taints = {joined("_t")};
  initial begin
    $readmemb("stimulus.txt", rows);
    for (n = 0; n < {CYCLES}; n = n + 1) begin
      {columns} = rows[n];
      #5;
      if (n >= 4) begin
        if (one !== {joined("_v")}) $fatal(1, "not the values of the design as written");
        for (k = 0; k < {width}; k = k + 1) begin
          if (one[k] !== two[k] && taints[k] !== 1) $fatal(1, "a difference without taint");
          differing = differing + (one[k] !== two[k]);
          tainted = tainted + (taints[k] === 1);
        end
      end
      ticks = 1;
      #5 ticks = 0;
    end
    $display("%0d %0d %0d", differing, tainted, {width * (CYCLES - 4)});
    $finish(0);
  end
endmodule
"""
