"""In the sandbox: ``python -m hdl_agent.rtl.mutate.worker FILE`` leaves ``mutants.json``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from pyslang.syntax import SyntaxNode, SyntaxTree
from pyverilog.vparser.parser import ParseError

from hdl_agent.rtl.mutate import by_pyslang, by_pyverilog
from hdl_agent.rtl.mutate.mutant import Mutant

SAID_IN_TWO_WAYS = (
    "ParenthesizedExpression",
    "SequentialBlockStatement",
    "AssignmentExpression",
    "ImplicitEventControl",
    "ParenthesizedEventExpression",
    "EventControlWithExpression",
    "IntegerLiteralExpression",
    "IntegerVectorExpression",
    "ParameterDeclarationStatement",
)


def main(path: Path) -> None:
    """Try pyverilog on plain Verilog without directives, else take pyslang."""
    text = path.read_text()
    parser = "pyverilog" if path.suffix == ".v" and _pyverilog_keeps(text) else "pyslang"
    found = by_pyverilog.rewrite(text) if parser == "pyverilog" else by_pyslang.rewrite(text)
    count: Counter[tuple[str, int]] = Counter()
    seen, made = {text}, []
    for operator, line, before, after, whole in found:
        if whole in seen or before == after:
            continue
        seen.add(whole)
        count[operator, line] += 1
        name = f"{path.stem}_{operator}_{line}_{count[operator, line]}"
        about = {"id": name, "operator": operator, "parser": parser, "file": path.name}
        made.append(Mutant(**about, line=line, before=before, after=after, text=whole))
    Path("mutants.json").write_text(json.dumps([mutant.model_dump() for mutant in made]))


def _pyverilog_keeps(text: str) -> bool:
    """Does pyverilog read it, and write out what it read? It makes ``@*`` of an empty statement."""
    if "`" in text:
        return False
    try:
        written = by_pyverilog.again(text)
    except ParseError:
        return False
    return _shape(written) == _shape(text)


def _shape(text: str) -> Counter[str]:
    """How often each kind of statement and operator occurs, but for what may be said in two ways:
    parentheses, blocks, and declarations that assign."""
    kinds: Counter[str] = Counter()

    def visit(item: Any) -> None:
        name = item.kind.name if isinstance(item, SyntaxNode) else ""
        if name.endswith(("Expression", "Statement", "Control")):
            kinds[name] += 1

    SyntaxTree.fromText(text).root.visit(visit)
    for name in SAID_IN_TWO_WAYS:
        kinds.pop(name, None)
    return kinds


if __name__ == "__main__":
    main(Path(sys.argv[1]))
