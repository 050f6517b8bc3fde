"""Netlists of known function, linked, written as AIGER, read again and simulated."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest

from hdl_agent.formal.aig import Graph
from hdl_agent.formal.gates import UnsupportedDesign
from hdl_agent.formal.link import Linked, link

FUNCTIONS: dict[str, Callable[..., int]] = {
    "$_BUF_": lambda a: a,
    "$_NOT_": lambda a: 1 - a,
    "$_AND_": lambda a, b: a & b,
    "$_NAND_": lambda a, b: 1 - (a & b),
    "$_OR_": lambda a, b: a | b,
    "$_NOR_": lambda a, b: 1 - (a | b),
    "$_XOR_": lambda a, b: a ^ b,
    "$_XNOR_": lambda a, b: 1 - (a ^ b),
    "$_ANDNOT_": lambda a, b: a & (1 - b),
    "$_ORNOT_": lambda a, b: a | (1 - b),
    "$_MUX_": lambda a, b, s: b if s else a,
}
CLOCK, A, B, S, Y = 2, 3, 4, 5, 6
Netlist = dict[str, Any]


def module(cells: Sequence[Netlist], out: int | str = Y, init: str = "") -> Netlist:
    """Inputs clk, a, b, s; output y."""
    inputs = {"clk": CLOCK, "a": A, "b": B, "s": S}
    ports = {name: {"direction": "input", "bits": [bit]} for name, bit in inputs.items()}
    ports["y"] = {"direction": "output", "bits": [out]}
    names = {"y": {"bits": [out], "attributes": {"init": init} if init else {}}}
    return {"ports": ports, "cells": dict(enumerate(cells)), "netnames": names}


def cell(kind: str, **pins: int | str) -> Netlist:
    return {"type": kind, "connections": {name: [bit] for name, bit in pins.items()}}


def copy(y: int | str, **pins: int | str) -> Netlist:
    return cell("design", **{"clk": CLOCK, "a": A, "b": B, "s": S, "y": y} | pins)


def linked(harness: Netlist, design: Netlist) -> Linked:
    return link(harness, design, "design", "clk")


def simulate(made: Linked, stimulus: Sequence[Sequence[int]]) -> list[int]:
    """The output y in each cycle, from the AIGER text alone."""
    head, rest = made.graph.aiger(made.outputs["y"]).split(b"\n", 1)
    _, inputs, latches, outputs, gates = map(int, head.split()[1:])
    *lines, body = rest.split(b"\n", latches + outputs)
    stored, seen = [0] * latches, []
    numbers = []
    while body:
        value = shift = 0
        while True:
            byte, body = body[0], body[1:]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        numbers.append(value)
    assert len(numbers) == 2 * gates
    for row in stimulus:
        values = [0, *row, *stored]
        assert len(row) == inputs

        def read(literal: int, values: list[int] = values) -> int:
            return values[literal // 2] ^ literal % 2

        for first, second in zip(numbers[::2], numbers[1::2], strict=True):
            high = 2 * len(values) - first
            values.append(read(high) & read(high - second))
        stored = [read(int(line)) for line in lines[:latches]]
        seen.append(read(int(lines[latches])))
    return seen


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_each_gate_is_what_its_name_says(kind: str) -> None:
    function = FUNCTIONS[kind]
    count = function.__code__.co_argcount
    pins = dict(zip("ABS", (A, B, S)[:count], strict=False))
    made = linked(module([copy(Y)]), module([cell(kind, Y=Y, **pins)]))
    assert made.inputs == [("a", 0), ("b", 0), ("s", 0)]
    rows = list(product((0, 1), repeat=3))
    assert simulate(made, rows) == [function(*row[:count]) for row in rows]


@pytest.mark.parametrize(("init", "seen"), [("0", [0, 1, 0, 1]), ("1", [1, 1, 0, 1])])
def test_a_register_starts_as_it_says_and_stores_with_the_clock(init: str, seen: list[int]) -> None:
    made = linked(module([copy(Y)]), module([cell("$_DFF_P_", C=CLOCK, D=A, Q=Y)], init=init))
    assert simulate(made, [(1, 0, 0), (0, 0, 0), (1, 0, 0), (0, 0, 0)]) == seen


def test_a_register_that_nothing_initialises_starts_as_an_input_says() -> None:
    made = linked(module([copy(Y)]), module([cell("$_DFF_P_", C=CLOCK, D=A, Q=Y)]))
    assert made.inputs[-1] == ("", 0)
    assert simulate(made, [(1, 0, 0, 1), (0, 0, 0, 0), (1, 0, 0, 1)]) == [1, 1, 0]
    assert simulate(made, [(1, 0, 0, 0), (0, 0, 0, 1), (1, 0, 0, 0)]) == [0, 1, 0]


def test_copies_have_registers_and_inputs_of_their_own() -> None:
    toggle = [cell("$_XOR_", A=A, B=7, Y=8), cell("$_DFF_P_", C=CLOCK, D=8, Q=7)]
    design = module(toggle, out=7, init="0")
    both = [copy(20), copy(21, a=B), cell("$_XOR_", A=20, B=21, Y=Y)]
    made = linked(module(both), design)
    assert simulate(made, [(1, 1, 0), (0, 1, 0), (0, 0, 0), (1, 0, 0)]) == [0, 0, 1, 1]


def test_one_copy_may_feed_another_in_the_same_cycle() -> None:
    invert = module([cell("$_NOT_", A=A, Y=Y)])
    made = linked(module([copy(20), copy(Y, a=20)]), invert)
    assert simulate(made, [(0, 0, 0), (1, 0, 0)]) == [0, 1]
    with pytest.raises(UnsupportedDesign, match="loop"):
        linked(module([copy(20, a=Y), copy(Y, a=20)]), invert)


def test_what_nothing_drives_is_0_and_constants_are_constants() -> None:
    for bit, value in ((9, 0), ("0", 0), ("1", 1), ("x", 0)):
        harness = module([cell("$_OR_", A=bit, B=bit, Y=Y)])
        assert simulate(linked(harness, module([])), [(0, 0, 0)]) == [value]


def test_foreign_cells_and_clocks_are_refused() -> None:
    with pytest.raises(UnsupportedDesign, match="DFF_N"):
        linked(module([copy(Y)]), module([cell("$_DFF_N_", C=CLOCK, D=A, Q=Y)]))
    with pytest.raises(UnsupportedDesign, match="clocked"):
        linked(module([cell("$_DFF_P_", C=A, D=A, Q=Y)]), module([]))


def test_only_what_the_output_depends_on_is_written() -> None:
    graph = Graph()
    one, other, idle = graph.input(), graph.input(), graph.latch()
    graph.connect(idle, graph.both(one, other))
    assert graph.aiger(one).startswith(b"aig 2 2 0 1 0\n")
    assert graph.aiger(idle).startswith(b"aig 4 2 1 1 1\n")
