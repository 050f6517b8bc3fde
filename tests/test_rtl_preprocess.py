"""The preprocessed text: the same tokens at the same places, without macros and includes."""

from pathlib import Path
from typing import Any

import pytest
from pyslang import Bag, SourceManager
from pyslang.parsing import PreprocessorOptions, Token
from pyslang.syntax import SyntaxTree

from hdl_agent.rtl.token_writer import TokenWriter
from hdl_agent.tasks.library import Library

SOURCES = [block.reference for block in Library.default().blocks()]


def written(path: Path, *defines: str, include: Path | None = None) -> tuple[SyntaxTree, str]:
    manager = SourceManager()
    if include:
        manager.addUserDirectories(str(include))
    options = PreprocessorOptions()
    options.predefines = list(defines)
    tree = SyntaxTree.fromFiles([str(path)], manager, Bag([options]))
    writer = TokenWriter(manager, path.parent)
    tree.root.visit(writer.visit)
    return tree, writer.text


def tokens(tree: SyntaxTree) -> list[tuple[str, int, int]]:
    manager, found = tree.sourceManager, []

    def visit(item: Any) -> None:
        if isinstance(item, Token) and item.rawText and not item.isMissing:
            place = manager.getFullyExpandedLoc(item.location)
            line, column = manager.getLineNumber(place), manager.getColumnNumber(place)
            found.append((item.rawText, line, column))

    tree.root.visit(visit)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_token_of_the_library_keeps_its_place(path: Path) -> None:
    tree, text = written(path)
    assert tokens(SyntaxTree.fromText(text)) == tokens(tree)


def test_macros_includes_and_conditionals_are_resolved(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "body.vh").write_text("// of the body\n  wire `JOIN(a, b);\n")
    design = tmp_path / "m.v"
    design.write_text(
        "`define JOIN(x, y) x``_``y\n"
        "`define TWICE(x) x = 1; \\\n  x = 2\n"
        "`default_nettype none\n"
        "module m; /* kept */ // full_case\n"
        "`ifdef YES\n"
        '`include "body.vh"\n'
        "`else\n nonsense\n`endif\n"
        "  initial begin `TWICE(c); end wire \\odd+name ;\n"
        "endmodule\n"
    )
    _, text = written(design, "YES", include=tmp_path / "sub")
    assert "nonsense" not in text
    assert "`ifdef" not in text
    for part in ("`default_nettype none\n", "/* kept */", "// full_case\n", "// of the body\n"):
        assert part in text
    manager = (tree := SyntaxTree.fromText(text)).sourceManager
    places = {}

    def visit(item: Any) -> None:
        if isinstance(item, Token) and item.rawText:
            place = manager.getFullyExpandedLoc(item.location)
            name = manager.getFileName(place)
            places[item.rawText] = name, manager.getLineNumber(place)

    tree.root.visit(visit)
    assert places["m"] == ("m.v", 5)
    assert places["a_b"] == ("sub/body.vh", 2)
    assert places["2"] == ("m.v", 11)
    assert places["\\odd+name"] == ("m.v", 11)
    assert places["endmodule"] == ("m.v", 12)
