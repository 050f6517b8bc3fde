"""The grammar of a policy's expressions: Verilog's, without what has no value in one cycle.

An expression becomes a part of a monitor's text. What is no whole expression, or holds something
that simulators and proofs read differently (x and z, a macro, an assignment), is refused here, by
its place in the policy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FUNCTIONS = frozenset(["$signed", "$unsigned", "$countones", "$onehot", "$onehot0", "$clog2"])
_TOKEN = re.compile(
    r"\s*(?P<token>"
    r"(?P<sized>(?:\d[\d_]*)?\s*'\s*[sS]?[bodhBODH]\s*[\w?]+)"
    r"|(?P<number>\d[\d_]*(?![\w.]))"
    r"|(?P<name>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)"
    r"|(?P<function>\$\w+)"
    r"|(?P<operator><<<|>>>|===|!==|<<|>>|<=|>=|==|!=|&&|\|\||~&|~\||~\^|\^~|\+:|-:"
    r"|[-+*/%<>!~&|^?:,(){}\[\]'.])"
    r")"
)
_UNARY = frozenset(["+", "-", "!", "~", "&", "|", "^", "~&", "~|", "~^", "^~"])
_BINARY = (_UNARY - {"!", "~", "~&", "~|"}) | frozenset(
    ["*", "/", "%", "<", ">", "<=", ">=", "==", "!=", "===", "!=="]
    + ["<<", ">>", "<<<", ">>>", "&&", "||"]
)
_LITERAL = re.compile(r"(\d*)'[sS]?([bodh])(\w+)")
_BASES = {"b": 2, "o": 8, "d": 10, "h": 16}


class BadExpression(Exception):
    """``name`` is the part of the expression at which the message points."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def check(text: str) -> None:
    """Is ``text`` one whole expression? Raises BadExpression."""
    parser = _Parser(_tokens(text))
    parser.expression()
    if parser.tokens[0]:
        raise parser.unexpected()


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or text.startswith(("//", "/*"), match.start("token")):
            rest = text[at:].split()[0]
            raise BadExpression(rest, f"{rest!r} is nothing that an expression here may hold")
        if match["sized"]:
            _literal(re.sub(r"[\s_]", "", match["sized"]).lower())
        if match["function"] and match["function"] not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS))
            raise BadExpression(
                match["function"],
                f"{match['function']} has no value in one cycle; there are {known}",
            )
        found.append(match["token"])
        at = match.end()
    return [*found, ""]


def _literal(text: str) -> None:
    match = _LITERAL.fullmatch(text)
    digits = match[3] if match else text
    if (match and match[2] != "d" and re.search("[xz?]", digits)) or digits in ("x", "z", "?"):
        raise BadExpression(text, f"{text}: a proof knows no x and no z")
    try:
        value = int(digits, _BASES[match[2]]) if match else -1
    except ValueError:
        value = -1
    if match is None or value < 0:
        raise BadExpression(text, f"{text} is no number")
    if match[1] and value >> int(match[1]):
        raise BadExpression(text, f"{text} does not fit into {match[1]} bits")


@dataclass
class _Parser:
    """Recursive descent. Precedence is of no interest: only whether the text is well formed."""

    tokens: list[str]

    def unexpected(self) -> BadExpression:
        token = self.tokens[0]
        if not token:
            return BadExpression("", "the expression ends too early")
        return BadExpression(token, f"{token!r} was not expected here")

    def take(self, *wanted: str) -> bool:
        """Go past the next token if it is one of these."""
        if self.tokens[0] in wanted and self.tokens[0]:
            self.tokens.pop(0)
            return True
        return False

    def need(self, wanted: str) -> None:
        if not self.take(wanted):
            raise self.unexpected()

    def expression(self) -> None:
        self.operand()
        while self.take(*_BINARY):
            self.operand()
        if self.take("?"):
            self.expression()
            self.need(":")
            self.expression()

    def operand(self) -> None:
        while self.take(*_UNARY):
            pass
        token = self.tokens[0]
        if not token or not (token[0].isalnum() or token[0] in "_('{$"):
            raise self.unexpected()
        self.tokens.pop(0)
        if token == "(":
            self.expression()
            self.need(")")
        elif token == "{":
            self.concatenation()
        elif token[0] == "$" or (token[0].isdigit() and self.take("'")):
            self.need("(")
            self.expression()
            self.need(")")
        elif not (token[0].isdigit() or token[0] == "'"):
            self.selects()

    def concatenation(self) -> None:
        self.expression()
        if self.take("{"):
            self.concatenation()
        while self.take(","):
            self.expression()
        self.need("}")

    def selects(self) -> None:
        while self.take("["):
            self.expression()
            if self.take(":", "+:", "-:"):
                self.expression()
            self.need("]")
            if self.take("."):
                self.tokens.pop(0)
