"""In the sandbox: ``python -m hdl_agent.rtl.mutate.worker FILE`` leaves ``mutants.json``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from hdl_agent.rtl.mutate import by_pyslang
from hdl_agent.rtl.mutate.mutant import Mutant


def main(path: Path) -> None:
    """Try pyverilog on plain Verilog without directives, else take pyslang."""
    text = path.read_text()
    parser, found = "pyslang", None
    if path.suffix == ".v" and "`" not in text:
        from pyverilog.vparser.parser import ParseError

        from hdl_agent.rtl.mutate import by_pyverilog

        try:
            parser, found = "pyverilog", list(by_pyverilog.rewrite(text))
        except ParseError:
            parser = "pyslang"
    if found is None:
        found = list(by_pyslang.rewrite(text))
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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
