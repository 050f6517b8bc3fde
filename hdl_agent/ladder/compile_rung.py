"""compile: is it legal, synthesizable Verilog with the interface that was asked for?"""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.ladder.context import Candidate
from hdl_agent.rtl.elaborate import Elaboration
from hdl_agent.rtl.inspect import Inspection
from hdl_agent.tasks.task import Port
from hdl_agent.verdict import Evidence, Kind, Outcome, Rung, RungResult


def compile_rung(candidate: Candidate, inspection: Inspection) -> RungResult:
    """Judge an inspection that the integrity gate let pass, then the synthesis."""
    return compiled(candidate.task.top, candidate.task.ports, inspection)


def compiled(top: str, asked: Sequence[Port], inspection: Inspection) -> RungResult:
    """``asked``: the ports that the top must have; none: whatever it has. A tool that reached its
    bound leaves the rung unknown."""
    elaboration = inspection.elaboration
    if elaboration is None:
        trouble = inspection.trouble or "the front end gave no answer"
        return _result("elaboration", Outcome.UNKNOWN, trouble)
    if elaboration.modules and top not in elaboration.modules:
        return _fail("interface", *interface_problems(top, asked, elaboration))
    if elaboration.errors:
        return _fail("syntax and elaboration", *map(str, elaboration.errors[:8]))
    if problems := interface_problems(top, asked, elaboration):
        return _fail("interface", *problems)
    result = inspection.synthesis
    assert result is not None, "a sound elaboration is always mapped to gates"
    if result.problem is not None:
        outcome = Outcome.UNKNOWN if result.undecided else Outcome.FAIL
        return _result("synthesis", outcome, result.problem)
    figures = {"registers": result.registers, "gates": result.gates, "latches": result.latches}
    return RungResult(rung=Rung.COMPILE, outcome=Outcome.PASS, figures=figures)


def interface_problems(top: str, asked: Sequence[Port], elaboration: Elaboration) -> list[str]:
    """How the top module's ports differ from those asked for; empty when they are the same."""
    if elaboration.ports is None:
        there = ", ".join(elaboration.modules) or "none at all"
        return [f"there is no module {top!r}; the modules are: {there}"]
    return _port_problems(asked, elaboration.ports) if asked else []


def _port_problems(asked: Sequence[Port], given: Sequence[Port]) -> list[str]:
    found = {port.name: port for port in given}
    problems = []
    for port in asked:
        other = found.pop(port.name, None)
        if other is None:
            problems.append(f"port {port.name!r} is missing")
        elif other.about == "inout":
            problems.append(f"port {port.name!r} is an inout, asked for: {port.direction}")
        elif (other.direction, other.width) != (port.direction, port.width):
            problems.append(
                f"port {port.name!r} is {other.direction}, {other.width} bits; "
                f"asked for: {port.direction}, {port.width} bits"
            )
    return [*problems, *(f"port {name!r} was not asked for" for name in found)]


def _fail(check: str, *details: str) -> RungResult:
    return _result(check, Outcome.FAIL, *details)


def _result(check: str, outcome: Outcome, *details: str) -> RungResult:
    evidence = tuple(
        Evidence(check=check, kind=Kind.DIAGNOSTIC, outcome=outcome, detail=detail)
        for detail in details
    )
    return RungResult(rung=Rung.COMPILE, outcome=outcome, detail=details[0], evidence=evidence)
