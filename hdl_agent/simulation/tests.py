"""Which tests a cocotb module holds, read from its text: nothing of it is run to find out."""

from __future__ import annotations

import ast
from pathlib import Path

from hdl_agent.errors import UsageError


class BadTestModule(UsageError):
    """A test module cannot be parsed."""


def tests_in(path: Path) -> list[str]:
    """Names of the functions under ``@cocotb.test()``, in order. Raises BadTestModule."""
    try:
        tree = ast.parse(path.read_text(), str(path))
    except (SyntaxError, UnicodeDecodeError, ValueError) as error:
        raise BadTestModule(f"{path}: not a Python module: {error}") from error
    functions = (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef))
    return [f.name for f in functions if any(_is_test(d) for d in f.decorator_list)]


def _is_test(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(call) == "cocotb.test"
