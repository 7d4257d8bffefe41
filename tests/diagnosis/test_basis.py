"""Which indicators two frameworks have in common, and rounds scored again on them alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smartxl.define.load import load
from smartxl.diagnosis.basis import common_leaves, cut_down
from smartxl.model.definition import Definition, Moved
from smartxl.model.framework import ROOT, RuleSpec
from smartxl.model.scores import CITY, QuantityKind
from smartxl.model.unanswered import Missing
from smartxl.scoring.engine import score
from smartxl.text import Text
from tests.diagnosis.comparing import changed, scored, without

LEAVES = {"A1", "A2", "A3", "B1", "B2", "B3", "B4"}
Edit = Callable[[Definition], Definition]


@pytest.fixture
def definition(folder: Path) -> Definition:
    return load(folder)


def scale(definition: Definition, points: float, label: str = "指南") -> Definition:
    """The first option of the scale of A1 and B1 with other points, or called otherwise."""
    framework = definition.framework
    first, *rest = framework.scales["depth"].options
    options = (replace(first, points=points, label=Text(label)), *rest)
    scales = {**framework.scales, "depth": replace(framework.scales["depth"], options=options)}
    return replace(definition, framework=replace(framework, scales=scales))


def inputs(definition: Definition, **fields: Any) -> Definition:
    node = definition.framework.by_code["A3"]
    assert node.indicator is not None
    return changed(definition, "A3", inputs=(replace(node.indicator.inputs[0], **fields),))


BANDS = {"thresholds": (0.0, 5.0, 10.0), "points": (0.0, 60.0, 100.0)}
SAME: dict[str, Edit] = {
    "nothing": lambda d: d,
    "a weight": lambda d: changed(d, "A1", weights={"dep": 10.0, "dis": 100.0}),
    "a name": lambda d: changed(d, "A1", name=Text("别的名称")),
    "decimals": lambda d: changed(d, "A1", digits=0),
    "what a blank is worth": lambda d: changed(d, "A1", missing=Missing.LEAVE_OUT),
    "headings": lambda d: changed(d, "A1", heads={}),
    "5 and 5.0": lambda d: changed(d, "A3", rule=RuleSpec("bands", {**BANDS, "thresholds": (0, 5, 10)})),
    "limits of a number": lambda d: inputs(d, maximum=7.0),
    "the name of a number": lambda d: inputs(d, name=Text("篇数")),
}
LOST: dict[str, tuple[Edit, set[str]]] = {
    "gone": (lambda d: without(d, "A3"), {"A3"}),
    "another rule": (lambda d: changed(d, "A3", rule=RuleSpec("direct", {"full": 10.0})), {"A3"}),
    "another parameter": (
        lambda d: changed(d, "A3", rule=RuleSpec("bands", {**BANDS, "points": (0.0, 50.0, 100.0)})),
        {"A3"},
    ),
    "another unit of measurement": (lambda d: inputs(d, unit=Text("篇")), {"A3"}),
    "another number": (lambda d: inputs(d, code="y"), {"A3"}),
    "other points of a scale": (lambda d: scale(d, 0.6), {"A1", "B1"}),
    "another option": (lambda d: scale(d, 0.5, "导航"), {"A1", "B1"}),
}


@pytest.mark.parametrize("name", SAME)
def test_what_leaves_an_indicator_the_same(definition: Definition, name: str) -> None:
    assert common_leaves(definition, [SAME[name](definition)]).keys() == LEAVES


@pytest.mark.parametrize("name", LOST)
def test_what_makes_it_another(definition: Definition, name: str) -> None:
    edit, lost = LOST[name]
    assert common_leaves(definition, [edit(definition)]).keys() == LEAVES - lost


def test_a_leaf_is_common_for_the_classes_that_have_it(definition: Definition) -> None:
    departments = changed(definition, "A1", weights={"dep": 50.0})
    assert common_leaves(definition, [departments])["A1"] == {"dep"}
    assert common_leaves(definition, [definition, without(definition, "A2", "A3"), departments]) == {
        code: frozenset({"dep"}) for code in LEAVES - {"A2", "A3"}
    }


def test_siblings_share_the_weight_of_those_that_are_gone(definition: Definition) -> None:
    before = without(definition, "A3", "B2", "B3", "B4")
    own = scored(definition, {"P1": 0.5, "P2": 0.8, "D1": 0.25})
    cut, answers = cut_down(definition, definition, own.answers, common_leaves(definition, [before]))
    weights = {node.code: node.weights for node in cut.framework.nodes}
    assert weights == {
        "A": {"dep": 60.0, "dis": 100.0},
        "A1": {"dep": 62.5, "dis": 100.0},
        "A2": {"dep": 37.5},
        "B": {"dep": 40.0},
        "B1": {"dep": 100.0},
    }
    assert {answer.key for answer in answers} == {answer.key for answer in own.answers}


def test_a_round_is_scored_again_on_what_is_common(definition: Definition) -> None:
    """A1 at half its points, A2 full: with the weights 50, 30 and 20 that A3 shares out 62.5 and 37.5."""
    own = scored(definition, {"P1": 0.5}, A2_n=4.0, A2_N=4.0, A3_x=0.0)
    assert own.table.get(QuantityKind.SCORE, "P1", "A") == 55.0
    common = common_leaves(definition, [without(definition, "A3")])
    cut, answers = cut_down(definition, definition, own.answers, common)
    assert score(cut, answers).get(QuantityKind.SCORE, "P1", "A") == 68.75


def test_another_round_is_scored_by_the_weights_of_now(definition: Definition) -> None:
    then = changed(without(definition, "A3"), "A1", weights={"dep": 90.0, "dis": 100.0})
    past = scored(then, {"P1": 0.5}, A2_n=4.0, A2_N=4.0)
    cut, answers = cut_down(definition, then, past.answers, common_leaves(definition, [then]))
    assert score(cut, answers).get(QuantityKind.SCORE, "P1", "A") == 68.75


def test_a_class_that_the_other_lacks_is_left_out(definition: Definition) -> None:
    framework = replace(definition.framework, classes=definition.framework.classes[:1])
    then = replace(definition, framework=framework)
    own = scored(definition, {"P1": 0.5, "P2": 0.5, "D1": 1.0})
    cut, answers = cut_down(definition, definition, own.answers, common_leaves(definition, [then]))
    assert {unit.code for unit in cut.roster.units} == {"P1", "P2"}
    table = score(cut, answers)
    assert table.get(QuantityKind.SCORE, CITY, ROOT) == table.get(QuantityKind.SCORE, "@dep", ROOT)


def test_an_indicator_that_moved_is_the_same(definition: Definition) -> None:
    then = changed(definition, "A1", code="X1")
    items = tuple(replace(item, leaf="X1") if item.leaf == "A1" else item for item in then.catalogue.items)
    then = replace(then, catalogue=replace(then.catalogue, items=items))
    assert "A1" not in common_leaves(definition, [then])
    now = replace(definition, moved=Moved({"X1": "A1"}))
    past, same = scored(then, {"P1": 0.5, "D1": 1.0}), scored(definition, {"P1": 0.5, "D1": 1.0})
    cut, answers = cut_down(now, then, past.answers, common_leaves(now, [then]))
    assert score(cut, answers).values == same.table.values


def test_weights_under_a_sum_keep_their_points(pipeline: Path) -> None:
    definition = load(pipeline)
    for node in [n for n in definition.framework.nodes if n.is_leaf and n.parent != ROOT]:
        before = without(definition, node.code)
        common = common_leaves(definition, [before])
        cut, _ = cut_down(definition, definition, (), common)
        for parent in {n.parent for n in cut.framework.nodes}:
            for entry in cut.framework.classes:
                was = definition.framework.basis(parent, entry.code)
                left = cut.framework.basis(parent, entry.code)
                if left:
                    assert sum(n.weights[entry.code] for n in left) == pytest.approx(
                        sum(n.weights[entry.code] for n in was)
                    )
