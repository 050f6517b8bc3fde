"""What rules look at: the elaborated, analysed design, and its word-level netlist."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyslang.analysis import AnalysisManager
from pyslang.ast import Compilation

from hdl_agent.finding import Place
from hdl_agent.security.rules.ast.behaviour import Behaviour
from hdl_agent.security.rules.ast.machines import Machine, machines
from hdl_agent.security.rules.ast.statements import behaviour

Module = dict[str, Any]
"""The flat top module in Yosys' JSON form: ``ports``, ``cells``, ``netnames``."""


@dataclass(frozen=True)
class Design:
    """``compilation`` is elaborated with ``top`` as its only top and without errors.

    ``analysis`` has analysed it (drivers, flow). ``words`` is the flat netlist of word-level cells
    ($dff, $mux, $eq, $pmux ... with enables and resets merged into $sdffe and the like, memories
    as $mem_v2), names as ``instance.signal``, attribute ``src`` as ``FILE:LINE.COL-LINE.COL``;
    empty when Yosys could not read the design.
    """

    compilation: Compilation
    analysis: AnalysisManager
    top: str
    words: Module

    def place(self, location: Any) -> Place:
        """The place of a pyslang SourceLocation, macros seen through; the file's path as given."""
        manager = self.compilation.sourceManager
        where = manager.getFullyOriginalLoc(location)
        return Place(
            file=manager.getFileName(where),
            line=manager.getLineNumber(where),
            column=manager.getColumnNumber(where),
        )

    @property
    def root(self) -> Any:
        """The instance of the top module."""
        return next(i for i in self.compilation.getRoot().topInstances if i.name == self.top)

    @cached_property
    def behaviour(self) -> Behaviour:
        """Processes and assignments, of all instances."""
        return behaviour(self.root)

    @cached_property
    def machines(self) -> list[Machine]:
        """State machines, of all instances."""
        return machines(self.behaviour)
