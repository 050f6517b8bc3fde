"""From a model's answer to Verilog text."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t]*(```+|~~~+)[ \t]*([\w+.-]*)[^\n]*\n(.*?)^[ \t]*\1[ \t]*$", re.M | re.S)
_MODULE = re.compile(r"^\s*(?:\(\*.*?\*\)\s*)?module\s+\w+", re.M)
_BARE = re.compile(r"^[ \t]*module\s.*\bendmodule\b", re.M | re.S)
LANGUAGES = ("", "v", "sv", "verilog", "systemverilog")


def extract(answer: str, top: str) -> str | None:
    """The Verilog of an answer, None when there is none.

    The last code block with a module ``top`` wins, since models often refine a draft; if it holds
    only that module, other blocks' modules that it instantiates come with it.
    """
    blocks = [
        body
        for _, language, body in _FENCE.findall(answer)
        if language.lower() in LANGUAGES and _MODULE.search(body)
    ]
    wanted = re.compile(rf"^\s*module\s+{re.escape(top)}\b", re.M)
    holding = [body for body in blocks if wanted.search(body)]
    if holding:
        main = holding[-1]
        helpers = [body for body in blocks if not wanted.search(body) and _is_used(body, main)]
        return "\n".join([*helpers, main])
    if blocks:
        return str(blocks[-1])
    bare = _BARE.search(answer)
    return f"{bare.group()}\n" if bare else None


def _is_used(block: str, main: str) -> bool:
    """Does ``main`` instantiate a module of ``block`` that it does not define itself?"""
    names = re.findall(r"^\s*module\s+(\w+)", block, re.M)
    mine = set(re.findall(r"^\s*module\s+(\w+)", main, re.M))
    return any(n not in mine and re.search(rf"\b{n}\s+(#\s*\(|\w+\s*\()", main) for n in names)
