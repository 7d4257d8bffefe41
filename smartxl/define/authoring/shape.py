"""What may stand at a place of a definition, by the schema: mappings, lists, texts, numbers, words of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from smartxl.define.authoring.words import answer_word, key_word, rule_word
from smartxl.define.entries import YamlModel
from smartxl.define.schema import Schema, json_schema
from smartxl.text import Text

__all__ = ["SchemaShape", "shape_of"]

_BILINGUAL = "TextEntry"
_YES_NO = ("true", "false")


@dataclass(frozen=True)
class SchemaShape:
    """A node of a JSON Schema: what its alternatives together allow."""

    root: Schema
    node: Schema

    @cached_property
    def _choices(self) -> tuple[tuple[str, Schema], ...]:
        return tuple(self._resolved(self.node, ""))

    def _resolved(self, node: Schema, name: str) -> Iterator[tuple[str, Schema]]:
        if "$ref" in node:
            called = node["$ref"].rsplit("/", 1)[-1]
            yield from self._resolved(self.root["$defs"][called], called)
            return
        alternatives = (*node.get("anyOf", ()), *node.get("oneOf", ()))
        if not alternatives:
            yield name, node
        for alternative in alternatives:
            yield from self._resolved(alternative, name)

    @property
    def model(self) -> str:
        """The name of the mapping's model, "" where there is none."""
        return next((name for name, node in self._choices if "properties" in node), "")

    @property
    def is_bilingual(self) -> bool:
        """Whether it is a text in Chinese and in English."""
        return self.model == _BILINGUAL

    @cached_property
    def properties(self) -> Mapping[str, SchemaShape]:
        """The keys of a mapping that are known, and what each may hold."""
        return {
            key: SchemaShape(self.root, below)
            for _, node in self._choices
            for key, below in node.get("properties", {}).items()
        }

    @cached_property
    def words(self) -> Mapping[str, Text]:
        """How the known keys are called."""
        return {key: key_word(self.model, key) for key in self.properties}

    @cached_property
    def items(self) -> SchemaShape | None:
        """What the entries of a list are, None where it is none."""
        found = (node["items"] for _, node in self._choices if "items" in node)
        return next((SchemaShape(self.root, node) for node in found), None)

    @cached_property
    def values(self) -> SchemaShape | None:
        """What the values of a mapping with free keys are, None where it is none."""
        found = (node.get("additionalProperties") for _, node in self._choices)
        return next((SchemaShape(self.root, node) for node in found if isinstance(node, Mapping)), None)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys that a mapping of equal values may have, () for any."""
        found = (node.get("propertyNames", {}).get("enum", ()) for _, node in self._choices)
        return next((tuple(keys) for keys in found if keys), ())

    @cached_property
    def answers(self) -> Mapping[str, Text]:
        """The words that may stand here and how they are called; empty where anything may."""
        named = [(name, code) for name, node in self._choices for code in node.get("enum", ())]
        if self.node.get("title") == "Rule" or "coverage" in (codes := [code for _, code in named]):
            return {code: rule_word(code) for _, code in named}
        if "boolean" in self.kinds:
            codes = [*codes, *_YES_NO]
            named += [("", code) for code in _YES_NO]
        return {code: answer_word(name, code) for name, code in named}

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The types that the schema names: string, number, integer, boolean, array, object."""
        return frozenset(str(node.get("type", "")) for _, node in self._choices)

    @property
    def is_number(self) -> bool:
        """Whether a number may stand here."""
        return bool(self.kinds & {"number", "integer"})

    @property
    def is_day(self) -> bool:
        """Whether a day stands here."""
        return any(node.get("format") == "date" for _, node in self._choices)

    @property
    def is_code(self) -> bool:
        """Whether a code stands here."""
        return any("pattern" in node for _, node in self._choices)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the largest number, None where it is open."""
        numbers = [node for _, node in self._choices if node.get("type") in {"number", "integer"}]
        least, most = (next((n[k] for n in numbers if k in n), None) for k in ("minimum", "maximum"))
        return least, most

    @property
    def help(self) -> str:
        """What the schema says of it."""
        return str(self.node.get("description", ""))

    def at(self, part: str | int) -> SchemaShape | None:
        """What may stand at a key or an index, None where nothing is known of it."""
        if isinstance(part, int):
            return self.items
        return self.properties.get(part) or self.values

    def within(self, path: Sequence[str | int]) -> SchemaShape | None:
        """The same some levels deeper."""
        here: SchemaShape | None = self
        for part in path:
            here = here.at(part) if here else None
        return here


def shape_of(model: type[YamlModel]) -> SchemaShape:
    """The shape of a whole file."""
    schema = json_schema(model)
    return SchemaShape(schema, schema)
