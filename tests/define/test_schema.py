"""The JSON Schemas: complete, and in agreement with the example and with the loader."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from smartxl_templates import example_folder, schema_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Json = Any
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(schema: Json, node: Json, value: Json, place: str = "$") -> Iterator[str]:
    """How a value fails a schema, as far as our schemas use the language; an unknown keyword is a fault."""
    if "$ref" in node:
        yield from faults(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[-1]], value, place)
        return
    for keyword in ("oneOf", "anyOf"):
        if keyword in node and all(list(faults(schema, option, value, place)) for option in node[keyword]):
            yield f"{place}: no {keyword}"
    if "type" in node and not isinstance(value, TYPES[node["type"]]):
        yield f"{place}: {value!r} is no {node['type']}"
        return
    yield from scalar_faults(node, value, place)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from faults(schema, node.get("items", {}), item, f"{place}[{index}]")
    if isinstance(value, dict):
        yield from object_faults(schema, node, value, place)


def scalar_faults(node: Json, value: Json, place: str) -> Iterator[str]:
    """The faults of a text or number."""
    if "enum" in node and value not in node["enum"]:
        yield f"{place}: {value!r} not among {node['enum']}"
    if isinstance(value, str) and "pattern" in node and not re.search(node["pattern"], value):
        yield f"{place}: {value!r} against {node['pattern']}"
    if isinstance(value, int | float) and not node.get("minimum", value) <= value <= node.get(
        "maximum", value
    ):
        yield f"{place}: {value} out of range"


def object_faults(schema: Json, node: Json, value: dict[str, Json], place: str) -> Iterator[str]:
    """The faults of a mapping: missing and unknown keys, and those of its values."""
    yield from (f"{place}.{key} is missing" for key in node.get("required", ()) if key not in value)
    extra = node.get("additionalProperties", True)
    allowed = node.get("propertyNames", {}).get("enum")
    for key, item in value.items():
        below = node.get("properties", {}).get(key, extra)
        if below is False or (allowed and key not in allowed):
            yield f"{place}.{key} is unknown"
        elif below is not True:
            yield from faults(schema, below, item, f"{place}.{key}")


def plain(text: str) -> Json:
    """YAML as an editor sees it; days become text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


@pytest.fixture
def schemas() -> dict[str, Json]:
    """File name of the definition → its schema as projects get it."""
    texts = {path.name: path.read_text("utf-8") for path in schema_folder().iterdir()}
    return {f"{name.removesuffix('.schema.json')}.yaml": json.loads(text) for name, text in texts.items()}


@pytest.mark.parametrize("name", ["assessment.yaml", "framework.yaml"])
def test_the_example_follows_its_schema(schemas: dict[str, Json], name: str) -> None:
    text = (example_folder() / name).read_text("utf-8")
    assert f"$schema=schema/{name.replace('.yaml', '.schema.json')}" in text.splitlines()[0]
    assert not list(faults(schemas[name], schemas[name], plain(text)))


def test_the_projects_of_the_page_follow_it(schemas: dict[str, Json], pipeline: Path, peers: Path) -> None:
    schema = schemas["framework.yaml"]
    for folder in (pipeline, peers):
        assert not list(faults(schema, schema, plain((folder / "framework.yaml").read_text("utf-8"))))


PAGE_SPOILED = {
    "roll-up": ("combine: sum", "combine: average", "combine: no oneOf"),
    "policy": ("unscored: zero", "unscored: nil", "combine: no oneOf"),
    "decimals": ("digits: 1", "digits: 7", "digits: no anyOf"),
    "level": ("group: unrounded", "group: exact", "digits: no oneOf"),
    "step": ("step: veto", "step: vote", "step: 'vote' not among"),
    "key of a step": ("cap: 15", "most: 15", "most is unknown"),
    "ties": ("ties: dense", "ties: low", "'low' not among"),
}


@pytest.mark.parametrize("name", PAGE_SPOILED)
def test_the_schema_sees_mistakes_in_roll_ups(schemas: dict[str, Json], pipeline: Path, name: str) -> None:
    old, new, words = PAGE_SPOILED[name]
    text = (pipeline / "framework.yaml").read_text("utf-8")
    assert old in text
    schema = schemas["framework.yaml"]
    found = list(faults(schema, schema, plain(text.replace(old, new, 1))))
    assert any(words in fault for fault in found), found


SPOILED = {
    "unknown key": ("    weight: { department", "    wait: 1\n    weight: { department", "wait is unknown"),
    "missing key": ("    name: { zh: 智慧基础发展水平, en: Smart foundations }\n", "", "name is missing"),
    "wrong type": ("digits: 2", "digits: two", "digits"),
    "out of range": ("points: 0.2,", "points: 2,", "out of range"),
    "measure": ("measure: sample", "measure: smaple", "measure: no anyOf"),
    "rule": ("rule: coverage", "rule: covers", "covers"),
    "code": ("code: A1", "code: A 1", "'A 1'"),
    "head": ("heads:\n          kind:", "heads:\n          kin:", "heads"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_the_schema_sees_mistakes(schemas: dict[str, Json], name: str) -> None:
    old, new, words = SPOILED[name]
    text = (example_folder() / "framework.yaml").read_text("utf-8")
    assert old in text
    schema = schemas["framework.yaml"]
    found = list(faults(schema, schema, plain(text.replace(old, new, 1))))
    assert any(words in fault for fault in found), found


def test_every_key_is_described(schemas: dict[str, Json]) -> None:
    for schema in schemas.values():
        entries = [schema, *schema["$defs"].values()]
        properties = [(key, node) for entry in entries for key, node in entry.get("properties", {}).items()]
        assert properties
        assert not [key for key, node in properties if not node.get("description")]
        assert all(e.get("additionalProperties") is False for e in entries if "properties" in e)
