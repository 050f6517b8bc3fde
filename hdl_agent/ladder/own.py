"""Check a user's own design: integrity, compile, lint, static rules, and what a policy names."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from hdl_agent.errors import UsageError
from hdl_agent.formal.model import prepare
from hdl_agent.formal.obligation import Interface
from hdl_agent.ladder.checked import Checked
from hdl_agent.ladder.choice import Choice, check_names
from hdl_agent.ladder.compile_rung import compiled
from hdl_agent.ladder.design import Design, Reset
from hdl_agent.ladder.originals import Originals
from hdl_agent.ladder.proven import evidence_of
from hdl_agent.ladder.result import Result
from hdl_agent.ladder.results import of_compile, of_evidence, of_lint, of_refusals, of_rules
from hdl_agent.ladder.summarize import summarize
from hdl_agent.rtl.elaborate import Elaboration
from hdl_agent.rtl.inside import inside
from hdl_agent.rtl.inspect import Inspection, inspect_preprocessed
from hdl_agent.rtl.netlist import FLAT, GATES
from hdl_agent.rtl.preprocess import TEXT, Preprocessed, preprocess
from hdl_agent.sandbox import warm
from hdl_agent.security.judge import judge
from hdl_agent.security.policy import BadPolicy, Policy, load
from hdl_agent.security.rules.scan import examine
from hdl_agent.security.templates import obligations
from hdl_agent.tasks.task import Port
from hdl_agent.verdict import Outcome, Rung, RungResult, Verdict


class NoSuchPort(UsageError):
    """The clock or the reset is not an input of the top module."""


class NoTop(UsageError):
    """Nobody said which module is to be judged."""


Recall = Callable[[Preprocessed, Path], Checked | None]


MODULES = (
    "pyosys.libyosys",
    "pyslang.analysis",
    "hdl_agent.formal.expose",
    "hdl_agent.formal.harness",
    "hdl_agent.formal.link",
    "hdl_agent.rtl.elaborate",
    "hdl_agent.rtl.integrity",
    "hdl_agent.rtl.netlist",
    "hdl_agent.rtl.practice",
    "hdl_agent.security.rules.scan.catalogue",
)
"""What a check's workers load, ahead of them."""


def check(
    design: Design, choice: Choice, folder: Path, recall: Recall | None = None, workers: int = 1
) -> Checked:
    """Witnesses go to ``folder/witness``. ``recall`` may know the answer on a preprocessed text.
    ``workers`` proof engines run at a time.

    Raises BadSource, BadSources, NoTop, BadPolicy, NoSuchPort, UnknownName, ToolMissing,
    SandboxUnavailable.
    """
    policy = _policy(design, choice)
    with tempfile.TemporaryDirectory(prefix="hdl-agent-") as name:
        scratch = Path(name)
        text = scratch / TEXT
        found = preprocess(design.sources, design.top, design.parameters, design.root, scratch)
        if not re.fullmatch(r"[A-Za-z_]\w*", design.top):
            there = ", ".join(found.roots) or "no module at all"
            raise NoTop(f"name the module to judge, with --top; nothing instantiates: {there}")
        known = recall(found, text) if recall and text.exists() else None
        if known is not None:
            return known
        with warm(scratch, [], MODULES):
            return _Check(design, choice, policy, found, folder, scratch, workers).run()


def _policy(design: Design, choice: Choice) -> Policy:
    if design.policy is not None and not design.policy.is_file():
        raise BadPolicy(f"there is no file {design.policy}: name a policy that exists")
    policy = load(design.policy) if design.policy else Policy(folder=design.root, properties=())
    check_names(choice, [item.id for item in policy.properties])
    wanted = tuple(item for item in policy.properties if choice.takes(item.id))
    return policy.model_copy(update={"properties": wanted})


class _Check:
    """One check under way."""

    def __init__(
        self,
        design: Design,
        choice: Choice,
        policy: Policy,
        found: Preprocessed,
        folder: Path,
        scratch: Path,
        workers: int,
    ) -> None:
        self._design, self._choice, self._policy = design, choice, policy
        self._found, self._folder, self._scratch = found, folder, scratch
        self._originals = Originals(design, found.read)
        self._text, self._workers = scratch / TEXT, workers

    def run(self) -> Checked:
        inspection = self._inspect()
        if inspection.refusals:
            return self._checked(of_refusals(inspection.refusals), rejected=inspection.rejected)
        first = compiled(self._design.top, (), inspection)
        elaboration = inspection.elaboration or Elaboration.nothing()
        warned = {str(item): item for item in (*self._found.diagnostics, *elaboration.warnings)}
        lint = of_lint([item for item in warned.values() if item.severity == "warning"])
        if first.outcome is not Outcome.PASS:
            return self._checked([*of_compile(first, elaboration.errors), *lint], rungs=[first])
        scanned = examine([self._text], self._design.top, self._scratch, self._choice.rules)
        results = [*of_rules(scanned.findings), *lint]
        rungs = [first]
        if self._policy.properties:
            rungs.append(self._secure(self._interface(elaboration)))
            results += of_evidence(rungs[-1].evidence)
        return self._checked(results, rungs, trouble=scanned.trouble)

    def _inspect(self) -> Inspection:
        if self._found.trouble:
            return Inspection(trouble=self._found.trouble)
        if self._found.errors:
            return Inspection(elaboration=Elaboration.nothing(self._found.diagnostics))
        return inspect_preprocessed(self._text, self._design.top, self._scratch / "inspection")

    def _interface(self, elaboration: Elaboration) -> Interface:
        design = self._design
        return interface_of_ports(design.top, elaboration.ports or (), design.pins)

    def _secure(self, interface: Interface) -> RungResult:
        netlists = self._scratch / "inspection"
        seen = inside([self._text], interface.top, netlists / FLAT, self._scratch / "inside")
        wanted = obligations(self._policy, interface, seen)
        gates = netlists / GATES
        model = prepare([self._text], gates, interface, wanted, self._scratch / "model")
        bounds = self._design.bounds
        witnesses = self._folder / "witness"
        proofs = judge(model, wanted, witnesses, bounds.seconds, self._workers, bounds.memory_mb)
        evidence = map(evidence_of, self._policy.properties, proofs)
        return summarize(Rung.SECURE, list(evidence))

    def _checked(
        self,
        results: list[Result],
        rungs: list[RungResult] | None = None,
        rejected: tuple[str, ...] = (),
        trouble: tuple[str, ...] = (),
    ) -> Checked:
        verdict = Verdict(
            task=self._design.name,
            source_digest=self._originals.digest,
            rejected=rejected,
            rungs=tuple(rungs or ()),
        )
        wanted = [r for r in results if r.blocks or self._choice.takes(r.finding.rule)]
        return Checked(
            name=self._design.name,
            top=self._design.top,
            verdict=verdict,
            results=tuple(self._originals.placed(result) for result in wanted),
            trouble=trouble,
        )


def interface_of_ports(top: str, ports: Sequence[Port], pins: Reset) -> Interface:
    """What the formal room is to know of a top module. Raises NoSuchPort."""
    inputs = [port.name for port in ports if port.direction == "input"]
    for role, name in (("clock", pins.clock), ("reset", pins.reset)):
        if name not in inputs:
            raise NoSuchPort(
                f"{top} has no input {name!r}: name the {role}, with --{role} or in the project "
                f"file, for the policy: {', '.join(inputs)}"
            )
        if next(port.width for port in ports if port.name == name) > 1:
            raise NoSuchPort(f"{name}, the {role}, has several bits: name one of a single bit")
    if pins.clock == pins.reset:
        raise NoSuchPort(f"{pins.clock} cannot be both the clock and the reset: name two inputs")
    return Interface(
        top=top,
        clock=pins.clock,
        reset=pins.reset,
        reset_active=0 if pins.active == "low" else 1,
        ports=tuple(ports),
    )
