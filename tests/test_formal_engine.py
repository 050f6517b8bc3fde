"""Answers of the model checker on graphs whose answer is known by construction."""

from __future__ import annotations

from pathlib import Path

from hdl_agent.formal.aig import TRUE, Graph
from hdl_agent.formal.engine import decide, reach
from hdl_agent.formal.obligation import Status
from hdl_agent.formal.search import LARGE, Question

SECONDS = 10


def delayed(graph: Graph, value: int, cycles: int) -> int:
    """``value`` as it was some cycles ago."""
    for _ in range(cycles):
        latch = graph.latch()
        graph.connect(latch, value)
        value = latch
    return value


def twins(graph: Graph) -> int:
    """Two registers with the same content differ: never, and merging alone shows it."""
    source = graph.input()
    one, other = delayed(graph, source, 2), delayed(graph, source, 2)
    return graph.choose(one, other ^ 1, other)


def knot(graph: Graph, gates: int) -> int:
    """A function of two inputs and a state of 64 bits, of at least so many gates."""
    state = [graph.latch() for _ in range(64)]
    mixed = [graph.choose(bit, graph.input(), graph.input()) for bit in state]
    for _ in range(gates // 256):
        shifted = mixed[7:] + mixed[:7]
        pairs = zip(mixed, shifted, mixed[13:] + mixed[:13], strict=True)
        mixed = [graph.choose(graph.both(a, b), c ^ 1, c) for a, b, c in pairs]
    for latch, value in zip(state, mixed, strict=True):
        graph.connect(latch, value)
    return mixed[0]


def question(folder: Path, name: str, graph: Graph, bad: int, depth: int = 20) -> Question:
    path = folder / f"{name}.aig"
    path.write_bytes(graph.aiger(bad))
    return Question(aig=path, depth=depth)


def test_a_merge_that_leaves_nothing_costs_the_next_question_nothing(tmp_path: Path) -> None:
    empty, live = Graph(), Graph()
    source = live.input()
    late = live.both(delayed(live, source, 3), delayed(live, source, 2) ^ 1)
    questions = [
        question(tmp_path, "a", empty, twins(empty)),
        question(tmp_path, "b", live, live.both(late, delayed(live, TRUE, 15))),
    ]
    first, second = decide(questions, SECONDS)
    assert first.status is Status.PROVEN
    assert second.status is Status.REFUTED
    assert second.depth == 16
    assert questions[1].file("merge.log").exists()


def test_a_large_graph_is_cut_to_what_the_question_depends_on(tmp_path: Path) -> None:
    graph = Graph()
    large = knot(graph, LARGE + 1)
    once = delayed(graph, graph.input(), 1)
    ever = graph.latch()
    graph.connect(ever, graph.either(ever, once))
    never = graph.both(delayed(graph, once, 1), ever ^ 1)
    asked = question(tmp_path, "a", graph, graph.both(never, large))
    (answer,) = decide([asked], SECONDS)
    assert answer.status is Status.PROVEN
    assert asked.file("abstract.log").exists()
    assert not asked.file("merge.log").exists()


def test_what_only_the_abstraction_can_do_is_no_refutation(tmp_path: Path) -> None:
    graph = Graph()
    large = knot(graph, LARGE + 1)
    bad = graph.both(large, delayed(graph, graph.input(), 6))
    (answer,) = decide([question(tmp_path, "a", graph, bad)], SECONDS)
    assert answer.status is Status.REFUTED
    assert len(answer.trace) >= 7
    assert not {len(step) for step in answer.trace} - {129}


def test_what_is_hoped_to_be_reached_is_looked_for_first(tmp_path: Path) -> None:
    graph = Graph()
    asked = question(tmp_path, "a", graph, delayed(graph, graph.input(), 9))
    (answer,) = reach([asked], SECONDS)
    assert answer.status is Status.REFUTED
    assert answer.depth == 10
    assert not asked.file("merge.log").exists()


def test_what_cannot_be_reached_is_proven_so(tmp_path: Path) -> None:
    graph = Graph()
    (answer,) = reach([question(tmp_path, "a", graph, twins(graph))], SECONDS)
    assert answer.status is Status.PROVEN
