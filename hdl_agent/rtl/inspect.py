"""What is to be known of source files before anything runs, found out inside the sandbox."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hdl_agent.data import Data
from hdl_agent.rtl.elaborate import Elaboration
from hdl_agent.rtl.netlist import Synthesis, map_to_gates, synthesis
from hdl_agent.sandbox import Limits, work

if TYPE_CHECKING:
    from pyslang.syntax import SyntaxTree

LIMITS = Limits(wall_seconds=90, cpu_seconds=90, memory_mb=4096, file_mb=256)


class Inspection(Data):
    """``rejected``: the integrity gate's reasons. ``elaboration`` is None when it did not run:
    rejected text is not elaborated; ``trouble`` says what ended the inspection, if anything.
    ``synthesis`` is None unless the elaboration found the top and no error."""

    rejected: tuple[str, ...] = ()
    elaboration: Elaboration | None = None
    synthesis: Synthesis | None = None
    trouble: str | None = None


def inspect(sources: Sequence[Path], top: str | None, scratch: Path) -> Inspection:
    """Pass the files through the integrity gate, elaborate them with ``top``, map it to gates."""
    paths = [source.resolve() for source in sources]
    result = scratch / "inspection.json"
    result.unlink(missing_ok=True)
    words = [top or "", *map(str, paths)]
    done = work("hdl_agent.rtl.inspect", words, scratch=scratch, readable=paths, limits=LIMITS)
    if result.exists():
        inspection = Inspection.model_validate_json(result.read_text())
        elaboration = inspection.elaboration
        if elaboration is None or not elaboration.is_sound:
            return inspection
        mapped = synthesis(scratch, done)
        known = (*elaboration.diagnostics, *mapped.doubts)
        elaboration = elaboration.model_copy(update={"diagnostics": known})
        return inspection.model_copy(update={"elaboration": elaboration, "synthesis": mapped})
    if done.timed_out:
        return Inspection(trouble=f"elaboration took more than {LIMITS.wall_seconds:.0f} s")
    return Inspection(trouble="the front end ended without an answer (out of memory, or too deep)")


def _main(top: str, names: list[str]) -> None:
    from pyslang.syntax import SyntaxTree

    from hdl_agent.rtl.elaborate import elaborate
    from hdl_agent.rtl.integrity import integrity

    trees = [SyntaxTree.fromFile(name) for name in names]
    several = len(names) > 1
    rejected = [
        f"{Path(name).name}: {reason}" if several else reason
        for name, tree in zip(names, trees, strict=True)
        for reason in integrity(tree)
    ]
    elaboration = None if rejected else elaborate(trees, top or None)
    inspection = Inspection(rejected=tuple(rejected), elaboration=elaboration)
    Path("inspection.json").write_text(inspection.model_dump_json())
    if elaboration is not None and elaboration.is_sound:
        # Yosys may end the process: what is known by now is written
        map_to_gates(top, _practised(names, trees))


def _practised(names: list[str], trees: list[SyntaxTree]) -> list[str]:
    """The files as synthesis practice reads them: those that it changes, as copies."""
    from hdl_agent.rtl.practice import as_practised

    practised = []
    for number, (name, tree) in enumerate(zip(names, trees, strict=True)):
        text = Path(name).read_bytes()
        changed = as_practised(tree, text)
        if changed != text:
            copy = Path("practised", str(number), Path(name).name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(changed)
        practised.append(name if changed == text else str(copy))
    return practised


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
