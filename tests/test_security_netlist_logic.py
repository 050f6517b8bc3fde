"""The decision diagrams of word-level cells, against what Verilog's operators mean."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hdl_agent.sandbox import run
from hdl_agent.security.rules.netlist import Netlist

OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "a + b": lambda a, b: a + b,
    "a - b": lambda a, b: a - b,
    "a - 8'd3": lambda a, b: a - 3,
    "a & b": lambda a, b: a & b,
    "a | b": lambda a, b: a | b,
    "a ^ b": lambda a, b: a ^ b,
    "a ~^ b": lambda a, b: ~(a ^ b),
    "~a": lambda a, b: ~a,
    "a && b": lambda a, b: bool(a) and bool(b),
    "a || b": lambda a, b: bool(a) or bool(b),
    "!a": lambda a, b: not a,
    "&a": lambda a, b: a == 7,
    "|a": lambda a, b: a != 0,
    "^a": lambda a, b: a.bit_count() & 1,
    "a == b": lambda a, b: a == b,
    "a != 3'd5": lambda a, b: a != 5,
    "a < b": lambda a, b: a < b,
    "a <= b": lambda a, b: a <= b,
    "a > b": lambda a, b: a > b,
    "a >= 3'd6": lambda a, b: a >= 6,
    "a << b": lambda a, b: a << b,
    "a >> b": lambda a, b: a >> b,
    "8'hD2 >> b": lambda a, b: 0xD2 >> b,
    "{b, a} >> {a[0], 1'b0}": lambda a, b: (b << 3 | a) >> ((a & 1) << 1),
    "a[0] ? b : ~b": lambda a, b: b if a & 1 else ~b,
    "table_of(a, b)": lambda a, b: (b, 3, a, 9, 0, b ^ a, 1, a & b)[a],
    "$signed(a) < $signed(b)": lambda a, b: (a ^ 4) < (b ^ 4),
    "$signed(a) + $signed(b)": lambda a, b: ((a ^ 4) - 4) + ((b ^ 4) - 4),
}
"""Verilog on two operands of three bits, and the low eight bits of the same in Python."""

TABLE = """
function [7:0] table_of(input [2:0] a, b);
    case (a)
        0: table_of = b; 1: table_of = 3; 2: table_of = a; 3: table_of = 9;
        4: table_of = 0; 5: table_of = b ^ a; 6: table_of = 1; default: table_of = a & b;
    endcase
endfunction
"""

READ = """
from pyosys import libyosys as yosys
design = yosys.Design()
for command in ("read_slang --top t t.v", "proc", "opt_expr", "opt_clean", "write_json t.json"):
    yosys.run_pass(command, design)
"""


@pytest.fixture(scope="module")
def netlist(tmp_path_factory: pytest.TempPathFactory) -> Netlist:
    scratch = tmp_path_factory.mktemp("operations")
    outputs = [f"output wire [7:0] y{n}" for n in range(len(OPERATIONS))]
    assigns = [f"assign y{n} = {text};" for n, text in enumerate(OPERATIONS)]
    ports = ", ".join(["input wire [2:0] a, b", *outputs])
    body = "\n".join([f"module t({ports});", TABLE, *assigns, "endmodule"])
    (scratch / "t.v").write_text(body)
    done = run([sys.executable, "-c", READ], scratch=scratch)
    assert done.ok, done.stdout + done.stderr
    module = json.loads(Path(scratch / "t.json").read_text())["modules"]["t"]
    return Netlist(module)


@pytest.mark.parametrize("number", range(len(OPERATIONS)), ids=list(OPERATIONS))
def test_a_diagram_is_the_operation_for_all_operands(number: int, netlist: Netlist) -> None:
    meant = list(OPERATIONS.values())[number]
    functions = [netlist.logic.of(bit) for bit in netlist.outputs[f"y{number}"]]
    cut = any(netlist.logic.cuts & netlist.logic.names(f).keys() for f in functions)
    assert not cut or "signed" in list(OPERATIONS)[number]  # a cut promises nothing
    for a in range(0 if cut else 8):
        for b in range(8):
            values = {
                bit: bool(value >> n & 1)
                for name, value in (("a", a), ("b", b))
                for n, bit in enumerate(netlist.ports[name]["bits"])
            }
            got = sum(netlist.logic.at(f, values) << n for n, f in enumerate(functions))
            assert got == int(meant(a, b)) & 0xFF, (a, b)
