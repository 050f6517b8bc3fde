"""A harness and the copies of the design in it, linked to one and-inverter graph.

Both are gate-level netlists in Yosys' JSON form: simple gates and ``$_DFF_P_`` registers on one
clock. The design is a cell of the harness as often as the harness asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hdl_agent.formal.aig import FALSE, TRUE, Graph
from hdl_agent.formal.gates import Netlist, UnsupportedDesign

Bit = tuple[int, int | str]
"""A bit of a netlist: of which copy (0 is the harness), and its number or constant there."""

GATES: dict[str, tuple[str, Callable[..., int]]] = {
    "$_BUF_": ("A", lambda graph, a: a),
    "$_NOT_": ("A", lambda graph, a: a ^ 1),
    "$_AND_": ("AB", lambda graph, a, b: graph.both(a, b)),
    "$_NAND_": ("AB", lambda graph, a, b: graph.both(a, b) ^ 1),
    "$_OR_": ("AB", lambda graph, a, b: graph.either(a, b)),
    "$_NOR_": ("AB", lambda graph, a, b: graph.either(a, b) ^ 1),
    "$_XOR_": ("AB", lambda graph, a, b: graph.choose(a, b ^ 1, b)),
    "$_XNOR_": ("AB", lambda graph, a, b: graph.choose(a, b, b ^ 1)),
    "$_ANDNOT_": ("AB", lambda graph, a, b: graph.both(a, b ^ 1)),
    "$_ORNOT_": ("AB", lambda graph, a, b: graph.either(a, b ^ 1)),
    "$_MUX_": ("SBA", lambda graph, which, one, zero: graph.choose(which, one, zero)),
}
"""Input pins and function of each simple gate; its output pin is Y."""


@dataclass(frozen=True)
class Linked:
    """``inputs``: port and bit index of each input of the graph, in order; a register that nothing
    initialises is an input without a name, too. ``outputs``: literals of the harness's outputs."""

    graph: Graph
    inputs: list[tuple[str, int]]
    outputs: dict[str, int]


def link(harness: Netlist, design: Netlist, name: str, clock: str) -> Linked:
    """``name`` is the cell type that stands for ``design``, ``clock`` the harness's port.

    Raises UnsupportedDesign for other cells and clocks, and for loops through the harness.
    """
    linker = Linker()
    linker.add(0, harness, name)
    copies = [cell["connections"] for cell in harness["cells"].values() if cell["type"] == name]
    for copy, pins in enumerate(copies, start=1):
        linker.add(copy, design, name)
        linker.join(copy, design["ports"], pins)
    return linker.linked(harness, clock)


def _registers(module: Netlist) -> list[Netlist]:
    return [cell for cell in module["cells"].values() if cell["type"] == "$_DFF_P_"]


@dataclass
class Linker:
    """Visits only what an output depends on. What nothing drives is 0.

    ``gates``: function and sources of a bit. ``stores``: what a register's bit stores, ``starts``:
    its first value, "0" or "1", else any. ``values``: the literals of the bits visited so far.
    ``twins``: register bits that power up alike, under the same key.
    """

    graph: Graph = field(default_factory=Graph)
    inputs: list[tuple[str, int]] = field(default_factory=list)
    values: dict[Bit, int] = field(default_factory=dict)
    twins: dict[Bit, str] = field(default_factory=dict)
    gates: dict[Bit, tuple[Callable[..., int], list[Bit]]] = field(default_factory=dict)
    stores: dict[Bit, Bit] = field(default_factory=dict)
    starts: dict[Bit, str] = field(default_factory=dict)
    _power_ups: dict[Bit | str, int] = field(default_factory=dict)
    _open: list[tuple[int, int, Bit]] = field(default_factory=list)
    _ready: int | None = None

    def input(self, port: str, index: int) -> int:
        """A fresh input of the graph."""
        self.inputs.append((port, index))
        return self.graph.input()

    def add(self, copy: int, module: Netlist, design: str) -> None:
        """Note what drives the bits of one more module, and how its registers start."""
        for cell in module["cells"].values():
            kind, pins = cell["type"], cell["connections"]
            if kind == "$_DFF_P_":
                self.stores[copy, pins["Q"][0]] = (copy, pins["D"][0])
            elif kind in GATES:
                names, function = GATES[kind]
                sources = [(copy, pins[pin][0]) for pin in names]
                self.gates[copy, pins["Y"][0]] = (function, sources)
            elif kind != design:
                raise UnsupportedDesign(f"cell of type {kind} has no gate-level model")
        for net in module["netnames"].values():
            start = reversed(net["attributes"].get("init", ""))
            self.starts |= {(copy, bit): to for bit, to in zip(net["bits"], start, strict=False)}

    def join(self, copy: int, ports: Netlist, pins: Netlist) -> None:
        """Connect a copy's ports to the harness. An input that it does not know may have any
        value; an output that it does not know is of no interest."""
        for name, port in ports.items():
            if name not in pins:
                if port["direction"] == "input":
                    self.values |= {(copy, bit): self.input("", 0) for bit in port["bits"]}
                continue
            for inside, outside in zip(port["bits"], pins[name], strict=True):
                inner, outer = (copy, inside), (0, outside)
                to, source = (inner, outer) if port["direction"] == "input" else (outer, inner)
                self.gates[to] = (GATES["$_BUF_"][1], [source])

    def linked(self, harness: Netlist, clock: str) -> Linked:
        """The graph of the harness's outputs, when all modules are added and joined."""
        for port, about in harness["ports"].items():
            if about["direction"] == "input" and port != clock:
                for index, bit in enumerate(about["bits"]):
                    self.values[0, bit] = self.input(port, index)
        clocks = {bit for cell in _registers(harness) for bit in cell["connections"]["C"]}
        if clocks - set(harness["ports"][clock]["bits"]):
            raise UnsupportedDesign(f"a register of the properties is not clocked by {clock}")
        outputs = {
            port: self.literal((0, about["bits"][0]))
            for port, about in harness["ports"].items()
            if about["direction"] == "output"
        }
        self.connect_registers()
        return Linked(self.graph, self.inputs, outputs)

    def literal(self, wanted: Bit) -> int:
        """Visit what ``wanted`` depends on in the same cycle; no recursion, netlists are deep."""
        waiting, opened = [wanted], set()
        while waiting:
            bit = waiting[-1]
            if bit in self.values:
                waiting.pop()
            elif bit not in self.gates:
                self.values[bit] = self._leaf(bit)
            else:
                function, sources = self.gates[bit]
                missing = [source for source in sources if source not in self.values]
                if not missing:
                    known = (self.values[source] for source in sources)
                    self.values[bit] = function(self.graph, *known)
                elif bit in opened:
                    raise UnsupportedDesign("there is a combinational loop through the properties")
                else:
                    opened.add(bit)
                    waiting += missing
        return self.values[wanted]

    def _leaf(self, bit: Bit) -> int:
        if bit not in self.stores:
            return TRUE if bit[1] == "1" else FALSE
        start = self.starts.get(bit, "x")
        latch, inverted = self.graph.latch(), int(start == "1")
        self._open.append((latch, inverted, self.stores[bit]))
        return latch ^ inverted if start in "01" else self._anything_first(latch, bit)

    def _anything_first(self, latch: int, bit: Bit) -> int:
        if self._ready is None:
            self._ready = self.graph.latch()
            self.graph.connect(self._ready, TRUE)
        key = self.twins.get(bit, bit)
        if key not in self._power_ups:
            self._power_ups[key] = self.input("", 0)
        return self.graph.choose(self._ready, latch, self._power_ups[key])

    def connect_registers(self) -> None:
        """Visit what the registers that were met store; new ones are met on the way."""
        while self._open:
            latch, inverted, stored = self._open.pop()
            self.graph.connect(latch, self.literal(stored) ^ inverted)
