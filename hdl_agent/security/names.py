"""The names in a policy's expressions: ports, signals inside the design, constants.

A signal inside reaches the monitor through a port of its own; expressions are rewritten to name
that. What is not there, or cannot be seen, is refused by name: Verilog would make an unknown name
a wire, with which any property holds.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hdl_agent.formal.obligation import Interface, Internal
from hdl_agent.rtl.inside import OPEN, STORED, Inside, Signal
from hdl_agent.rtl.layout import BadSelect, Layout, Slice, check_bits, select
from hdl_agent.security.expression import check

_SELECT = r"\s*\[\s*\d+\s*\]"
_REFERENCE = re.compile(
    rf"(?<![\w'`$.])[A-Za-z_]\w*(?:{_SELECT})*(?:\s*\.\s*[A-Za-z_]\w*(?:{_SELECT})*)*"
)
_PART = re.compile(r"\.?\w+|\[\d+\]")
CLOSE = 3
"""At most so many names are offered for a misspelt one."""


class UnknownName(Exception):
    """``name`` cannot be used; the message says why, and which names can."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass
class Names:
    """What expressions over a design may name, and which signals inside they did name."""

    interface: Interface
    inside: Inside | None = None
    _ports: dict[tuple[str, int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._widths = {port.name: port.width for port in self.interface.ports}
        self._inputs = {port.name for port in self.interface.ports if port.direction == "input"}
        signals = self.inside.signals if self.inside else ()
        self._signals = {signal.name: signal for signal in signals}
        self._constants = self.inside.constants if self.inside else {}

    def expression(self, text: str, used: dict[str, Internal], suffix: str = "") -> str:
        """``text`` with every name as the monitor knows it; ``suffix`` is that of the copy of the
        design. ``used`` collects signals inside by port. Raises UnknownName, BadExpression."""
        check(text)

        def monitored(match: re.Match[str]) -> str:
            name, behind = re.sub(r"\s", "", match[0]), text[match.end() :].lstrip()
            try:
                return self._monitored(name, behind, used, suffix)
            except BadSelect as error:
                raise UnknownName(name, f"{name!r}: {error}") from error

        return _REFERENCE.sub(monitored, text)

    def signal(self, name: str, used: dict[str, Internal]) -> str:
        """The one signal that ``name`` is: a port, or the port of a signal inside. Raises
        UnknownName."""
        name = re.sub(r"\s", "", name)
        if name in self._widths:
            return name
        internal = self._whole(name)[1]
        used.setdefault(internal.port, internal)
        return internal.port

    def observer(self, name: str, used: dict[str, Internal]) -> str:
        """A signal that two copies can differ in: an output, or one inside. Raises UnknownName."""
        if name in self._inputs:
            raise UnknownName(name, f"{name!r} is an input: an observer is an output, or inside")
        return self.signal(name, used)

    def width(self, port: str, used: dict[str, Internal]) -> int:
        """Bits of a port, or of the port of a signal inside."""
        return used[port].width if port in used else self._widths[port]

    def register(self, name: str, used: dict[str, Internal], secret: bool = False) -> str:
        """The port of a register inside; that of a ``secret`` can be overridden. Raises
        UnknownName."""
        signal, internal = self._whole(re.sub(r"\s", "", name))
        bits = signal.bits[internal.offset : internal.offset + internal.width]
        if set(bits) - {STORED}:
            raise UnknownName(name, f"{name!r} is no register: name one that stores the value")
        if secret:
            internal = internal.model_copy(update={"secret": True})
            used[internal.port] = internal
        used.setdefault(internal.port, internal)
        return internal.port

    def _whole(self, name: str) -> tuple[Signal, Internal]:
        known, rest = self._known(name)
        if known is None or name in self._widths:
            what = f"{name!r} is a port, no register inside" if known else self._nearest(name)
            raise UnknownName(name, what)
        found = self._select(name, known, rest)
        if found.rest:
            raise UnknownName(name, f"{name!r} is a part of {known.name!r}: name all of it")
        return known, self._internal(name, known, found)

    def is_input(self, name: str) -> bool:
        """Is it an input port, but for clock and reset?"""
        return name in [port.name for port in self.interface.inputs]

    def value(self, name: str, state: str) -> str:
        """A value of ``state``: a number, a name of its enumeration, a parameter, the innermost
        first. Raises UnknownName."""
        if not re.fullmatch(r"[A-Za-z_][\w.\[\]]*", name):
            return name
        signal = self._signals.get(re.sub(r"\s", "", state))
        if signal and name in signal.values:
            return signal.values[name]
        scope = state
        while scope:
            scope = scope.rpartition(".")[0]
            full = f"{scope}.{name}" if scope else name
            if full in self._constants:
                return self._constants[full]
        known = [*(signal.values if signal else ()), *self._constants]
        raise UnknownName(name, f"{state} has no value {name!r}{_offer(name, known)}")

    def _monitored(self, name: str, behind: str, used: dict[str, Internal], suffix: str) -> str:
        root, indexed = re.split(r"[.\[]", name, maxsplit=1)[0], behind.startswith("[")
        if root in self._widths and "." not in name and self._counts_from_0(root):
            port = Layout(width=self._widths[root], left=self._widths[root] - 1, right=0)
            check_bits(port, name.removeprefix(root) + behind)
            return root + self._of(root, suffix) + name.removeprefix(root)
        if name in self._widths and not indexed and not self._is_signed(name):
            return name + self._of(name, suffix)
        known, rest = self._known(name)
        if known is None:
            if name in self._constants:
                return self._constants[name]
            raise UnknownName(name if self.inside else root, self._nearest(name))
        found = self._select(name, known, rest)
        if indexed and not found.layout.is_vector:
            raise UnknownName(
                name, f"{name!r} is no vector: select from it with constants, down to one"
            )
        check_bits(found.layout, "".join(found.rest) + behind)
        internal = self._internal(name, known, found)
        used.setdefault(internal.port, internal)
        return internal.port + suffix + "".join(found.rest)

    def _of(self, port: str, suffix: str) -> str:
        """Inputs are those of both copies."""
        return "" if port in self._inputs else suffix

    def _counts_from_0(self, port: str) -> bool:
        """Do selects of a port mean what they mean of ``[width - 1:0]``, and its value what it
        means without a sign?"""
        layout = self._signals[port].layout if port in self._signals else None
        return layout is None or (
            layout.element is None and not layout.fields and not layout.right and not layout.signed
        )

    def _is_signed(self, port: str) -> bool:
        return port in self._signals and self._signals[port].layout.signed

    def _known(self, name: str) -> tuple[Signal | None, list[str]]:
        """The signal with the longest name that ``name`` starts with, and what is left of it."""
        parts = _PART.findall(name)
        for length in range(len(parts), 0, -1):
            signal = self._signals.get("".join(parts[:length]))
            if signal is not None:
                return signal, parts[length:]
        return None, []

    def _select(self, name: str, signal: Signal, rest: Sequence[str]) -> Slice:
        try:
            found = select(signal.layout, rest)
        except BadSelect as error:
            raise UnknownName(name, f"{name!r}: {error}") from error
        if not found.layout.packed:
            raise UnknownName(name, f"{name!r} is no vector: select from it with constants")
        return found

    def _internal(self, name: str, signal: Signal, found: Slice) -> Internal:
        word, offset = None, found.base + found.low
        if signal.is_memory:
            element = signal.layout.element
            assert element is not None, "a memory is an array"
            word = int(re.findall(r"\[(-?\d+)\]", found.path)[0])
            offset %= element.width
        width = found.layout.width
        if OPEN in signal.bits[offset : offset + width]:
            raise UnknownName(name, f"nothing drives {name!r}, or not all of it: it has no value")
        path = signal.name + found.path
        port = self._ports.setdefault((path, found.low, width), f"hdl_agent_w{len(self._ports)}")
        return Internal(
            port=port,
            path=path,
            whole=found.whole,
            low=found.low,
            width=width,
            wire=signal.name,
            offset=offset,
            word=word,
            declared=_declared(found.layout),
        )

    def _nearest(self, name: str) -> str:
        top = self.interface.top
        if self.inside is None:
            root = re.split(r"[.\[]", name, maxsplit=1)[0]
            listed = ", ".join(sorted(self._widths))
            return f"{top} has no port {root!r}{_offer(root, self._widths)}; it has: {listed}"
        known = [*self._widths, *self._signals, *self._constants]
        return f"{top} has no port {name!r}, and no signal inside{_offer(name, known)}"


def _declared(layout: Layout) -> str:
    bounds = f"[{layout.left}:{layout.right}] " if layout.is_vector else ""
    if not bounds and layout.width > 1:
        bounds = f"[{layout.width - 1}:0] "
    return ("signed " if layout.signed else "") + bounds


def _offer(name: str, known: Iterable[str]) -> str:
    """The nearest names, also among the last parts of hierarchical ones."""
    names = list(dict.fromkeys(known))
    close = difflib.get_close_matches(name, names, CLOSE)
    last = {other.rpartition(".")[2]: other for other in reversed(names)}
    ends = difflib.get_close_matches(name.rpartition(".")[2], last, CLOSE)
    close = list(dict.fromkeys([*close, *(last[end] for end in ends)]))[:CLOSE]
    return f"; did you mean {', '.join(close)}?" if close else ""
