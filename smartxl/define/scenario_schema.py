"""The shape of scenarios in assessment.yaml, and from their entries to frozen data."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from smartxl.define.combination_schema import Combine, DigitsEntry, DigitsPerLevel, Params
from smartxl.define.entries import Bilingual, Line, YamlModel, from_entry
from smartxl.define.unanswered_schema import CoverageFloorEntry
from smartxl.model.combination import UNROUNDED, RollUp
from smartxl.model.framework import ROOT
from smartxl.model.scenarios import TOTAL, CombinationChange, MissingPolicy, Scenario, Siblings
from smartxl.text import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smartxl.define.yamlfile import Tree
    from smartxl.model.unanswered import CoverageFloor

__all__ = ["ScenarioEntry", "scenario_tree", "to_change", "to_scenarios"]

_Points = Annotated[float, Field(ge=0)]


class ScenarioEntry(YamlModel):
    """Other weights and conventions under a name, to be compared with those of the definition."""

    name: Line = Field(
        max_length=40,
        description="short name, by which it is called: smartxl whatif --scenario NAME, e.g. 等权",
    )
    title: Bilingual | None = Field(None, description="what reports call it; else its name")
    equal: bool = Field(False, description="true: all siblings have the same weight, before weights are set")
    weights: dict[str, _Points] = Field(
        {},
        description="weights by the code of a node, or of a node and a class, e.g. { B: 40, A1@district: 0 }; "
        "siblings that are not named share the rest",
    )
    siblings: Siblings = Field(
        Siblings.SHARE,
        description="siblings that are not named: share (what is left of the total, in proportion) or keep (their numbers, "
        "and all are brought to the total)",
    )
    rules: Params = Field(
        {},
        description="values of parameters, e.g. { B5.full: 50 }; B5.rule: another rule, B5.formula: of the rule own",
    )
    missing: MissingPolicy | None = Field(
        None,
        description="what everything without an answer counts as: leave-out, zero, peer-mean or peer-median",
    )
    rollup: Combine | None = Field(
        None,
        description="how the total and all groups are combined: a method, or { method: geometric, floor: 1, … }",
    )
    combine: dict[str, Combine] = Field(
        {}, description="the same of some nodes, e.g. { total: geometric, B: worst }"
    )
    digits: DigitsPerLevel | None = Field(
        None, description="decimals: 0 to 6, unrounded, or per level { indicator: 2, group: 2, total: 2 }"
    )
    coverage_floor: CoverageFloorEntry | None = Field(
        None, description="share of applicable rows that must be answered for a score: { unit: 0.6 }"
    )
    shares: dict[str, _Points] = Field(
        {}, description="shares of classes in the city's score, percent, e.g. { district: 50 }"
    )
    stages: tuple[float, ...] = Field(
        (), description="scores at which the stages begin, as many as there are stages, e.g. [0, 60, 75, 90]"
    )


def to_scenarios(entries: Iterable[ScenarioEntry]) -> tuple[Scenario, ...]:
    """The scenarios that are declared."""
    return tuple(_to_scenario(entry) for entry in entries)


def _to_scenario(entry: ScenarioEntry) -> Scenario:
    digits = entry.digits
    leaf, group, total = (
        (digits.indicator, digits.group, digits.total)
        if isinstance(digits, DigitsEntry)
        else (digits, None, None)
    )
    return from_entry(
        Scenario,
        entry,
        rollup=None if entry.rollup is None else to_change(entry.rollup),
        combine={(ROOT if code == TOTAL else code): to_change(how) for code, how in entry.combine.items()},
        digits=leaf,
        group_digits=None if group == leaf else group,
        total_digits=None if total == leaf else total,
        coverage_floor=entry.coverage_floor.floor() if entry.coverage_floor else None,
    )


def to_change(entry: Combine) -> CombinationChange:
    """A roll-up, written as one word or as a mapping, of which only what is written counts."""
    if isinstance(entry, RollUp):
        return CombinationChange(entry)
    return CombinationChange(**{name: getattr(entry, name) for name in entry.model_fields_set})


def scenario_tree(scenario: Scenario) -> dict[str, Tree]:
    """A scenario as an entry of the file would have it, all numbers as texts; what it does not change is left out."""
    floor, title = scenario.coverage_floor, scenario.title
    tree: dict[str, Tree] = {
        "name": scenario.name,
        "title": {lang: text for lang, text in (("zh", title.zh), ("en", title.en)) if text},
        "equal": "true" if scenario.equal else "",
        "weights": {key: _number(weight) for key, weight in scenario.weights.items()},
        "siblings": "" if scenario.siblings is Siblings.SHARE else scenario.siblings.value,
        "rules": {key: _parameter(value) for key, value in scenario.rules.items()},
        "missing": scenario.missing.value if scenario.missing else "",
        "rollup": _change(scenario.rollup) if scenario.rollup else "",
        "combine": {(TOTAL if c == ROOT else c): _change(how) for c, how in scenario.combine.items()},
        "digits": _digits(scenario),
        "coverage_floor": _of_fields(floor) if floor else "",
        "shares": {code: _number(share) for code, share in scenario.shares.items()},
        "stages": [_number(start) for start in scenario.stages],
    }
    return {key: value for key, value in tree.items() if value}


def _number(value: float) -> str:
    """A number with as few digits as bring it back."""
    text = number_text(value)
    return text if float(text) == value else repr(value)


def _parameter(value: float | tuple[float, ...] | str) -> Tree:
    if isinstance(value, str):
        return value
    return [_number(each) for each in value] if isinstance(value, tuple) else _number(value)


def _change(change: CombinationChange) -> Tree:
    given = _of_fields(change)
    return change.method.value if change.method and given.keys() == {"method"} else {**given}


def _of_fields(value: CombinationChange | CoverageFloor) -> dict[str, Tree]:
    """What of a value is not as without it."""
    found = ((each.name, getattr(value, each.name), each.default) for each in fields(value))
    return {
        name: _number(own) if isinstance(own, float | int) else str(own)
        for name, own, default in found
        if own is not None and own != default
    }


def _digits(scenario: Scenario) -> Tree:
    levels = {
        "indicator": scenario.digits,
        "group": scenario.group_digits,
        "total": scenario.total_digits,
    }
    told: dict[str, Tree] = {
        level: "unrounded" if digits >= UNROUNDED else str(digits)
        for level, digits in levels.items()
        if digits is not None
    }
    return told.get("indicator", "") if len(told) == 1 else told
