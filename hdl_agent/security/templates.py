"""Each template as one Verilog monitor, or a pair's scope: one text, proven and simulated."""

from __future__ import annotations

import re
from pathlib import Path

from hdl_agent.formal.obligation import Interface, Obligation, Pair
from hdl_agent.security.policy import BadPolicy, Policy, Property, TwoCopies
from hdl_agent.verdict import Kind

_WORD = re.compile(r"(?<![\w'`$.])[A-Za-z_]\w*")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)


def kind_of(item: Property) -> Kind:
    """Which sort of check a template is."""
    return {
        "confidential": Kind.NON_INTERFERENCE,
        "constant_time": Kind.CONSTANT_TIME,
        "zeroized": Kind.ZEROIZATION,
        "fault_detected": Kind.FAULT,
    }.get(item.template, Kind.PROPERTY)


def obligations(policy: Policy, interface: Interface) -> list[Obligation]:
    """One obligation a property, in order. Raises BadPolicy for names that are not ports."""
    return [_obligation(item, policy.folder, interface) for item in policy.properties]


def _obligation(item: Property, folder: Path, interface: Interface) -> Obligation:
    pair = item.confidential or item.constant_time or item.zeroized
    fault = item.fault_detected
    if pair:
        _check(item, interface, pair.secret_when, pair.observe_when, *pair.secrets, *pair.observers)
    if item.zeroized:
        _check(item, interface, item.zeroized.event)
    if item.assume:
        _check(item, interface, item.assume)
    if pair and pair.scope:
        module, text = _from_file(folder, pair.scope)
    elif item.monitor or (fault and fault.monitor):
        name = item.monitor.file if item.monitor else str(fault and fault.monitor)
        module, text = _from_file(folder, name)
    else:
        module = f"hdl_agent_{item.id}"
        text = _module(module, item, interface, pair)
    bare = _COMMENT.sub("", text)
    known = ("violation", "covered", "assumed", "secret", "observe")
    return Obligation(
        id=item.id,
        module=module,
        monitor=text,
        signals=frozenset(s for s in known if re.search(rf"output[^;()]*?\b{s}\b", bare)),
        pair=_pair(item, pair) if pair else None,
        flip=fault is not None,
        free_reset=item.reset == "free",
        assume=item.assume,
        depth=item.depth,
    )


def _pair(item: Property, pair: TwoCopies) -> Pair:
    event = item.zeroized.event if item.zeroized else None
    within = item.zeroized.within if item.zeroized else 0
    return Pair(secrets=pair.secrets, observers=pair.observers, event=event, within=within)


def _from_file(folder: Path, name: str) -> tuple[str, str]:
    return Path(name).stem, (folder / name).read_text()


def _module(name: str, item: Property, interface: Interface, pair: TwoCopies | None) -> str:
    if pair:
        outputs, body = (
            ["secret", "observe"],
            [
                f"assign secret = {pair.secret_when};",
                f"assign observe = {pair.observe_when};",
            ],
        )
    else:
        outputs, body = ["violation", "covered"], _body(item, interface)
    ports = [
        f"input wire {'' if p.width == 1 else f'[{p.width - 1}:0] '}{p.name}"
        for p in interface.ports
    ]
    ports += [f"output wire {output}" for output in outputs]
    return f"module {name}({', '.join(ports)});\n" + "\n".join(body) + "\nendmodule\n"


def _body(item: Property, interface: Interface) -> list[str]:
    clock = interface.clock
    resetting = f"({interface.reset} == 1'b{interface.reset_active})"
    if item.always is not None:
        _check(item, interface, item.always)
        return [f"assign violation = !{resetting} && !({item.always}), covered = 1;"]
    never = item.never or (item.fault_detected and item.fault_detected.never)
    if never:
        _check(item, interface, never)
        return [f"assign violation = !{resetting} && ({never}), covered = 1;"]
    if item.locked:
        asset, condition = item.locked.asset, item.locked.condition
        _check(item, interface, asset, condition)
        return [
            "reg hdl_agent_was = 0; reg [1023:0] hdl_agent_kept;",
            f"wire [1023:0] hdl_agent_asset = {asset};",
            f"always @(posedge {clock}) hdl_agent_kept <= hdl_agent_asset;",
            f"always @(posedge {clock}) hdl_agent_was <= !{resetting} && ({condition});",
            f"assign covered = hdl_agent_was && !{resetting};",
            "assign violation = covered && hdl_agent_kept != hdl_agent_asset;",
        ]
    if item.reset_value:
        signal, value = item.reset_value.signal, item.reset_value.value
        _check(item, interface, signal, str(value))
        return [
            f"reg hdl_agent_was = 0; always @(posedge {clock}) hdl_agent_was <= {resetting};",
            f"assign covered = hdl_agent_was && !{resetting};",
            f"assign violation = covered && ({signal}) != ({value});",
        ]
    rule = item.implies or item.responds
    assert rule is not None
    _check(item, interface, rule.condition, rule.then)
    if rule.within == 0:
        return [
            f"assign covered = !{resetting} && ({rule.condition});",
            f"assign violation = covered && !({rule.then});",
        ]
    waiting = f"({resetting} || hdl_agent_answered) ? 0 : {{hdl_agent_open, covered}}"
    return [
        f"reg [{rule.within - 1}:0] hdl_agent_open = 0;",
        f"wire hdl_agent_answered = {rule.then};",
        f"wire hdl_agent_late = hdl_agent_open[{rule.within - 1}] && !hdl_agent_answered;",
        f"always @(posedge {clock}) hdl_agent_open <= {waiting};",
        f"assign covered = !{resetting} && ({rule.condition});",
        f"assign violation = !{resetting} && hdl_agent_late;",
    ]


def _check(item: Property, interface: Interface, *expressions: str) -> None:
    """A misspelt name must never become an implicit wire."""
    ports = {port.name for port in interface.ports}
    for expression in expressions:
        for name in _WORD.findall(expression):
            if name not in ports:
                raise BadPolicy(
                    f"property {item.id!r}: {interface.top} has no port {name!r}; it has: "
                    + ", ".join(sorted(ports))
                )
