"""A key, password or token that stands in the source text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.ast import BinaryExpression, ParameterSymbol

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.expressions import EQUAL, UNEQUAL, bits, symbol
from hdl_agent.security.rules.names import vocabulary, words
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

KEY = vocabulary("key secret password passwd passphrase passcode credential")
OTHER = vocabulary(
    "addr address base offset ofs len length width size idx index mask num number count cnt id"
    " bits words bytes reg cmd op state ctrl stat config public pub magic unlock kick feed version"
)
"""Words that make a name one of something about a key, or of a magic number that all know."""
SHORTEST = 32
"""Bits: shorter ones are codes, not keys."""


def find(design: Design) -> Iterator[Hit]:
    """Constants given to, or compared with, what is named for a key; and parameters named so."""
    for assign in design.behaviour.synthesized:
        if assign.is_whole and _is_key(assign.target.name) and _is_secret(assign.right, design):
            yield _hit(design, assign.source.sourceRange.start, assign.target.name)
    found: list[Any] = []
    design.root.visit(found.append)
    for item in found:
        if isinstance(item, ParameterSymbol) and _is_key(item.name):
            value = item.initializer
            is_number = item.type.isPredefinedInteger
            if value is not None and not is_number and _is_secret(value, design):
                yield _hit(design, item.location, item.name)
        elif isinstance(item, BinaryExpression) and item.op in (*EQUAL, *UNEQUAL):
            name = symbol(item.left)
            if name is not None and _is_key(name.name) and _is_secret(item.right, design):
                yield _hit(design, item.sourceRange.start, name.name)


def _hit(design: Design, location: Any, name: str) -> Hit:
    return Hit(
        design.place(location),
        f"{name} has its value in the source text, the same in every chip and for all to read; "
        "take it from fuses or let trusted software write it",
    )


def _is_key(name: str) -> bool:
    found = words(name)
    return not KEY.isdisjoint(found) and OTHER.isdisjoint(found)


def _is_secret(value: Any, design: Design) -> bool:
    """A constant, long enough, and neither a fill pattern nor a small number."""
    text = bits(value, design.root)
    if text is None or len(text) < SHORTEST or set(text) - {"0", "1"} or _repeats(text):
        return False
    return len(text.lstrip("0")) > SHORTEST * 3 // 4 and len(text.lstrip("1")) > SHORTEST * 3 // 4


def _repeats(text: str) -> bool:
    """Does it repeat some of its words, as values do that stand for "empty"?"""
    return any(
        text == text[:step] * (len(text) // step)
        for step in (1, 8, 16, 32)
        if step < len(text) and len(text) % step == 0
    )


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire load, input wire [63:0] fuses,
            input wire [63:0] data, output wire [63:0] out);
    reg [63:0] key;
    always @(posedge clk)
        if (!rst_n) key <= 64'd0;
        else if (load) key <= {value};
    assign out = data ^ key;
endmodule
"""

RULE = Rule(
    id="hard-coded-key",
    cwe=(321, 798),
    severity=Severity.HIGH,
    title="Key in the source text",
    why=(
        "A key that is part of the design is the same in every chip, is seen by everyone who has "
        "the source, the netlist or a microscope, and cannot be changed. It protects nothing."
    ),
    bad=_DESIGN.replace("{value}", "64'h2b7e_1516_28ae_d2a6"),
    good=_DESIGN.replace("{value}", "fuses"),
    find=find,
)
