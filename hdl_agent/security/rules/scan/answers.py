"""What the workers in the sandbox leave in the scratch folder: a netlist, and answers."""

from __future__ import annotations

from hdl_agent.data import Data
from hdl_agent.finding import Finding

NETLIST = "words.json"
"""The word-level netlist in Yosys' JSON form."""
ANSWERS = "answers.jsonl"
"""An Answer in JSON a line, each written as soon as it is known."""
DESIGN = "design"
"""The ``about`` of an answer that concerns the design as a whole."""


class Answer(Data):
    """What came of one rule (``about`` is its id), or of reading the design."""

    about: str
    findings: tuple[Finding, ...] = ()
    trouble: str | None = None
