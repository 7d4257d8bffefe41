"""Changes as they are typed or given in Python, made into a scenario; all that is wrong with them is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from smartxl.define.check_scenarios import scenario_faults
from smartxl.define.faults import fault_text
from smartxl.define.scenario_schema import ScenarioEntry, to_scenarios
from smartxl.define.schema import json_schema
from smartxl.define.schema_words import description
from smartxl.errors import DefinitionError, Problem, UnknownName
from smartxl.model.scenarios import Scenario
from smartxl.text import Text, both, plain

if TYPE_CHECKING:
    from smartxl.model.definition import Definition

__all__ = ["Pairs", "WhatIfOrder", "asked_scenario", "declared"]

Pairs = Mapping[str, Any] | Iterable[str]
"""Values by key, or texts `key=value`."""

_OPTIONS = {
    "weights": "--weight",
    "rules": "--rule",
    "missing": "--missing",
    "rollup": "--rollup",
    "combine": "--combine",
    "equal": "--equal",
    "siblings": "--siblings",
    "digits": "--digits",
    "coverage_floor": "--floor",
    "shares": "--share",
    "stages": "--stages",
}
_PAIRED = ("weights", "rules", "combine", "shares")
_EXAMPLES = {
    "weights": "B=40",
    "rules": "B5.full=50",
    "combine": "B=worst",
    "digits": "2",
    "coverage_floor": "0.6",
    "shares": "district=50",
    "stages": "0,60,75,90",
}
"""What may stand behind an option."""
_EQUALS = re.compile(r"\s*[=＝]\s*")
_COMMAS = re.compile(r"\s*[,，、/]\s*")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_UNNAMED = Text("假如", "What if")


@dataclass(frozen=True)
class WhatIfOrder:
    """What is to be tried: a scenario to begin with (its name, or itself), and changes that are laid over it.

    The fields are the keys of `scenarios` in assessment.yaml (docs/definition.md); None: not said.
    """

    scenario: str | Scenario | None = None
    weights: Pairs | None = None
    rules: Pairs | None = None
    missing: str | None = None
    rollup: str | Mapping[str, Any] | None = None
    combine: Pairs | None = None
    equal: bool | None = None
    siblings: str | None = None
    digits: int | str | Mapping[str, Any] | None = None
    coverage_floor: Mapping[str, Any] | None = None
    shares: Pairs | None = None
    stages: Iterable[float | str] | None = None


def declared(definition: Definition, name: str) -> Scenario:
    """A scenario of the definition by its name or title. Raises UnknownName."""
    scenarios = definition.round.scenarios
    wanted = plain(name).casefold()
    for scenario in scenarios:
        if wanted in {
            plain(each).casefold() for each in (scenario.name, scenario.title.zh, scenario.title.en)
        }:
            return scenario
    what = Text(f"没有名为“{name}”的情景", f"no scenario is called {name!r}")
    if not scenarios:
        raise UnknownName(
            "--scenario",
            what,
            Text(
                "定义中还没有情景；用 --save 名称 存入", "the definition has none yet; --save NAME keeps one"
            ),
        )
    listed = ", ".join(scenario.name for scenario in scenarios)
    raise UnknownName("--scenario", what, Text(f"可用的有：{listed}", f"one of: {listed}"))


def asked_scenario(definition: Definition, order: WhatIfOrder) -> Scenario:
    """The scenario that is asked for. Raises DefinitionError with all that is wrong with it, UnknownName."""
    given = order.scenario
    base = declared(definition, given) if isinstance(given, str) else given or Scenario("", _UNNAMED)
    tree, problems = _tree(order)
    entry, more = _entry(tree)
    scenario = _laid_over(base, entry)
    units = [unit.code for unit in definition.roster.units]
    faults = scenario_faults(definition.framework, scenario, units)
    problems += [*more, *(_problem(fault.place, fault.what, fault.remedy) for fault in faults)]
    if faults and not faults[0].place and problems[:-1]:
        problems = problems[:-1]  # it changes nothing because what was asked cannot be read
    if problems:
        raise DefinitionError(tuple(problems))
    return scenario


def _problem(place: tuple[str | int, ...], what: Text, remedy: Text) -> Problem:
    """A problem at an option, with the key that is meant."""
    option = _OPTIONS.get(str(place[0]), "--scenario") if place else "whatif"
    key = " ".join(str(part) for part in place[1:2]) if place and place[0] in _PAIRED else ""
    return Problem(f"{option} {key}".strip(), None, "", what, remedy)


def _tree(order: WhatIfOrder) -> tuple[dict[str, Any], list[Problem]]:
    """What is asked as an entry of the file would have it."""
    tree: dict[str, Any] = {}
    problems: list[Problem] = []
    for key in _OPTIONS:
        value = getattr(order, key)
        if value is None:
            continue
        if key in _PAIRED:
            pairs, wrong = _pairs(key, value)
            problems += wrong
            tree |= {key: pairs} if pairs else {}
        elif key == "stages":
            tree[key] = list(value)
        else:
            tree[key] = value
    return tree, problems


def _pairs(key: str, given: Pairs) -> tuple[dict[str, Any], list[Problem]]:
    if isinstance(given, Mapping):
        return {name: _value(key, value) for name, value in given.items()}, []
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for typed in given:
        name, *rest = _EQUALS.split(plain(typed), maxsplit=1)
        example = _EXAMPLES[key]
        if not name or not rest or not rest[0]:
            what = Text(f"“{typed}”不是“代码=取值”的写法", f"{typed!r} is not written as code=value")
            problems.append(_problem((key,), what, Text(f"写成 {example}", f"write {example}")))
        elif name in found:
            what = Text(f"{name} 写了两次", f"{name} is given twice")
            problems.append(_problem((key, name), what, Text("只写一次", "give it once")))
        else:
            found[name] = _value(key, rest[0])
    return found, problems


def _value(key: str, value: Any) -> Any:  # noqa: ANN401
    """A list of numbers may be typed with commas, a percentage with its sign."""
    if not isinstance(value, str):
        return value
    if key in {"weights", "shares"}:
        return value.removesuffix("%").strip()
    if key != "rules":
        return value
    parts = [part for part in _COMMAS.split(value) if part]
    several = len(parts) > 1 and all(_NUMBER.fullmatch(part) for part in parts)
    return parts if several else value


def _entry(tree: dict[str, Any]) -> tuple[ScenarioEntry, list[Problem]]:
    """The entry as far as it can be read, and what cannot."""
    named = {"name": "?", **tree}
    try:
        return ScenarioEntry.model_validate(named), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    known = json_schema(ScenarioEntry)["properties"]
    problems = []
    for fault in faults:
        place: tuple[str | int, ...] = tuple(part for part in fault["loc"] if not _is_of_a_union(part))
        field, *below = place
        example = _example(place)
        remedy = both(example) if example else description(known[str(field)])
        problems.append(_problem(place, fault_text(fault), Text("应写：", "write: ") + remedy))
        holder = named.get(str(field))
        if isinstance(holder, dict) and field in _PAIRED and below:
            holder.pop(below[0], None)
        else:
            named.pop(str(field), None)
    return ScenarioEntry.model_validate({key: value for key, value in named.items() if value != {}}), problems


def _example(place: tuple[str | int, ...]) -> str:
    """The option as it is typed, with the key that is meant; "" for a key that takes words."""
    field, *below = map(str, place)
    example = _EXAMPLES.get(field, "")
    if field in _PAIRED and below:
        example = f"{below[0]}={_EQUALS.split(example)[1]}"
    return f"{_OPTIONS[field]} {example}" if example else ""


def _is_of_a_union(part: str | int) -> bool:
    """pydantic names the member of a union that it tried."""
    return part in {"one", "many", "word"}


def _laid_over(base: Scenario, entry: ScenarioEntry) -> Scenario:
    """The scenario to begin with, and over it what is said: single keys of what is a mapping, all of anything else."""
    said = entry.model_fields_set - {"name"}
    (over,) = to_scenarios([entry])
    changes: dict[str, Any] = {}
    for each in fields(Scenario):
        own = getattr(over, each.name)
        if each.name.endswith("digits"):
            if "digits" in said:
                changes[each.name] = own
        elif each.name in said:
            before = getattr(base, each.name)
            changes[each.name] = {**before, **own} if isinstance(own, Mapping) else own
    if not changes or not base.name:
        return replace(base, **changes)
    return replace(base, name="", title=base.told + Text("，另有改动", ", and changes"), **changes)
