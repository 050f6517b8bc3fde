"""In the sandbox: elaborate, analyse, ask each rule, and write down each answer.

Run as ``python -m hdl_agent.security.rules.scan.worker TOP RULE,RULE FILE...`` where the netlist
is, if there is one. A rule that ends the process costs the later ones only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyslang.ast import Compilation

from hdl_agent.finding import Finding
from hdl_agent.security.rules.scan.answers import ANSWERS, DESIGN, NETLIST, Answer
from hdl_agent.security.rules.scan.design import Design, Module
from hdl_agent.security.rules.scan.rule import Hit, Rule


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

    compilation = compiled([SyntaxTree.fromFile(name) for name in names], top)
    elaboration = described(compilation, top)
    if not elaboration.is_sound:
        placed = [str(error) for error in elaboration.errors if error.file]
        yield Answer(about=DESIGN, trouble=(placed or [f"there is no module {top!r}"])[0])
        return
    yield Answer(about=DESIGN)
    design = analysed(compilation, top, netlist(top))
    for rule in rules:
        yield ask(rule, design)


def netlist(top: str, folder: Path = Path()) -> Module:
    """The flat top module that ``synthesize`` left in the folder; empty if it left none."""
    file = folder / NETLIST
    if not file.exists():
        return {}
    module: Module = json.loads(file.read_text())["modules"][top]
    return module


def analysed(compilation: Compilation, top: str, words: Module) -> Design:
    """What rules look at; the compilation is elaborated and has no errors."""
    from pyslang.analysis import AnalysisManager

    compilation.freeze()
    analysis = AnalysisManager()
    analysis.analyze(compilation)
    return Design(compilation=compilation, analysis=analysis, top=top, words=words)


def _main(top: str, wanted: str, names: list[str]) -> None:
    from hdl_agent.security.rules.scan import catalogue

    rules = [catalogue.rule(name) for name in wanted.split(",") if name]
    with Path(ANSWERS).open("w") as stream:
        for answer in answers(top, rules, names):
            stream.write(answer.model_dump_json() + "\n")
            stream.flush()


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], sys.argv[3:])
