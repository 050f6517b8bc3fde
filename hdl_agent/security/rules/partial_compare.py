"""A secret of which only some bits are compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.ast import BinaryExpression, ExpressionKind

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.expressions import EQUAL, UNEQUAL, number, plain, reads, symbol
from hdl_agent.security.rules.names import says, vocabulary
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

SECRET = vocabulary(
    "secret password passwd passphrase passcode pin token hmac tag digest hash signature"
    " credential fuse"
)
SHORTEST = 8


def find(design: Design) -> Iterator[Hit]:
    """Comparisons of constant ranges of a secret that together leave out some of its bits."""
    compared: dict[Any, list[tuple[int, int, Any]]] = {}
    whole: set[Any] = set()
    found: list[Any] = []
    design.root.visit(found.append)
    for item in found:
        if isinstance(item, BinaryExpression) and item.op in (*EQUAL, *UNEQUAL):
            if number(item.right, design.root) is not None:
                continue
            for side in (item.left, item.right):
                _note(design, plain(side), item, compared, whole)
    for name, ranges in compared.items():
        if name in whole or not says(name.name, SECRET):
            continue
        width = name.type.bitWidth
        left = set(range(width)) - {b for low, high, _ in ranges for b in range(low, high + 1)}
        if left and width >= SHORTEST:
            yield Hit(
                design.place(ranges[0][2].sourceRange.start),
                f"{len(left)} of the {width} bits of {name.name} are compared nowhere; compare all",
            )


def _note(
    design: Design,
    side: Any,
    item: Any,
    compared: dict[Any, list[tuple[int, int, Any]]],
    whole: set[Any],
) -> None:
    chosen = _range(design, side)
    if chosen is None:
        whole |= reads(side)
        whole |= reads(design.behaviour.meaning(side))
        return
    name, low, high = chosen
    compared.setdefault(name, []).append((low, high, item))


def _range(design: Design, side: Any) -> tuple[Any, int, int] | None:
    """The signal and its constant, proper range of bits that the expression is."""
    if side.kind not in (ExpressionKind.RangeSelect, ExpressionKind.ElementSelect):
        return None
    name = symbol(side.value)
    if name is None or not name.type.isIntegral or name.type.isUnpackedArray:
        return None
    ends = [side.selector] if side.kind == ExpressionKind.ElementSelect else [side.left, side.right]
    values = [number(end, design.root) for end in ends]
    if None in values or "+:" in str(side.syntax) or "-:" in str(side.syntax):
        return None
    known = [value for value in values if value is not None]
    return name, min(known), max(known)


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire check, input wire [31:0] given,
            input wire [31:0] token, output reg unlocked);
    always @(posedge clk)
        if (!rst_n) unlocked <= 1'b0;
        else if (check) unlocked <= given{range} == token{range};
endmodule
"""

RULE = Rule(
    id="partial-compare",
    cwe=(1023,),
    severity=Severity.HIGH,
    title="Only a part of a secret is compared",
    why=(
        "Bits that no comparison looks at do not protect anything: of a token of 32 bits of which "
        "16 are compared, 65536 attempts find one that passes."
    ),
    bad=_DESIGN.replace("{range}", "[15:0]"),
    good=_DESIGN.replace("{range}", "[31:0]"),
    find=find,
)
