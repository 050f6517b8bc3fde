"""What is to be known of source files before anything runs, found out inside the sandbox."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hdl_agent.data import Data
from hdl_agent.rtl.elaborate import Elaboration
from hdl_agent.rtl.integrity import Refusal
from hdl_agent.rtl.netlist import Synthesis, map_to_gates, synthesis
from hdl_agent.sandbox import Limits, work

if TYPE_CHECKING:
    from pyslang.syntax import SyntaxTree

PREPROCESSED = "preprocessed"
LIMITS = Limits(wall_seconds=90, cpu_seconds=90, memory_mb=4096, file_mb=256)


class Inspection(Data):
    """``refusals``: the integrity gate's reasons. ``elaboration`` is None when it did not run:
    rejected text is not elaborated; ``trouble`` says what ended the inspection, if anything.
    ``synthesis`` is None unless the elaboration found the top and no error."""

    refusals: tuple[Refusal, ...] = ()
    elaboration: Elaboration | None = None
    synthesis: Synthesis | None = None
    trouble: str | None = None

    @property
    def rejected(self) -> tuple[str, ...]:
        """The integrity gate's reasons as text."""
        return tuple(map(str, self.refusals))


def inspect(sources: Sequence[Path], top: str | None, scratch: Path) -> Inspection:
    """Pass the files through the integrity gate, elaborate them with ``top``, map it to gates."""
    return _inspect("as-written", sources, top, scratch)


def inspect_preprocessed(text: Path, top: str, scratch: Path) -> Inspection:
    """The same of a text that rtl.preprocess made of a user's files; it speaks of those."""
    return _inspect(PREPROCESSED, [text], top, scratch)


def _inspect(how: str, sources: Sequence[Path], top: str | None, scratch: Path) -> Inspection:
    paths = [source.resolve() for source in sources]
    result = scratch / "inspection.json"
    result.unlink(missing_ok=True)
    words = [how, top or "", *map(str, paths)]
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


def _main(how: str, top: str, names: list[str]) -> None:
    from pyslang.syntax import SyntaxTree

    from hdl_agent.rtl.elaborate import elaborate
    from hdl_agent.rtl.integrity import OF_OWN_DESIGNS, integrity

    trees = [SyntaxTree.fromFile(name) for name in names]
    allowed = OF_OWN_DESIGNS if how == PREPROCESSED else ()
    refusals = [
        refusal if how == PREPROCESSED else refusal.in_file(Path(name).name if names[1:] else "")
        for name, tree in zip(names, trees, strict=True)
        for refusal in integrity(tree, allowed)
    ]
    elaboration = None if refusals else elaborate(trees, top or None)
    inspection = Inspection(refusals=tuple(refusals), elaboration=elaboration)
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
    _main(sys.argv[1], sys.argv[2], sys.argv[3:])
