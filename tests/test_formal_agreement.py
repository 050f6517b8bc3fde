"""Every engine, on random graphs small enough to visit all their states: the answers must agree."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from hdl_agent.formal import race, search
from hdl_agent.formal.aig import Graph
from hdl_agent.formal.aiger import Aiger, read
from hdl_agent.formal.engine import MEMORY_MB, decide, reach
from hdl_agent.formal.obligation import Status
from hdl_agent.formal.search import Answer, Question

GRAPHS, SECONDS, DEPTH = 60, 20, 25


def random_graph(seed: int) -> tuple[Graph, int]:
    """3 inputs, 5 latches, 30 gates; the output is rare enough that some can never be 1."""
    draw, graph = random.Random(seed), Graph()
    latches = [graph.latch() for _ in range(5)]
    literals = [graph.input() for _ in range(3)] + latches
    for _ in range(30):
        one, other = draw.sample(literals, 2)
        literals.append(graph.both(one ^ draw.getrandbits(1), other ^ draw.getrandbits(1)))
    for latch in latches:
        graph.connect(latch, draw.choice(literals) ^ draw.getrandbits(1))
    bad = graph.both(graph.both(draw.choice(latches), draw.choice(literals)), latches[0])
    return graph, graph.both(bad, literals[-1])


def step(graph: Aiger, state: Sequence[int], inputs: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """The next state, and the output."""
    values = [0, *inputs, *state]

    def value(literal: int) -> int:
        return values[literal // 2] ^ (literal & 1)

    for one, other in graph.gates:
        values.append(value(one) & value(other))
    return tuple(map(value, graph.latches)), value(graph.output)


def first_violation(graph: Aiger) -> int | None:
    """The cycle, from 1, in which the output can first be 1; None when it never can."""
    states, seen, cycle = {(0,) * len(graph.latches)}, set(), 0
    while states - seen:
        cycle, seen, nexts = cycle + 1, seen | states, set()
        for state in states:
            for inputs in product((0, 1), repeat=graph.inputs):
                following, bad = step(graph, state, inputs)
                if bad:
                    return cycle
                nexts.add(following)
        states = nexts
    return None


def shows(graph: Aiger, trace: Sequence[str]) -> bool:
    """Does the trace's last cycle have the output at 1?"""
    state, bad = (0,) * len(graph.latches), 0
    for inputs in trace:
        state, bad = step(graph, state, list(map(int, inputs)))
    return bool(bad)


@pytest.fixture
def asked(tmp_path: Path) -> list[tuple[Question, Aiger, int | None]]:
    known = []
    for seed in range(GRAPHS):
        graph, bad = random_graph(seed)
        path = tmp_path / f"{seed}.aig"
        path.write_bytes(graph.aiger(bad))
        aiger = read(path)
        known.append((Question(aig=path, depth=DEPTH), aiger, first_violation(aiger)))
    assert 10 < sum(cycle is None for _, _, cycle in known) < GRAPHS - 10
    return known


def agrees(answer: Answer, graph: Aiger, truth: int | None) -> bool:
    if answer.status is Status.REFUTED:
        return truth is not None and len(answer.trace) >= truth and shows(graph, answer.trace)
    if answer.status is Status.PROVEN:
        return truth is None
    return truth is None or truth > (answer.depth or 0)


@pytest.mark.parametrize("ask", [decide, reach])
def test_the_stages_find_the_truth(ask, asked) -> None:  # type: ignore[no-untyped-def]
    for answer, (_, graph, truth) in zip(
        ask([q for q, _, _ in asked], SECONDS), asked, strict=True
    ):
        assert agrees(answer, graph, truth)
        assert answer.status in (Status.PROVEN, Status.REFUTED)


def test_abstraction_never_says_what_is_not(asked, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(search, "LARGE", 0)
    answers = decide([q for q, _, _ in asked], SECONDS)
    for answer, (_, graph, truth) in zip(answers, asked, strict=True):
        assert agrees(answer, graph, truth)
    assert any(answer.engine == search.ENGINES["abstract"] for answer in answers)


@pytest.mark.parametrize("name", race.ENGINES)
def test_each_engine_of_the_race_alone(name: str, asked, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(race, "ENGINES", {name: race.ENGINES[name]})
    answers = []
    for question, graph, truth in asked[:25]:
        open_search = search.Search(question)
        open_search.give_up(timed_out=True)
        race.race(open_search, SECONDS, 1, MEMORY_MB)
        answers.append(open_search.answer())
        assert agrees(answers[-1], graph, truth)
    assert any(answer.status is Status.REFUTED for answer in answers)
    proves = {Status.BOUNDED} if name == "bmc3" else {Status.PROVEN}
    assert any(answer.status in proves for answer in answers)
