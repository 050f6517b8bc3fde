"""compile: is it legal, synthesizable Verilog with the interface that was asked for?"""

from __future__ import annotations

from collections.abc import Sequence

from hdl_agent.ladder.context import Candidate
from hdl_agent.rtl.elaborate import Elaboration
from hdl_agent.rtl.inspect import Inspection
from hdl_agent.rtl.netlist import synthesize
from hdl_agent.tasks.task import Port, Task
from hdl_agent.verdict import Evidence, Kind, Outcome, Rung, RungResult


def compile_rung(candidate: Candidate, inspection: Inspection) -> RungResult:
    """Judge an inspection that the integrity gate let pass, then the synthesis."""
    elaboration = inspection.elaboration
    if elaboration is None:
        return _fail("elaboration", inspection.trouble or "the front end gave no answer")
    if elaboration.errors:
        return _fail("syntax and elaboration", *map(str, elaboration.errors[:8]))
    if problems := interface_problems(candidate.task, elaboration):
        return _fail("interface", *problems)
    result = synthesize([candidate.source], candidate.task.top, candidate.scratch / "synthesis")
    if result.problem is not None:
        return _fail("synthesis", result.problem)
    figures = {"registers": result.registers, "gates": result.gates, "latches": result.latches}
    return RungResult(rung=Rung.COMPILE, outcome=Outcome.PASS, figures=figures)


def interface_problems(task: Task, elaboration: Elaboration) -> list[str]:
    """How the top module's ports differ from the task's; empty when they are the same."""
    if elaboration.ports is None:
        there = ", ".join(elaboration.modules) or "none at all"
        return [f"there is no module {task.top!r}; the modules are: {there}"]
    return _port_problems(task.ports, elaboration.ports)


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
    evidence = tuple(
        Evidence(check=check, kind=Kind.DIAGNOSTIC, outcome=Outcome.FAIL, detail=detail)
        for detail in details
    )
    return RungResult(rung=Rung.COMPILE, outcome=Outcome.FAIL, detail=details[0], evidence=evidence)
