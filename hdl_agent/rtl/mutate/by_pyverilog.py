"""Mutants of Verilog-2001: pyverilog's syntax tree is changed in one place and written out again.

pyverilog leaves its parser tables in the working folder, so this runs where that may vanish. Its
preprocessor, which is Icarus, is not needed: text with directives goes to pyslang.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyverilog.ast_code_generator.codegen import ASTCodeGenerator
from pyverilog.vparser import ast
from pyverilog.vparser.parser import VerilogParser

from hdl_agent.rtl.mutate.operators import RELATIONS, RESET, ZERO, Register, worth_leaking

ORDER = {
    "<": ast.LessThan,
    "<=": ast.LessEq,
    ">": ast.GreaterThan,
    ">=": ast.GreaterEq,
}
MASKS = {"low": ast.Srl, "high": ast.Sll}
"""Shifting both sides of a comparison drops a bit of each."""


@dataclass(frozen=True)
class Slot:
    """Where a node hangs: an attribute of its owner, an item of it where that is a tuple."""

    owner: Any
    name: str
    index: int | None

    def put(self, node: Any) -> Any:
        """Hang another node there; what hung there before."""
        old = getattr(self.owner, self.name)
        if self.index is None:
            setattr(self.owner, self.name, node)
            return old
        items = list(old)
        was, items[self.index] = items[self.index], node
        setattr(self.owner, self.name, tuple(items))
        return was


def again(text: str) -> str:
    """The text as pyverilog writes it out unchanged. Raises ParseError."""
    return _write(VerilogParser(outputdir=".", debug=False).parse(text))


def rewrite(text: str) -> Iterator[tuple[str, int, str, str, str]]:
    """Operator, line, before, after and the whole new text of each change. Raises ParseError."""
    tree = VerilogParser(outputdir=".", debug=False).parse(text)
    for module in [d for d in tree.description.definitions if isinstance(d, ast.ModuleDef)]:
        for operator, slot, new in list(_module(module)):
            old = slot.put(new)
            yield operator, _line(old), _write(old), _write(new), _write(tree)
            slot.put(old)


def _module(module: Any) -> Iterator[tuple[str, Slot, Any]]:
    leaked = worth_leaking(_registers(module))
    for slot, node in _slots(module):
        yield from ((operator, slot, new) for operator, new in _changes(node))
        if leaked and _reads_zero(slot, node):
            yield "leak_register", slot, ast.Identifier(leaked)
        if isinstance(node, ast.Always):
            yield from (("drop_reset", s, ast.Block(())) for s in _reset_assignments(node))


def _changes(node: Any) -> Iterator[tuple[str, Any]]:
    """What a node may become on its own."""
    if isinstance(node, ast.IfStatement):
        rest = (node.true_statement, node.false_statement)
        if not RESET.search(_write(node.cond)):
            yield "remove_guard", ast.IfStatement(_one(), *rest)
            yield "invert_condition", ast.IfStatement(ast.Ulnot(node.cond), *rest)
    elif isinstance(node, ast.Cond):
        yield "remove_guard", node.true_value
        yield "invert_condition", ast.Cond(node.cond, node.false_value, node.true_value)
    elif isinstance(node, ast.Land):
        yield "drop_conjunct", node.left
        yield "drop_conjunct", node.right
    elif isinstance(node, ast.Eq) and _is_constant(node.right):
        for shift in MASKS.values():
            sides = [shift(side, ast.IntConst("1")) for side in (node.left, node.right)]
            yield "widen_match", ast.Eq(*sides)
    elif isinstance(node, ast.Assign) and _is_control(node):
        for level in (0, 1):
            constant = ast.Rvalue(ast.IntConst(f"1'b{level}"))
            yield "stuck_signal", ast.Assign(node.left, constant)
    for sign, kind in ORDER.items():
        if type(node) is kind:
            yield "off_by_one", ORDER[RELATIONS[sign]](node.left, node.right)


def _reads_zero(slot: Slot, node: Any) -> bool:
    """Is it the 0 that is read where nothing else is: of a ternary, or in a default branch?"""
    if isinstance(slot.owner, ast.Cond) and slot.name == "false_value":
        return _is_zero(node)
    in_default = isinstance(slot.owner, ast.Rvalue) and getattr(slot.owner, "in_default", False)
    return in_default and _is_zero(node)


def _slots(node: Any) -> Iterator[tuple[Slot, Any]]:
    for name, value in list(vars(node).items()):
        items = enumerate(value) if isinstance(value, (tuple, list)) else [(None, value)]
        for index, child in items:
            if isinstance(child, ast.Node):
                if isinstance(node, ast.Case) and node.cond is None:
                    _mark_default(child)
                yield Slot(node, name, index), child
                yield from _slots(child)


def _mark_default(statement: Any) -> None:
    for _, node in _slots(statement):
        if isinstance(node, ast.Rvalue):
            node.in_default = True


def _reset_assignments(always: Any) -> Iterator[Slot]:
    """The assignments of a clocked process that are made while its reset is active."""
    is_clocked = any(sens.type == "posedge" for sens in always.sens_list.list)
    first = next((node for _, node in _slots(always) if isinstance(node, ast.IfStatement)), None)
    if is_clocked and first is not None and RESET.search(_write(first.cond)):
        for slot, node in _slots(first.true_statement):
            if isinstance(node, ast.NonblockingSubstitution):
                yield slot


def _registers(module: Any) -> list[Register]:
    return [
        Register(node.name, node.width is not None)
        for slot, node in _slots(module)
        if isinstance(node, ast.Reg) and node.dimensions is None
        if not isinstance(slot.owner, ast.Ioport)
    ]


def _is_constant(node: Any) -> bool:
    name = node.name if isinstance(node, ast.Identifier) else ""
    return isinstance(node, ast.IntConst) or (bool(name) and name == name.upper())


def _is_zero(node: Any) -> bool:
    return isinstance(node, ast.IntConst) and bool(ZERO.fullmatch(node.value))


def _is_control(node: Any) -> bool:
    """Is it decided by logic that gives one bit?"""
    logic = (ast.Land, ast.Lor, ast.Ulnot, ast.Eq, ast.NotEq, *ORDER.values())
    return isinstance(node.right.var, logic)


def _one() -> Any:
    return ast.IntConst("1'b1")


def _line(node: Any) -> int:
    inner = (child.lineno for _, child in _slots(node))
    return int(min(filter(None, [node.lineno, *inner]), default=0))


def _write(node: Any) -> str:
    return str(ASTCodeGenerator().visit(node)).strip()
