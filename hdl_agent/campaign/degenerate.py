"""Designs that do nothing, or are stuck: no set of checks may let one pass."""

from __future__ import annotations

import re
from pathlib import Path

from hdl_agent.tasks.library import Block
from hdl_agent.tasks.task import Port, Task

INNER = "reference_design"


def degenerate_designs(block: Block, folder: Path) -> list[Path]:
    """Files: outputs tied to 0, to 1, and the reference with each output stuck at 0 and at 1."""
    folder.mkdir(parents=True, exist_ok=True)
    task = block.task
    reference = re.sub(rf"\bmodule\s+{task.top}\b", f"module {INNER}", block.reference.read_text())
    made = []
    for level in (0, 1):
        ties = dict.fromkeys(task.outputs, level)
        made.append(_write(folder / f"null_{level}.v", _wrapper(task, ties, with_inner=False)))
        for name in task.outputs:
            text = _wrapper(task, {name: level}, with_inner=True) + reference
            made.append(_write(folder / f"stuck_{name}_{level}.v", text))
    return made


def _wrapper(task: Task, ties: dict[str, int], with_inner: bool) -> str:
    ports = ",\n  ".join(f"{p.direction} wire {_range(p)}{p.name}" for p in task.ports)
    lines = [f"module {task.top} (\n  {ports}\n);"]
    widths = {port.name: port.width for port in task.ports}
    lines += [
        f"  assign {name} = {{{widths[name]}{{1'b{level}}}}};" for name, level in ties.items()
    ]
    if with_inner:
        pins = [f".{p.name}({'' if p.name in ties else p.name})" for p in task.ports]
        lines.append(f"  {INNER} inner ({', '.join(pins)});")
    return "\n".join([*lines, "endmodule", ""])


def _range(port: Port) -> str:
    return f"[{port.width - 1}:0] " if port.width > 1 else ""


def _write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path
