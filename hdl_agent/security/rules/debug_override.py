"""A debug or test input that opens a permission, or a lock, by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyslang.ast import ExpressionKind

from hdl_agent.finding import Severity
from hdl_agent.security.rules.ast.behaviour import Assign
from hdl_agent.security.rules.ast.expressions import (
    EITHER,
    literal,
    number,
    parts,
    plain,
    symbol,
    walk,
)
from hdl_agent.security.rules.ast.permissions import is_permission
from hdl_agent.security.rules.ast.resets import in_reset
from hdl_agent.security.rules.names import (
    DEBUG,
    OVERRIDE,
    is_active_low,
    is_lock,
    says,
    vocabulary,
    words,
)
from hdl_agent.security.rules.scan.design import Design
from hdl_agent.security.rules.scan.rule import Hit, Rule

CHECKED = vocabulary("auth authorized authenticated unlocked allowed granted ok valid open")
"""Words of debug signals that are themselves the outcome of a check."""


def find(design: Design) -> Iterator[Hit]:
    """Debug signals that are an alternative to a lock or to a permission's conditions."""
    for assign in design.behaviour.synthesized:
        yield from _alone(design, assign)
        right = assign.source
        if _is_asset(assign.target):
            yield from _alternatives(design, right, assign.target.name, always=True)
        for expression in (right, *(g.subject for g in assign.guards if not g.is_case)):
            yield from _alternatives(design, expression, "the lock", always=False)


def _is_asset(name: Any) -> bool:
    """A permission of something else than debug itself."""
    return is_permission(name) and name.type.bitWidth == 1 and not says(name.name, DEBUG | OVERRIDE)


def _alternatives(design: Design, expression: Any, what: str, always: bool) -> Iterator[Hit]:
    for node in [plain(expression)] if always else list(walk(expression)):
        if node.kind != ExpressionKind.BinaryOp or node.op not in EITHER:
            continue
        leaves = parts(node, EITHER)
        debug = [leaf for leaf in leaves if _is_debug(leaf, design)]
        if (
            debug
            and len(debug) < len(leaves)
            and (always or any(_opens(x, design) for x in leaves))
        ):
            yield _hit(design, debug[0], what)


def _alone(design: Design, assign: Assign) -> Iterator[Hit]:
    """``if (debug) unlocked <= 1``, and nothing else is asked."""
    if not (assign.is_whole and _is_asset(assign.target) and not in_reset(assign)):
        return
    guards = [guard for guard in assign.guards if guard.is_case or guard.holds]
    if len(guards) == 1 and not guards[0].is_case and number(assign.right, design.root):
        test = plain(guards[0].subject)
        if _is_debug(test, design):
            yield _hit(design, test, assign.target.name)


def _hit(design: Design, debug: Any, what: str) -> Hit:
    name = symbol(debug)
    return Hit(
        design.place(debug.sourceRange.start),
        f"{name.name if name else 'a debug signal'} opens {what} whatever else is asked; "
        "make debug pass the same check, or keep it from this asset",
    )


def _is_debug(leaf: Any, design: Design) -> bool:
    found = literal(leaf, design.root)
    if not found or found[0].type.bitWidth != 1:
        return False
    name = found[0].name
    if not says(name, DEBUG | OVERRIDE) or not CHECKED.isdisjoint(words(name)):
        return False
    return bool(found[1]) != is_active_low(name) and _is_signal(found[0], design)


def _is_signal(name: Any, design: Design) -> bool:
    """Is it a port or a register, rather than one outcome of a comparison, say of a lifecycle?"""
    return not any(
        a.process is None and symbol(a.source) is None for a in design.behaviour.to(name)
    )


def _opens(leaf: Any, design: Design) -> bool:
    """``!locked``: true when the lock is open."""
    found = literal(leaf, design.root)
    return bool(found and not found[1] and is_lock(found[0].name))


_DESIGN = """\
module top (input wire clk, input wire rst_n, input wire we, input wire lock, input wire scan_mode,
            input wire [7:0] d, output reg [7:0] cfg);
    reg locked;
    always @(posedge clk)
        if (!rst_n) begin
            locked <= 1'b0;
            cfg <= 8'd0;
        end else begin
            if (lock) locked <= 1'b1;
            if (we && (!locked {op} scan_mode)) cfg <= d;
        end
endmodule
"""

RULE = Rule(
    id="debug-override",
    cwe=(1234, 1191),
    severity=Severity.HIGH,
    title="Debug or test mode gets around a lock",
    why=(
        "A debug, scan or test signal is an alternative to the lock or the check here, so whoever "
        "reaches that mode has the asset. MITRE's example of CWE-1234 is this very expression."
    ),
    bad=_DESIGN.replace("{op}", "||"),
    good=_DESIGN.replace("{op}", "&& !"),
    find=find,
)
