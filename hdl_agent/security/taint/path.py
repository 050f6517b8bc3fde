"""Inside the sandbox: how an alarm's taint travels from a secret to an observer.

``python -m hdl_agent.security.taint.path N`` reads ``N.trace.txt`` in the model's folder and leaves
``N.path.json``.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hdl_agent.formal.gates import Netlist
from hdl_agent.formal.link import Linker
from hdl_agent.security.taint.names import indexed, names, readable
from hdl_agent.security.taint.prepare import read_job, shadowed
from hdl_agent.security.taint.rules import REGISTER, RULES, Literal
from hdl_agent.security.taint.shadow import TAINT, VALUE, Shadowed
from hdl_agent.security.taint.structure import drivers

Node = tuple[int | str, int]
"""A tainted bit of the design, and the cycle."""


@dataclass
class Travel:
    """The tainted bits of a run, and which of them taints which.

    ``run``: of each cycle the values of the graph's variables.
    """

    made: Shadowed
    linker: Linker
    run: list[list[bool]]
    _drivers: dict[int | str, Netlist] = field(init=False)

    def __post_init__(self) -> None:
        self._drivers = drivers(self.made.design)

    def shortest(self, observers: Iterable[str]) -> list[str]:
        """From a secret to an output port that differs in the last cycle, through fewest cells."""
        called, last = names(self.made.design), len(self.run) - 1
        ends = {node: name for port in observers for node, name in self._differing(port, last)}
        towards: dict[Node, Node | None] = dict.fromkeys(ends)
        waiting = deque(ends)
        while waiting:
            node = waiting.popleft()
            if node[0] in self.made.sources:
                chain = list(_chain(towards, node))
                return [called[bit] for bit, _ in chain if bit in called] + [ends[chain[-1]]]
            for source in self._causes(node):
                if source not in towards:
                    towards[source] = node
                    waiting.append(source)
        return []

    def _differing(self, name: str, cycle: int) -> Iterator[tuple[Node, str]]:
        port = self.made.design["ports"][name]
        outside = zip(self.made.first[name], self.made.second[name], strict=True)
        for index, (one, other) in enumerate(outside):
            if self._is_1((0, one), cycle) != self._is_1((0, other), cycle):
                yield (port["bits"][index], cycle), indexed(name, port, index)

    def _causes(self, node: Node) -> Iterator[Node]:
        """The tainted inputs of each product of the cell's rule that holds."""
        bit, cycle = node
        cell = self._drivers[bit]
        pins = cell["connections"]
        if cell["type"] == REGISTER:
            yield pins["D"][0], cycle - 1
            return

        def holds(x: Literal) -> bool:
            return self._is_1((TAINT if x.tainted else VALUE, pins[x.pin][0]), cycle) ^ x.inverted

        for product in RULES[cell["type"]]:
            if all(map(holds, product)):
                yield from ((pins[x.pin][0], cycle) for x in product if x.tainted)

    def _is_1(self, bit: tuple[int, int | str], cycle: int) -> bool:
        literal = self.linker.values[bit]
        return self.run[cycle][literal // 2] ^ bool(literal % 2)


def _chain(towards: dict[Node, Node | None], node: Node | None) -> Iterator[Node]:
    while node:
        yield node
        node = towards[node]


def main(number: int) -> None:
    """Find the path of one alarm."""
    job = read_job()
    pair = job.obligations[number].pair
    assert pair
    made = shadowed(job, number)
    linker, linked = made.link(job.interface.clock)
    trace = Path(f"{number}.trace.txt").read_text().split()
    run = list(linked.graph.simulate([[bit == "1" for bit in row] for row in trace]))
    hops = readable(Travel(made, linker, run).shortest(pair.observers))
    Path(f"{number}.path.json").write_text(json.dumps(hops))


if __name__ == "__main__":
    main(int(sys.argv[1]))
