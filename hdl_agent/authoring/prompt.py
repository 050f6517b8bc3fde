"""Prompts, rendered from Jinja2 templates.

Hint levels as HardSecBench (arXiv 2601.13864) defines them: 0 says nothing of security, 1 asks for
robust and secure code in general, 2 names each weakness (CWE id, name, description), not its fix.
"""

from __future__ import annotations

import hashlib

from jinja2 import Environment, PackageLoader, StrictUndefined

from hdl_agent.data import Data
from hdl_agent.tasks.cwe import catalogue
from hdl_agent.tasks.task import Task

HINT_LEVELS = (0, 1, 2)

_environment = Environment(
    loader=PackageLoader("hdl_agent.authoring", "prompts"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # the output is Markdown for a model, not a page
)


class Prompt(Data):
    """What a model is asked, and its SHA-256."""

    task: str
    hint: int
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text, as hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def render(task: Task, hint: int) -> Prompt:
    """The prompt that asks for ``task`` directly, at a hint level."""
    weaknesses = [catalogue()[number] for number in task.cwes]
    template = _environment.get_template("direct.md.j2")
    text = template.render(task=task, hint=hint, weaknesses=weaknesses)
    return Prompt(task=task.id, hint=hint, text=text)
