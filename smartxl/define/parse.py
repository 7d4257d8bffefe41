"""From a YAML file to its model: every mistake against the schema becomes a problem with line and remedy.

Where a file has mistakes, the parts that are sound are checked all the same: what is broken is replaced by a
neutral value, and problems that only follow from it are held back. So an author sees all there is to mend.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from smartxl.define.entries import YamlModel
from smartxl.define.faults import fault_text
from smartxl.define.schema import Schema, json_schema
from smartxl.define.schema_words import description
from smartxl.errors import FilePlace, Problem
from smartxl.filenames import FRAMEWORK
from smartxl.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from smartxl.define.yamlfile import Place, Tree, YamlFile

__all__ = ["Parsed", "parse"]

Model = TypeVar("Model", bound=YamlModel)

_NEUTRAL: Mapping[str, Tree] = {
    **dict.fromkeys(("code", "id", "round", "version", "zh"), "?"),
    **{key: {"zh": "?"} for key in ("city", "label", "name", "organiser", "title", "unit")},
    **dict.fromkeys(("from", "points", "share", "weight"), "0"),
    **dict.fromkeys(("due", "start"), "2000-01-01"),
    "file": FRAMEWORK,
    "languages": ["zh"],
    "indicator": "2",
    "step": "bonus",
}
"""What stands in for a required value that is missing or wrong, by its key."""


@dataclass(frozen=True)
class Parsed(Generic[Model]):
    """A YAML file against its schema: `model` is None where not even its outline could be read.

    `broken` are the places whose values are stand-ins.
    """

    source: YamlFile
    model: Model | None
    broken: frozenset[Place]
    problems: tuple[Problem, ...]

    def report(self, place: Place, what: Text, remedy: Text) -> Iterator[Problem]:
        """The problem at a place, unless the schema has spoken on it, on what is in it or what it is in."""
        if not any(_nested(place, broken) for broken in self.broken):
            yield self.source.problem(place, what, remedy)

    def spot(self, place: Place) -> FilePlace:
        """Where a place of the file is, for a reader."""
        return self.source.place(place)

    def is_broken(self, place: Place) -> bool:
        """Whether a place, or anything in it, has a stand-in."""
        return any(broken[: len(place)] == place for broken in self.broken)


def parse(source: YamlFile, model: type[Model]) -> Parsed[Model]:
    """Checks a file against its schema; what is wrong stands in the result's `problems`."""
    if source.tree is None:
        return Parsed(source, None, frozenset(), source.problems)
    try:
        return Parsed(source, model.model_validate(source.tree), frozenset(), source.problems)
    except ValidationError as error:
        faults = list(_own_faults(error.errors(include_url=False)))
    places = [_place(fault, source.tree) for fault in faults]
    schema = json_schema(model)
    found = tuple(_explain(source, schema, fault, place) for fault, place in zip(faults, places, strict=True))
    repaired = deepcopy(source.tree)
    for fault, place in zip(faults, places, strict=True):
        _mend(repaired, place, known=fault["type"] != "extra_forbidden")
    return Parsed(source, _second_try(repaired, model), frozenset(places), source.problems + found)


def _own_faults(faults: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Without lists that are too short for pydantic only because it does not count entries with a fault."""
    for fault in faults:
        length = len(fault["loc"])
        inner = (f for f in faults if len(f["loc"]) > length and f["loc"][:length] == fault["loc"])
        if fault["type"] != "too_short" or next(inner, None) is None:
            yield fault


def _second_try(tree: Tree, model: type[Model]) -> Model | None:
    try:
        return model.model_validate(tree)
    except ValidationError:
        return None


def _nested(one: Place, other: Place) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _place(fault: ErrorDetails, tree: Tree) -> Place:
    """pydantic's location without the names of union members, which are no keys of the file."""
    place: list[str | int] = []
    here: Tree = tree
    *above, last = fault["loc"] or ("",)
    for part in above:
        if (found := _inside(here, part)) is not None:
            here = found
            place.append(part)
    is_key = (isinstance(here, dict) and last in here) or (isinstance(here, list) and isinstance(last, int))
    return (*place, last) if is_key or fault["type"] == "missing" else tuple(place)


def _mend(tree: Tree, place: Place, *, known: bool) -> None:
    """Puts the neutral value of the nearest key in place of what is wrong, or takes the key away."""
    keys = [index for index, part in enumerate(place) if isinstance(part, str)]
    if "weight" in place:
        keys = keys[: keys.index(place.index("weight")) + 1]
    if not keys:
        return
    holder: Tree = tree
    for part in place[: keys[-1]]:
        holder = _inside(holder, part)
    if not isinstance(holder, dict):  # a mistake further up took it away
        return
    key = str(place[keys[-1]])
    if known and key in _NEUTRAL:
        holder[key] = deepcopy(_NEUTRAL[key])
    else:
        holder.pop(key, None)


def _inside(tree: Tree, part: str | int) -> Tree:
    if isinstance(tree, dict):
        return tree.get(str(part))
    return tree[part] if isinstance(tree, list) and isinstance(part, int) and part < len(tree) else None


def _explain(source: YamlFile, schema: Schema, fault: ErrorDetails, place: Place) -> Problem:
    help_text, siblings = _describe(schema, place)
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(str(place[-1]), siblings, n=1)
        guess = Text(f"是不是 `{near[0]}`？", f"did you mean `{near[0]}`? ") if near else Text("")
        what = Text(f"没有键 `{place[-1]}`", f"unknown key `{place[-1]}`")
        listed = ", ".join(siblings)
        return source.problem(place, what, guess + Text(f"这里可用的有：{listed}", f"known here: {listed}"))
    if fault["type"] == "missing":
        what = Text(f"缺少 `{place[-1]}`", f"`{place[-1]}` is missing")
        return source.problem(place, what, Text("加上：", "add it: ") + help_text)
    return source.problem(place, fault_text(fault), Text("应写：", "write: ") + help_text)


def _describe(schema: Schema, place: Place) -> tuple[Text, tuple[str, ...]]:
    """The description of the schema nearest to a place, and the keys that its mapping may hold."""
    node, text, siblings = schema, description(schema), tuple(schema.get("properties", ()))
    for part in place:
        choices = list(_choices(schema, node))
        siblings = tuple(key for choice in choices for key in choice.get("properties", ()))
        below = [found for choice in choices if (found := _below(choice, part)) is not None]
        if not below:
            break
        node = below[0]
        text = next((description(n) for n in (node, *_choices(schema, node)) if "description" in n), text)
    return text, siblings


def _choices(schema: Schema, node: Schema) -> Iterator[Schema]:
    """A schema node with its references followed and its alternatives laid side by side."""
    if "$ref" in node:
        yield from _choices(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
        return
    alternatives = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    if not alternatives:
        yield node
    for alternative in alternatives:
        yield from _choices(schema, alternative)


def _below(node: Schema, part: str | int) -> Schema | None:
    if isinstance(part, int):
        return node.get("items")
    if part in node.get("properties", {}):
        found: Schema = node["properties"][part]
        return found
    extra = node.get("additionalProperties")
    return extra if isinstance(extra, dict) else None
