"""k-induction and bounded search through an SMT solver, on an and-inverter graph.

Two unrollings grow together: the base starts where the design starts, the step anywhere. When no
state after k good cycles is bad, and the first k cycles are good, every cycle is (Sheeran, Singh,
Stålmarck, FMCAD 2000; without their uniqueness constraint, so that an answer may stay away).

The solver reads text of our making alone, in which no name of a design occurs: its words are its
answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hdl_agent.formal.aiger import Aiger

BASE, STEP = "b", "s"


def induction(graph: Aiger, depth: int) -> str:
    """SMT-LIB 2 text that asks of each cycle: can the base be bad in it, can the step?"""
    lines = ["(set-logic QF_UF)"]
    for cycle in range(depth):
        for side in (BASE, STEP):
            lines += _cycle(graph, side, cycle)
            bad = _literal(graph.output, side, cycle)
            lines += ["(push 1)", f"(assert {bad})", "(check-sat)", "(pop 1)"]
            lines.append(f"(assert (not {bad}))")
    return "\n".join(lines) + "\n"


def counterexample(graph: Aiger, depth: int) -> str:
    """SMT-LIB 2 text that asks for the inputs of a run that is bad in cycle ``depth``, from 1."""
    lines = ["(set-option :produce-models true)", "(set-logic QF_UF)"]
    for cycle in range(depth):
        lines += _cycle(graph, BASE, cycle)
    lines += [f"(assert {_literal(graph.output, BASE, depth - 1)})", "(check-sat)"]
    for cycle in range(depth):
        names = " ".join(f"{BASE}{cycle}_{n}" for n in range(1, graph.inputs + 1))
        lines.append(f"(get-value ({names}))")
    return "\n".join(lines) + "\n"


def answered(output: str) -> tuple[int, int | None, bool]:
    """From the answers to ``induction``: cycles that are free of violations from the start, the
    cycle (from 1) in which the base is bad, and whether the step closed the proof."""
    answers = re.findall(r"^(sat|unsat)$", output, re.MULTILINE)
    bases, steps = answers[0::2], answers[1::2]
    for cycle, base in enumerate(bases):
        if base == "sat":
            return cycle, cycle + 1, False
        if steps[cycle : cycle + 1] == ["unsat"]:
            return cycle + 1, None, True
    return len(bases), None, False


def trace(output: str, graph: Aiger, depth: int) -> tuple[str, ...]:
    """The bits of the inputs, one string a cycle, from the answer to ``counterexample``."""
    values = dict(re.findall(rf"\(({BASE}\d+_\d+) (true|false)\)", output))
    return tuple(
        "".join(
            "1" if values.get(f"{BASE}{cycle}_{n}") == "true" else "0"
            for n in range(1, graph.inputs + 1)
        )
        for cycle in range(depth)
    )


def _cycle(graph: Aiger, side: str, cycle: int) -> Iterator[str]:
    """Definitions of every variable of a cycle."""
    name = f"{side}{cycle}_"
    for variable in range(1, graph.inputs + 1):
        yield f"(declare-fun {name}{variable} () Bool)"
    for variable, stored in enumerate(graph.latches, start=graph.inputs + 1):
        if cycle > 0:
            yield f"(define-fun {name}{variable} () Bool {_literal(stored, side, cycle - 1)})"
        elif side == BASE:
            yield f"(define-fun {name}{variable} () Bool false)"
        else:
            yield f"(declare-fun {name}{variable} () Bool)"
    first = graph.inputs + len(graph.latches) + 1
    for variable, (one, other) in enumerate(graph.gates, start=first):
        both = f"(and {_literal(one, side, cycle)} {_literal(other, side, cycle)})"
        yield f"(define-fun {name}{variable} () Bool {both})"


def _literal(literal: int, side: str, cycle: int) -> str:
    if literal < 2:
        return "true" if literal else "false"
    name = f"{side}{cycle}_{literal // 2}"
    return f"(not {name})" if literal % 2 else name
