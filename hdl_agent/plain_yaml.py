"""YAML as this project's files need it: data that is as long as it reads.

Aliases of lists and maps make a short text stand for endless data; only scalars may have them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            peek: Callable[[], Any] = self.peek_event
            event = peek()
            if not isinstance(self.anchors.get(event.anchor), yaml.ScalarNode):
                problem = "an alias may stand for a text or a number only"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def load(text: str) -> Any:
    """What the text says. Raises yaml.YAMLError."""
    try:
        return yaml.load(text, _Loader)
    except RecursionError as error:
        raise yaml.YAMLError("it is nested too deeply") from error
    except ValueError as error:
        raise yaml.YAMLError(str(error)) from error
