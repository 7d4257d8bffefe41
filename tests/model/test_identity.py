"""What belongs to which identity: every field is declared, and a change of it changes what is declared and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

import pytest

from smartxl.model.combination import Combination, RollUp, Step, StepKind
from smartxl.model.definition import Definition
from smartxl.model.identity import PARTS, IdentityPart
from smartxl.model.relations import Relation, RelationKind
from smartxl.model.rewards import RewardCondition, RewardKind, RewardRule
from smartxl.model.scenarios import CombinationChange, Scenario
from smartxl.model.sharing import Sharing, SharingColumn, SharingKind
from smartxl.model.signing import Signature
from smartxl.model.uncertaintydesign import (
    AnswerError,
    ChoiceOptions,
    Exclusion,
    RuleRange,
    ScenarioOptions,
    UncertaintyDesign,
    WeightConcentration,
    WeightSets,
    WeightShares,
)
from smartxl.model.yearplan import DEFAULT_MILESTONES, DEFAULT_PLAN
from smartxl.text import Text
from tests.reading.forms import DEFINITION

Place = tuple[str | int, ...]
"""The way to a value: fields, keys and numbers."""
_NOT_ALONE = {"Definition", "Roster", "Catalogue", "Text"}  # told by what is in them


def _full() -> Definition:
    """The definition with what it may have beside: a relation, a step of the pipeline."""
    framework = DEFINITION.framework
    relation = Relation(RelationKind.AT_MOST, ("A3/n",), "A3/rate")
    sharing = Sharing(SharingKind.DEMAND, SharingColumn.KIND, SharingColumn.UNIT, met=1)
    nodes = tuple(
        replace(node, indicator=replace(node.indicator, checks=(relation,), sharing=sharing))
        if node.indicator
        else node
        for node in framework.nodes
    )
    conventions = replace(
        framework.conventions, pipeline=(Step(StepKind.BONUS),), total=Combination(RollUp.MEAN)
    )
    rule = RewardRule(RewardKind.REWARD, Text("表扬"), RewardCondition(rank=1))
    scenario = Scenario("等权", equal=True, rollup=CombinationChange(RollUp.GEOMETRIC))
    varied = (
        *(WeightShares(), WeightConcentration(50), WeightSets({"one": {"A": 1.0}}), Exclusion()),
        *(ChoiceOptions("treat", ("none",)), ScenarioOptions("missing", (scenario,))),
        *(RuleRange("B5", "full", 40, 60), AnswerError(0.05)),
    )
    design = UncertaintyDesign(varied)
    round_ = replace(
        DEFINITION.round,
        plan=DEFAULT_PLAN,
        rewards=(rule,),
        milestones=DEFAULT_MILESTONES,
        scenarios=(scenario,),
        robustness=design,
        signatures=(Signature(Text("批准")),),
    )
    return replace(
        DEFINITION, round=round_, framework=replace(framework, nodes=nodes, conventions=conventions)
    )


FULL = _full()


def _places(value: Any, place: Place = ()) -> Iterator[tuple[str, str, Place]]:
    """(Class, field, place) of every field in a value."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield type(value).__name__, field.name, (*place, field.name)
            yield from _places(getattr(value, field.name), (*place, field.name))
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _places(entry, (*place, key))
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _places(entry, (*place, number))


def _changed(value: Any, place: Place) -> Any:
    """The same value with another one at a place."""
    if not place:
        return _other(value)
    step, rest = place[0], place[1:]
    if isinstance(value, tuple):
        return tuple(_changed(e, rest) if number == step else e for number, e in enumerate(value))
    if isinstance(value, Mapping):
        return {key: _changed(entry, rest) if key == step else entry for key, entry in value.items()}
    return replace(value, **{str(step): _changed(getattr(value, str(step)), rest)})


def _other(value: Any) -> Any:  # noqa: PLR0911
    match value:
        case bool():
            return not value
        case Enum():
            return next((other for other in type(value) if other is not value), value)
        case str():
            return f"{value}x"
        case int() | float():
            return value / 2 + 0.25 if value else 0.5
        case date():
            return value + timedelta(1)
        case Text():
            return Text(f"{value.zh}x", value.en)
        case tuple():
            return value[:-1] if value else ("x",)
        case Mapping():
            return dict(list(value.items())[:-1]) if value else {"x": 1.0}
        case None:
            return 0.5
    return value


def test_every_field_is_declared_and_nothing_else() -> None:
    met = {(kind, field) for kind, field, _ in _places(FULL)}
    declared = {(kind, field) for kind, known in PARTS.items() for field in known}
    assert met <= declared
    assert declared - met == set()


FIRST_PLACES = {(kind, field): place for kind, field, place in reversed(list(_places(FULL)))}
_OPEN = {
    # Mended elsewhere in the definition at the same time, or without a meaning alone.
    ("Node", "indicator"), ("Framework", "scales"), ("Framework", "nodes"), ("Framework", "classes"),
    ("Framework", "conventions"), ("Node", "element"), ("Node", "parent"), ("Indicator", "rule"),
    ("Conventions", "stages"), ("Node", "combination"), ("Conventions", "ranking"), ("Conventions", "total"),
    ("Conventions", "unanswered"), ("Conventions", "coverage_floor"), ("Indicator", "scale"),
    ("Indicator", "measure"), ("Indicator", "units"), ("UnitClass", "code"), ("Unit", "unit_class"),
    ("Round", "languages"), ("Combination", "power"), ("Item", "unit"), ("Item", "leaf"), ("Scale", "code"),
    ("Indicator", "checks"), ("Framework", "channels"), ("Indicator", "inputs"),
}  # fmt: skip
_ALONE = sorted(key for key in FIRST_PLACES if key[0] not in _NOT_ALONE and key not in _OPEN)


@pytest.mark.parametrize(("kind", "field"), _ALONE)
def test_a_field_changes_what_it_is_declared_to(kind: str, field: str) -> None:
    now = _changed(FULL, FIRST_PLACES[kind, field])
    before, after = FULL.identity, now.identity
    told = IdentityPart.TOLD
    if before.form != after.form:
        told |= IdentityPart.FORM
    if before.scoring != after.scoring:
        told |= IdentityPart.SCORING
    assert told == PARTS[kind][field]


def test_a_day_and_what_moved_change_neither() -> None:
    assert FULL.at(date(2030, 1, 1)).identity is FULL.identity


def test_a_translation_belongs_to_the_scoring_alone() -> None:
    place = FIRST_PLACES["ScaleOption", "label"]
    now = _changed(FULL, (*place, "en"))
    assert (now.identity.form, now.identity.scoring != FULL.identity.scoring) == (FULL.identity.form, True)


def test_what_another_unit_is_asked_changes_no_form_of_this_one() -> None:
    items = FULL.catalogue.items
    now = replace(FULL, catalogue=replace(FULL.catalogue, items=items[:-1]))
    changed = {unit for unit, form in now.identity.forms.items() if form != FULL.identity.forms[unit]}
    assert changed == {items[-1].unit}
