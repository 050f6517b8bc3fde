"""What real designs have and small examples lack: modelled rightly, or refused by name and line.

Each feature that is modelled has a design that must fail its property and a near miss that must
pass. `a` is free in every cycle, `en` too; `q` is what is looked at.
"""

import shutil
from pathlib import Path

import pytest

from hdl_agent.formal.model import prepare
from hdl_agent.formal.obligation import Interface, Proof, Status
from hdl_agent.formal.prove import prove
from hdl_agent.rtl.inspect import Inspection, inspect
from hdl_agent.rtl.netlist import EXPANDED_BITS, GATES
from hdl_agent.security.policy import load
from hdl_agent.security.templates import obligations

pytestmark = pytest.mark.skipif(shutil.which("iverilog") is None, reason="replay needs Icarus")

HEAD = "module d(input clk, input rst_n, input [7:0] a, input en, output [7:0] q);\n"


def look(text: str, folder: Path) -> Inspection:
    """The inspection of one file around ``text``, the body of the module."""
    source = folder / "d.v"
    source.write_text((text if "module d" in text else HEAD + text) + "\nendmodule\n")
    return inspect([source], "d", folder / "inspection")


def decide(text: str, rule: str, folder: Path) -> Proof:
    """The proof of ``never: rule``."""
    inspection = look(text, folder)
    assert inspection.elaboration is not None, inspection
    assert inspection.synthesis is not None, inspection
    assert inspection.synthesis.problem is None
    interface = Interface(
        top="d", clock="clk", reset="rst_n", reset_active=0, ports=inspection.elaboration.ports
    )
    (folder / "policy.yaml").write_text(f"properties:\n  - {{id: it, never: '{rule}'}}\n")
    wanted = obligations(load(folder / "policy.yaml"), interface)
    gates = folder / "inspection" / GATES
    model = prepare([folder / "d.v"], gates, interface, wanted, folder / "model")
    return prove(model, wanted, folder / "witness")[0]


ASYNC = "always @(posedge clk or negedge rst_n) if (!rst_n) {} else r <= {};\n"
LARGE = f"reg [7:0] m [0:{EXPANDED_BITS - 1}]; reg [7:0] r; assign q = r;\nalways @(posedge clk) "
MODELLED = {
    "asynchronous reset": (
        "q == 9 && en",
        "reg [7:0] r; assign q = r;\n" + ASYNC.format("r <= 9;", "en ? 8'd9 : 8'd1"),
        "reg [7:0] r; assign q = r && !en ? r : 0;\n" + ASYNC.format("r <= 9;", "8'd1"),
    ),
    "asynchronous reset by a register": (
        "q == 3",
        "reg [7:0] r; reg c; assign q = r; always @(posedge clk) c <= rst_n && r == 3;\n"
        "always @(posedge clk or posedge c) if (c) r <= 0; else r <= rst_n ? r + 1 : 0;",
        "reg [7:0] r; reg c; assign q = r; always @(posedge clk) c <= !rst_n || r == 1;\n"
        "always @(posedge clk or posedge c) if (c) r <= 0; else r <= rst_n ? r + 1 : 0;",
    ),
    "function used by several processes": (
        "q == 4",
        "function [7:0] f(input [7:0] x); integer i; begin f = 0; for (i = 0; i < 8; i = i + 1)\n"
        "f = f + x[i]; end endfunction\n"
        "reg [7:0] r, s; always @* r = f(a); always @* s = f({8{en}}); assign q = r | s;",
        "function [7:0] f(input [7:0] x); integer i; begin f = 0; for (i = 0; i < 8; i = i + 1)\n"
        "f = f + x[i]; end endfunction\n"
        "reg [7:0] r, s; always @* r = f(a); always @* s = f({8{en}}); assign q = r & s & 3;",
    ),
    "counter of loops in several processes": (
        "q == 9 && en",
        "integer i; reg [7:0] r, s; always @* begin r = 0; for (i = 0; i < 8; i = i + 1)\n"
        "r = r + a[i]; end always @* for (i = 0; i < 8; i = i + 1) s[i] = a[7 - i];\n"
        "assign q = r + s;",
        "integer i; reg [7:0] r, s; always @* begin r = 0; for (i = 0; i < 8; i = i + 1)\n"
        "r = r + a[i]; end always @* for (i = 0; i < 8; i = i + 1) s[i] = a[7 - i];\n"
        "assign q = r;",
    ),
    "delays": (
        "q == 4 && en",
        "`define TCQ 1\nreg [7:0] r; assign #1 q = r; always @(posedge clk) r <= #`TCQ a;",
        "`define TCQ 1\nreg [7:0] r; assign #1 q = r & {8{!en}};\n"
        "always @(posedge clk) r <= #`TCQ a;",
    ),
    "read-only memory": (
        "q == 7",
        "reg [7:0] m [0:3]; initial begin m[0] = 1; m[1] = 5; m[2] = 7; m[3] = 1; end\n"
        "assign q = m[a[1:0]];",
        "reg [7:0] m [0:3]; initial begin m[0] = 1; m[1] = 5; m[2] = 7; m[3] = 1; end\n"
        "assign q = m[{1'b0, a[0]}];",
    ),
    "parameters and generate": (
        "q == 12",
        "wire [7:0] w; part #(.W(8), .ADD(2)) p(a, w); assign q = w == 14 ? 12 : 0;\nendmodule\n"
        "module part #(parameter W = 1, parameter ADD = 0)(input [W-1:0] x, output [W-1:0] y);\n"
        "generate if (ADD > 1) begin : g assign y = x + ADD; end else assign y = 0; endgenerate",
        "wire [7:0] w; part #(.W(8), .ADD(1)) p(a, w); assign q = w == 14 ? 12 : 0;\nendmodule\n"
        "module part #(parameter W = 1, parameter ADD = 0)(input [W-1:0] x, output [W-1:0] y);\n"
        "generate if (ADD > 1) begin : g assign y = x + ADD; end else assign y = 0; endgenerate",
    ),
    "wired and": (
        "q == 15 && en",
        "wand [7:0] w; assign w = a; assign w = 8'h0f; assign q = w;",
        "wand [7:0] w; assign w = a; assign w = {8{!en}}; assign q = w;",
    ),
}


@pytest.mark.parametrize("feature", MODELLED)
def test_what_is_modelled_is_refuted_and_the_simulator_agrees(feature: str, tmp_path: Path) -> None:
    rule, bad, _ = MODELLED[feature]
    proof = decide(bad, rule, tmp_path)
    assert proof.status is Status.REFUTED, proof
    assert proof.confirmed, proof


@pytest.mark.parametrize("feature", MODELLED)
def test_what_is_modelled_is_proven(feature: str, tmp_path: Path) -> None:
    rule, _, good = MODELLED[feature]
    proof = decide(good, rule, tmp_path)
    assert proof.status is Status.PROVEN, proof


def test_a_large_memory_may_hold_anything(tmp_path: Path) -> None:
    """What is proven does not depend on it; what depends on it counts only when it replays."""
    body = LARGE + "begin if (en) m[{a, a[5:0]}] <= a; r <= rst_n ? m[a] & 8'h7f : 0; end"
    guarded = decide(body, "q[7]", tmp_path)
    assert guarded.status is Status.PROVEN
    elaboration = look(body, tmp_path).elaboration
    assert elaboration is not None
    assert str(elaboration.warnings[-1]).startswith("d.v:2:"), elaboration.warnings
    assert "memory 'm' of 131072 bits is not modelled" in elaboration.warnings[-1].message
    open_to_all = decide(body, "q[6]", tmp_path)
    assert open_to_all.status is Status.REFUTED


REFUSED = {
    "clock as data": ("assign q = clk ? a : 8'd0;", "d.v:2: q depends on the level of clk"),
    "gated clock": (
        "reg [7:0] r; assign q = r; wire g = clk & en;\nalways @(posedge g) r <= a;",
        "d.v:3: q is not clocked by clk itself",
    ),
    "two clocks": (
        "reg [7:0] r; assign q = r;\nalways @(posedge en) r <= a;",
        "d.v:3: q is not clocked by clk itself",
    ),
    "falling edge": (
        "reg [7:0] r; assign q = r;\nalways @(negedge clk) r <= a;",
        "d.v:3: q takes its value at a falling edge",
    ),
    "latch": (
        "reg [7:0] r; assign q = r;\nalways @* if (en) r = a;",
        "d.v:3: a signal inside is a latch",
    ),
    "clock gate's latch": (
        "reg [7:0] r; assign q = r;\nalways @* if (!clk) r = a;",
        "is a latch",
    ),
    "tri-state output": ("assign q = en ? a : 8'bz;", "d.v:2: q is driven by a tri-state"),
    "bidirectional port": (
        HEAD.replace("output", "inout [7:0] s, output") + "assign s = a, q = s;",
        "port s is an inout",
    ),
}


@pytest.mark.parametrize("feature", REFUSED)
def test_what_has_no_model_is_refused_by_name_and_line(feature: str, tmp_path: Path) -> None:
    text, why = REFUSED[feature]
    proof = decide(text, "q == 77", tmp_path)
    assert proof.status is Status.UNKNOWN, proof
    assert why in proof.detail


UNSYNTHESIZABLE = {
    "several tri-states": ("assign q = en ? a : 8'bz;\nassign q = !en ? 8'd0 : 8'bz;", "q"),
    "waits": (
        "reg [7:0] r; assign q = r;\nalways @(posedge clk) begin @(posedge clk); r <= a; end",
        "d.v:3",
    ),
    "both edges": (
        "reg [7:0] r; assign q = r;\nalways @(posedge clk or negedge clk) r <= a;",
        "d.v:3",
    ),
    "conflicting drivers": ("wire w;\nassign w = a[0];\nassign w = en;\nassign q = w;", "d.v:2"),
    "counter that is looked at": (
        "integer i; reg [7:0] r, s; always @* for (i = 0; i < 4; i = i + 1) r[i] = a[i];\n"
        "always @* begin for (i = 0; i < 8; i = i + 1) s[i] = en; r[7:4] = i; end\n"
        "assign q = r ^ s;",
        "d.v:2",
    ),
    "clears itself": (
        "reg [7:0] r; assign q = r; wire c = r == 5;\n"
        "always @(posedge clk or posedge c) if (c) r <= 0; else r <= r + 1;",
        "logic loop in module d: at d.v:",
    ),
}


@pytest.mark.parametrize("feature", UNSYNTHESIZABLE)
def test_what_is_not_synthesizable_is_named_with_its_line(feature: str, tmp_path: Path) -> None:
    text, why = UNSYNTHESIZABLE[feature]
    synthesis = look(text, tmp_path).synthesis
    assert synthesis is not None
    assert synthesis.problem is not None
    assert why in synthesis.problem


DOUBTS = {
    "no driver": ("wire [7:0] k;\nassign q = k;", "d.v:2:12: warning: nothing drives 'k'"),
    "empty module": (
        "part p(a, q);\nendmodule\nmodule part(input [7:0] x, output [7:0] y);",
        "nothing drives 'p.y'",
    ),
    "memory without contents": (
        "reg [7:0] m [0:3];\nassign q = m[a[1:0]];",
        "d.v:2:11: warning: nothing writes memory 'm'",
    ),
}

RESETS = "reg t; always @(posedge clk) t <= rst_n && a[0];\nreg [7:0] r; assign q = r;\n"
DOUBTS["reset that may pulse within a cycle"] = (
    RESETS + "wire c = t && en;\nalways @(posedge clk or posedge c) if (c) r <= 9; else r <= 1;",
    "d.v:5:1: warning: an asynchronous reset is made of registers and inputs",
)


@pytest.mark.parametrize("feature", DOUBTS)
def test_what_reads_as_zero_is_said(feature: str, tmp_path: Path) -> None:
    text, why = DOUBTS[feature]
    elaboration = look(text, tmp_path).elaboration
    assert elaboration is not None
    assert any(why in str(warning) for warning in elaboration.warnings)


def test_what_is_fully_driven_is_not_doubted(tmp_path: Path) -> None:
    resets = "always @(posedge clk or posedge t) if (t) r <= 9; else r <= 1;"
    for text in ("wire [7:0] k = a;\nassign q = k;", RESETS + resets):
        elaboration = look(text, tmp_path).elaboration
        assert elaboration is not None
        assert not elaboration.warnings


def test_many_warnings_do_not_hide_an_error(tmp_path: Path) -> None:
    doubtful = "\n".join(f"wire [3:0] w{n} = a;" for n in range(40))
    elaboration = look(doubtful + "\nassign q = nothing;", tmp_path).elaboration
    assert elaboration is not None
    assert [error.line for error in elaboration.errors] == [42]
