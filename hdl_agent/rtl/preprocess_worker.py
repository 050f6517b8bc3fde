"""Inside the sandbox: ``python -m hdl_agent.rtl.preprocess_worker`` does the job in job.json."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pyslang import Bag, SourceManager
from pyslang.parsing import LexerOptions, PreprocessorOptions
from pyslang.syntax import CommentHandler, SyntaxKind, SyntaxTree

from hdl_agent.rtl.elaborate import Diagnostic, diagnostics
from hdl_agent.rtl.preprocess import TEXT, Job, Preprocessed
from hdl_agent.rtl.source_set import SourceSet
from hdl_agent.rtl.token_writer import TokenWriter
from hdl_agent.rtl.unbuilt import as_built

DECLARATIONS = (
    SyntaxKind.ModuleDeclaration,
    SyntaxKind.InterfaceDeclaration,
    SyntaxKind.ProgramDeclaration,
)

NOT_TRANSLATED = {
    word: {"translate_off": CommentHandler(CommentHandler.Kind.TranslateOff, "translate_on")}
    for word in ("synthesis", "synopsys", "pragma")
}
"""Comments between which synthesis reads nothing, and so no other tool does."""


class _Refused(Exception):
    """The message says why the sources are no design."""


class _Modules:
    """Names of the modules that a tree declares and instantiates, in order."""

    def __init__(self, tree: SyntaxTree) -> None:
        self.declared: dict[str, Any] = {}
        self.used: dict[str, None] = {}
        tree.root.visit(self._visit)

    @property
    def missing(self) -> list[str]:
        return [name for name in self.used if name not in self.declared]

    def _visit(self, item: Any) -> None:
        kind = getattr(item, "kind", None)
        if kind in DECLARATIONS:
            self.declared.setdefault(item.header.name.valueText, item)
        elif kind == SyntaxKind.HierarchyInstantiation:
            self.used[item.type.valueText] = None


def _parse(sources: SourceSet, files: Iterable[Path]) -> SyntaxTree:
    """One compilation unit, as simulators have it: macros of a file hold in those behind it."""
    manager = SourceManager()
    manager.setDisableLocalIncludes(True)
    for folder in sources.include:
        manager.addUserDirectories(str(folder))
    options = PreprocessorOptions()
    options.predefines = list(sources.defines)
    lexer = LexerOptions()
    lexer.commentHandlers = NOT_TRANSLATED
    return SyntaxTree.fromFiles([str(file) for file in files], manager, Bag([options, lexer]))


def _whole(sources: SourceSet) -> tuple[SyntaxTree, _Modules]:
    """The design with what it takes from its libraries."""
    files = list(sources.files)
    offered = {file: _Modules(_parse(sources, [file])).declared for file in sources.library_files}
    while True:
        tree = _parse(sources, files)
        modules = _Modules(tree)
        taken = [_from_library(name, sources, offered) for name in modules.missing]
        new = [file for file in dict.fromkeys(taken) if file is not None and file not in files]
        if not new:
            return tree, modules
        files += new


def _from_library(
    name: str, sources: SourceSet, offered: Mapping[Path, Mapping[str, Any]]
) -> Path | None:
    for file, declared in offered.items():
        if name in declared:
            return file
    for folder in sources.library_folders:
        for extension in sources.extensions or (".v", ".sv"):
            if (folder / (name + extension)).is_file():
                return folder / (name + extension)
    return None


def _files_read(tree: SyntaxTree, sources: SourceSet) -> list[Path]:
    """Raises _Refused for what an `include took from elsewhere."""
    manager = tree.sourceManager
    paths = [Path(manager.getFullPath(buffer)).resolve() for buffer in manager.getAllBuffers()]
    read = [path for path in dict.fromkeys(paths) if path.is_file()]
    folders = (*sources.include, *sources.library_folders)
    for path in read:
        own = path in (*sources.files, *sources.library_files)
        if not own and not any(path.is_relative_to(folder) for folder in folders):
            raise _Refused(f"{path} is included from no folder that was named with -I or +incdir+")
    return read


def _with_parameters(text: str, top: str, parameters: Mapping[str, str]) -> str:
    """The text with other values for parameters of ``top``. Raises _Refused."""
    if not parameters:
        return text
    module = _Modules(SyntaxTree.fromText(text)).declared.get(top)
    values: dict[str, Any] = {}

    def note(item: Any) -> None:
        if getattr(item, "kind", None) == SyntaxKind.ParameterDeclaration:
            local = item.keyword.valueText == "localparam"
            named = [d for d in item.declarators if getattr(d, "name", None) and d.initializer]
            values.update({} if local else {d.name.valueText: d.initializer.expr for d in named})

    if module is not None:
        module.visit(note)
    for name in parameters:
        if name not in values:
            raise _Refused(
                f"{top} has no parameter {name!r}; it has: {', '.join(values) or 'none'}"
            )
    raw = text.encode()
    extents = [(values[name].sourceRange, value) for name, value in parameters.items()]
    for extent, value in sorted(extents, key=lambda item: -item[0].start.offset):
        raw = raw[: extent.start.offset] + f"({value})".encode() + raw[extent.end.offset :]
    return raw.decode()


def _with_remedy(item: Diagnostic) -> Diagnostic:
    if not item.message.endswith("No such file or directory"):
        return item
    remedy = "`include looks in the folders named with -I or +incdir+, and nowhere else"
    return item.model_copy(update={"message": f"{item.message}: {remedy}"})


def _preprocess(job: Job) -> Preprocessed:
    tree, modules = _whole(job.sources)
    manager = tree.sourceManager
    try:
        read = _files_read(tree, job.sources)
        writer = TokenWriter(manager, job.root)
        said = map(_with_remedy, diagnostics(tree.diagnostics, manager, writer.name))
        result = Preprocessed(
            read=tuple(os.path.relpath(path, job.root) for path in read),
            roots=tuple(name for name in modules.declared if name not in modules.used),
            diagnostics=tuple(said),
        )
        if not result.errors:
            tree.root.visit(writer.visit)
            text = _with_parameters(as_built(writer.text), job.top, job.parameters)
            Path(TEXT).write_text(text)
    except _Refused as refusal:
        return Preprocessed(refused=str(refusal))
    return result


if __name__ == "__main__":
    done = _preprocess(Job.model_validate_json(Path("job.json").read_text()))
    Path("preprocessed.json").write_text(done.model_dump_json())
