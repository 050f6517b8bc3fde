"""Variables, nets and parameters of an elaborated design with their types, from pyslang."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pyslang import Bag
from pyslang.ast import Compilation, CompilationOptions, SymbolKind
from pyslang.syntax import SyntaxTree

from hdl_agent.rtl.layout import Layout

_LARGEST = 1 << 20
"""Bits of the largest signal that is listed."""


def design(top: str, names: Sequence[str]) -> Any:
    """The root of the elaborated files."""
    options = CompilationOptions()
    options.topModules = {top}
    compilation = Compilation(Bag([options]))
    for name in names:
        compilation.addSyntaxTree(SyntaxTree.fromFile(name))
    return compilation.getRoot()


def below(symbol: Any, top: str) -> str | None:
    """The hierarchical name without the top's; None when it is not below it."""
    path = str(symbol.hierarchicalPath)
    return path.removeprefix(f"{top}.") if path.startswith(f"{top}.") else None


def variables(root: Any, top: str) -> Iterator[tuple[str, Layout, Any]]:
    """Name, layout and symbol of each variable and net of fixed size."""
    for symbol in _found(root, (SymbolKind.Variable, SymbolKind.Net)):
        name, layout = below(symbol, top), _layout(symbol.type)
        if name is not None and layout is not None and layout.width <= _LARGEST:
            yield name, layout, symbol


def constants(root: Any, top: str) -> dict[str, str]:
    """Parameters and localparams with an integral value, as Verilog literals."""
    found = {}
    for symbol in _found(root, (SymbolKind.Parameter,)):
        name, value = below(symbol, top), literal(symbol)
        if name is not None and value is not None:
            found[name] = value
    return found


def values(symbol: Any) -> dict[str, str]:
    """The names of an enumerated variable's type, with their literals."""
    kind = symbol.type.canonicalType
    pairs = ((item.name, literal(item)) for item in kind) if kind.isEnum else ()
    return {str(name): value for name, value in pairs if value is not None}


def literal(symbol: Any) -> str | None:
    """A constant's value as a Verilog literal; None when it is no known integer."""
    try:
        width, value = symbol.type.bitWidth, int(symbol.value.value)
    except (AttributeError, TypeError, ValueError):
        return None
    sign = "s" if symbol.type.isSigned else ""
    return f"{width}'{sign}d{value % (1 << width)}" if width else None


def _found(root: Any, kinds: tuple[Any, ...]) -> list[Any]:
    found: list[Any] = []

    def visit(item: Any) -> bool:
        if getattr(item, "kind", None) in kinds:
            found.append(item)
        return True

    root.visit(visit)
    return found


def _layout(kind: Any) -> Layout | None:
    """None for what has no fixed size, such as a string."""
    kind = kind.canonicalType
    if kind.isStruct:
        fields = {field.name: _layout(field.type) for field in kind}
        if any(field is None for field in fields.values()):
            return None
        known = {name: field for name, field in fields.items() if field is not None}
        width = sum(field.width for field in known.values())
        return Layout(width=width, packed=bool(kind.isIntegral), fields=known)
    if kind.isUnpackedArray:
        return _array(kind, packed=False) if hasattr(kind, "range") else None
    if not kind.isIntegral:
        return None
    if kind.isPackedArray and kind.elementType.bitWidth > 1:
        return _array(kind, packed=True)
    signed, width = bool(kind.isSigned), int(kind.bitWidth)
    if kind.isPackedArray:
        bounds = kind.range
        return Layout(width=width, left=bounds.left, right=bounds.right, signed=signed)
    if width == 1 or kind.isPackedUnion:
        return Layout(width=width, signed=signed)
    return Layout(width=width, left=width - 1, right=0, signed=signed)


def _array(kind: Any, packed: bool) -> Layout | None:
    element = _layout(kind.elementType)
    if element is None:
        return None
    left, right = kind.range.left, kind.range.right
    width = (abs(left - right) + 1) * element.width
    return Layout(width=width, left=left, right=right, packed=packed, element=element)
