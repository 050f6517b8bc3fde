"""The JSON schema takes every policy that there is, and refuses what the loader refuses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from hdl_agent.cli.main import main
from hdl_agent.security.language import TEMPLATES
from hdl_agent.tasks.library import Library

SCHEMA = json.loads(CliRunner().invoke(main, ["policy", "schema"]).output)
TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool,
    "null": type(None),
}  # fmt: skip
BAD = {
    "two templates": "{id: a, never: x, always: y}",
    "no template": "{id: a}",
    "unknown key": "{id: a, never: x, sure: 1}",
    "bad id": "{id: 'a b', never: x}",
    "bad cwe": "{id: a, never: x, cwe: many}",
    "bad reset": "{id: a, never: x, reset: never}",
    "path": "{id: a, monitor: {file: ../x.v}}",
    "misspelt": "{id: a, locked: {asset: x, whlie: y}}",
    "no observers": "{id: a, confidential: {secrets: [x], observers: []}}",
    "one region": "{id: a, no_overlap: {regions: [{base: 0, size: 1}]}}",
    "late": "{id: a, implies: {if: x, then: y, within: 1001}}",
}


def fits(content: Any, schema: dict[str, Any]) -> bool:
    """Validation by the keywords that the schema uses (JSON Schema, draft 2020-12)."""
    if "$ref" in schema:
        return fits(content, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema and not any(fits(content, one) for one in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(fits(content, one) for one in schema["oneOf"]) != 1:
        return False
    wanted = schema.get("type", list(TYPES))
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if not any(isinstance(content, TYPES[kind]) for kind in kinds):
        return False
    if isinstance(content, str):
        return re.search(schema.get("pattern", ""), content) is not None
    if isinstance(content, int):
        return schema.get("minimum", content) <= content <= schema.get("maximum", content)
    if isinstance(content, list):
        enough = len(content) >= schema.get("minItems", 0)
        return enough and all(fits(item, schema.get("items", {})) for item in content)
    if isinstance(content, dict):
        known = schema.get("properties", {})
        if not set(schema.get("required", ())) <= content.keys():
            return False
        if schema.get("additionalProperties") is False and content.keys() - known.keys():
            return False
        return all(fits(value, known.get(key, {})) for key, value in content.items())
    return True


def test_it_takes_the_policies_that_there_are() -> None:
    assert SCHEMA["$id"]
    for block in Library.default().blocks():
        for file in (block.properties, block.policy):
            assert fits(yaml.safe_load(file.read_text()), SCHEMA), file
    page = (Path(__file__).parents[1] / "docs" / "policy.md").read_text()
    for text in re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        assert fits(yaml.safe_load(text), SCHEMA), text


@pytest.mark.parametrize("name", BAD)
def test_it_refuses_what_the_loader_refuses(name: str) -> None:
    assert not fits({"properties": [yaml.safe_load(BAD[name])]}, SCHEMA)


def test_every_field_is_described() -> None:
    fields = SCHEMA["$defs"]["Property"]["properties"]
    assert set(TEMPLATES) <= fields.keys()
    assert all("description" in model for model in SCHEMA["$defs"].values())
