"""The second copy of a two-copy harness replaced by taint: an abstraction of every second run.

Copy B of the harness may be any run that agrees with copy A wherever A has no taint. So each of B's
outputs is A's where that is untainted, and anything where it is tainted; each of B's inputs is
tainted where the harness lets it differ from A's. Whatever two copies can do, A and this
abstraction can do as well: when ``bad`` is unreachable here, it is for two copies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hdl_agent.formal.aig import FALSE, Graph
from hdl_agent.formal.gates import Netlist
from hdl_agent.formal.link import Linked, Linker
from hdl_agent.security.taint.rules import REGISTER, RULES, Rule, literals, taint_of
from hdl_agent.security.taint.structure import reachable

FIRST, SECOND = "hdl_agent_a", "hdl_agent_b"
"""The harness's copies of the design."""

VALUE, TAINT = 1, 2
"""The modules of the link: a bit of TAINT is the taint of that bit of VALUE."""


@dataclass
class Shadowed:
    """A harness with copy A and its shadow.

    ``secrets``: the input ports in which the copies may differ; the harness gives equal values to
    all others. ``sources``: their bits in the design; ``tainted``: the bits to which any of these
    has a path.
    """

    harness: Netlist
    design: Netlist
    secrets: tuple[str, ...]

    def __post_init__(self) -> None:
        self.first, self.second = (self.harness["cells"][n]["connections"] for n in (FIRST, SECOND))
        ports = self.design["ports"]
        self.sources = {bit for name in self.secrets for bit in ports[name]["bits"]}
        self.tainted = reachable(self.design, self.sources)

    def reaches(self, observers: Iterable[str]) -> bool:
        """Has any secret a path to any of these output ports?"""
        ports = self.design["ports"]
        return any(bit in self.tainted for name in observers for bit in ports[name]["bits"])

    def link(self, clock: str) -> tuple[Linker, Linked]:
        """Values and taints as one graph; the linker knows the literal of each bit visited.

        Raises UnsupportedDesign.
        """
        linker = Linker()
        linker.add(0, self.harness, self.harness["cells"][FIRST]["type"])
        linker.add(VALUE, self.design, "")
        linker.join(VALUE, self.design["ports"], self.first)
        for cell in self.design["cells"].values():
            self._shadow(linker, cell)
        for name, port in self.design["ports"].items():
            for index, bit in enumerate(port["bits"]):
                if port["direction"] == "output":
                    self._emerge(linker, name, index, bit)
                elif bit in self.sources:
                    ends = [(0, self.first[name][index]), (0, self.second[name][index])]
                    linker.gates[TAINT, bit] = (_differ, list(ends))
        return linker, linker.linked(self.harness, clock)

    def _shadow(self, linker: Linker, cell: Netlist) -> None:
        kind, pins = cell["type"], cell["connections"]
        output = pins["Q" if kind == REGISTER else "Y"][0]
        if output not in self.tainted:
            linker.values[TAINT, output] = FALSE
        elif kind == REGISTER:
            linker.stores[TAINT, output] = (TAINT, pins["D"][0])
            linker.starts[TAINT, output] = "0"
        else:
            rule = RULES[kind]
            wanted = [(TAINT if x.tainted else VALUE, pins[x.pin][0]) for x in literals(rule)]
            for copy, bit in wanted:
                if copy == TAINT and bit not in self.tainted:
                    linker.values[TAINT, bit] = FALSE
            linker.gates[TAINT, output] = (_Gate(rule), wanted)

    def _emerge(self, linker: Linker, name: str, index: int, bit: int | str) -> None:
        """An output of copy B: that of A, but anything where it is tainted."""

        def other(graph: Graph, value: int, taint: int) -> int:
            if taint == FALSE:
                return value
            return graph.choose(taint, linker.input(f"{name}_b", index), value)

        if bit not in self.tainted:
            linker.values[TAINT, bit] = FALSE
        linker.gates[0, self.second[name][index]] = (other, [(VALUE, bit), (TAINT, bit)])


@dataclass(frozen=True)
class _Gate:
    """A rule as a gate of the graph."""

    rule: Rule

    def __call__(self, graph: Graph, *values: int) -> int:
        of = dict(zip(literals(self.rule), values, strict=True))
        return taint_of(self.rule, lambda x: of[x] ^ x.inverted, graph.both, graph.either)


def _differ(graph: Graph, one: int, other: int) -> int:
    return graph.choose(one, other ^ 1, other)
