"""In the sandbox: elaborate, analyse, synthesize, ask each rule, and write down each answer.

Run as ``python -m hdl_agent.security.rules.worker TOP RULE,RULE FILE...``. The answers are lines of
JSON, each written as soon as it is known: a rule that ends the process costs the later ones only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyslang.ast import Compilation

from hdl_agent.data import Data
from hdl_agent.finding import Finding
from hdl_agent.security.rules.design import Design, Module
from hdl_agent.security.rules.rule import Hit, Rule

ANSWERS = "answers.jsonl"
DESIGN = "design"
"""The ``about`` of an answer that concerns the design as a whole."""
NETLIST = "netlist"
"""The ``about`` of an answer that concerns the netlist: rules that need it saw nothing."""


class Answer(Data):
    """What came of one rule (``about`` is its id), or of reading the design."""

    about: str
    findings: tuple[Finding, ...] = ()
    trouble: str | None = None


def ask(rule: Rule, design: Design) -> Answer:
    """Whatever a rule does, the scan goes on."""
    try:
        findings = tuple(_finding(rule, hit) for hit in dict.fromkeys(rule.find(design)))
    except Exception as error:
        reason = f"the rule {rule.id} failed: {type(error).__name__}: {error}".splitlines()[0]
        return Answer(about=rule.id, trouble=reason[:500])
    return Answer(about=rule.id, findings=findings)


def _finding(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        rule=rule.id, severity=rule.severity, message=hit.message, place=hit.place, cwe=rule.cwe
    )


def answers(top: str, rules: Iterable[Rule], names: list[str]) -> Iterator[Answer]:
    """Reading the design comes first; when it is not legal, nothing else comes."""
    from pyslang.syntax import SyntaxTree

    from hdl_agent.rtl.elaborate import compiled, described
    from hdl_agent.security.rules.words import NoNetlist, words

    compilation = compiled([SyntaxTree.fromFile(name) for name in names], top)
    elaboration = described(compilation, top)
    if not elaboration.is_sound:
        placed = [str(error) for error in elaboration.errors if error.file]
        yield Answer(about=DESIGN, trouble=(placed or [f"there is no module {top!r}"])[0])
        return
    yield Answer(about=DESIGN)
    netlist, trouble = {}, None
    try:
        netlist = words(top, names)
    except NoNetlist as error:
        trouble = f"there is no netlist, rules that need one saw nothing: {error}"
    yield Answer(about=NETLIST, trouble=trouble)
    design = analysed(compilation, top, netlist)
    for rule in rules:
        yield ask(rule, design)


def analysed(compilation: Compilation, top: str, netlist: Module) -> Design:
    """What rules look at; the compilation is elaborated and has no errors."""
    from pyslang.analysis import AnalysisManager

    compilation.freeze()
    analysis = AnalysisManager()
    analysis.analyze(compilation)
    return Design(compilation=compilation, analysis=analysis, top=top, words=netlist)


def _main(top: str, wanted: str, names: list[str]) -> None:
    from hdl_agent.security.rules import catalogue

    rules = [catalogue.rule(name) for name in wanted.split(",") if name]
    with Path(ANSWERS).open("w") as stream:
        for answer in answers(top, rules, names):
            stream.write(answer.model_dump_json() + "\n")
            stream.flush()


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], sys.argv[3:])
