"""Read a policy's file; what is wrong with it is said with line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from hdl_agent import plain_yaml
from hdl_agent.security.language import BadPolicy, Policy, PolicyFile, Property
from hdl_agent.security.places import places

__all__ = ["BadPolicy", "Policy", "Property", "load"]

SEE = "see docs/policy.md"


def load(path: Path) -> Policy:
    """Read a policy. An absent file is an empty policy. Raises BadPolicy naming file, place and
    entry."""
    if not path.exists():
        return Policy(folder=path.parent, properties=())
    try:
        text = path.read_text()
        content = plain_yaml.load(text) or {}
        found = places(str(path), text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise BadPolicy(f"{path}{place}: not a policy: {error.problem}; {SEE}") from error
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{path}: not a policy: {error}; {SEE}") from error
    if not isinstance(content, dict):
        raise BadPolicy(f"{path}: not a policy: it has no `properties:`; {SEE}")
    try:
        properties = PolicyFile.model_validate(content).properties or ()
    except ValidationError as error:
        first = error.errors()[0]
        entry = _entry(content, first["loc"])
        raise BadPolicy(f"{found.of(first['loc'])}: {entry}{first['msg']}; {SEE}") from error
    policy = Policy(folder=path.parent, properties=properties, places=found)
    _check_ids(policy)
    _check_files(policy)
    return policy


def _check_ids(policy: Policy) -> None:
    seen: set[str] = set()
    for number, item in enumerate(policy.properties):
        if item.id in seen:
            place = policy.places.of(("properties", number, "id"))
            raise BadPolicy(f"{place}: the id {item.id!r} occurs twice; ids are unique in a file")
        seen.add(item.id)


def _check_files(policy: Policy) -> None:
    for number, item in enumerate(policy.properties):
        for name in item.files:
            if not (policy.folder / name).is_file():
                place = policy.places.naming(name, ("properties", number))
                raise BadPolicy(
                    f"{place}: property {item.id!r} names {name}, which is not beside it"
                )


def _entry(content: dict[str, Any], location: tuple[int | str, ...]) -> str:
    if len(location) < 2 or not isinstance(location[1], int):
        return ""
    item = content["properties"][location[1]]
    name = item.get("id", f"number {location[1] + 1}") if isinstance(item, dict) else item
    field = ".".join(str(part) for part in location[2:])
    return f"property {name!r}{', ' + field if field else ''}: "
