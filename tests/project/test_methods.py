"""A round's units by other methods: what is read as an indicator's score, who takes part, and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.answers import Answer, State
from smartxl.model.combination import Combination, NotApplicable, Unscored
from smartxl.model.definition import Catalogue, Definition, Roster, Round, Unit
from smartxl.model.framework import (
    Bands,
    Conventions,
    Element,
    Framework,
    Indicator,
    Input,
    Measure,
    Node,
    RuleSpec,
    UnitClass,
)
from smartxl.project.methods import ComparedMethods, compared_methods
from smartxl.scoring.engine import score
from smartxl.scoring.evaluation import gini, theil, topsis
from smartxl.text import Text

READINGS: dict[str, dict[str, float | None]] = {
    "U1": {"x": 90.0, "y": 40.0, "z": 70.0},
    "U2": {"x": 60.0, "y": None, "z": 80.0},
    "U3": {"x": 50.0, "y": 50.0, "z": 50.0},
    "U4": {"x": None, "y": None, "z": 30.0},
    "U5": {"x": None, "y": None, "z": None},
}


def leaf(code: str, parent: str, weight: float) -> Node:
    told = Text(f"指标{code}", f"Indicator {code}")
    indicator = Indicator(
        Measure.GIVEN, RuleSpec("direct", {"full": 100.0}), inputs=(Input("v", told, Text("分", "points")),)
    )
    return Node(code, told, parent, 2, {"dep": weight, "dis": weight}, Element("S"), indicator)


def city(how: Combination | None = None) -> Definition:
    """Two areas: A (60) of x (50) and y (50), B (40) of z (100)."""
    areas = [
        Node(code, Text(code), "TOTAL", 1, {"dep": weight, "dis": weight})
        for code, weight in (("A", 60.0), ("B", 40.0))
    ]
    if how is not None:
        areas = [replace(node, combination=how) for node in areas]
    nodes = (areas[0], leaf("x", "A", 50), leaf("y", "A", 50), areas[1], leaf("z", "B", 100))
    stages = Bands((0.0, 60.0), (Text("起步"), Text("发展")))
    classes = (
        UnitClass("dep", Text("部门", "Departments"), 60),
        UnitClass("dis", Text("区县", "Districts"), 40),
    )
    framework = Framework("f", "1", Text("体系"), classes, {}, Conventions(2, stages), nodes)
    day = date(2026, 9, 1)
    edition = Round("r", "2026-1", 1, Text("评估"), Text("示例市"), day, day, ("zh",), Text("智慧办"))
    roster = Roster(tuple(Unit(code, Text(code), "dep") for code in READINGS))
    return Definition(edition, framework, roster, Catalogue(()))


def compared(definition: Definition, *methods: str, missing: str = "as-index") -> ComparedMethods:
    answers = [
        Answer(unit, f"{code}/v", State.BLANK if value is None else State.VALUE, value)
        for unit, readings in READINGS.items()
        for code, value in readings.items()
    ]
    return compared_methods(definition, score(definition, answers), methods=methods, missing=missing)


def test_a_missing_score_counts_as_the_index_counts_it() -> None:
    """The weight of what is missing goes to its siblings: that is to read the score above. So the mean is the total."""
    found = compared(city(), "mean", "topsis")
    (departments,) = found.comparisons
    assert departments.stand_ins == {"U2": ("y",), "U4": ("x", "y")}
    assert departments.left_out == {"U5": ("x", "y", "z")}
    assert departments.weights == pytest.approx({"x": 0.3, "y": 0.3, "z": 0.4})
    results = found.results.loc["dep"]
    assert results["mean"].tolist() == pytest.approx(results["index"].tolist(), nan_ok=True)
    read = pd.DataFrame(
        {"x": [90.0, 60, 50, 30], "y": [40.0, 60, 50, 30], "z": [70.0, 80, 50, 30]},
        index=["U1", "U2", "U3", "U4"],
    )
    assert dict(results["topsis"].dropna()) == pytest.approx(
        topsis(read, departments.weights).closeness.to_dict()
    )
    assert departments.methods[0].ranks == {"U1": 2, "U2": 1, "U3": 3, "U4": 4, "U5": None}


@pytest.mark.parametrize(
    ("how", "worth"),
    [
        (Combination(unscored=Unscored.ZERO), 0.0),
        (Combination(unscored=Unscored.PEER_MEAN), 45.0),
        (Combination(not_applicable=NotApplicable.LOST), 60.0),
    ],
    ids=["zero", "mean of the peers", "a blank that applies"],
)
def test_what_stands_in_is_what_the_area_says(how: Combination, worth: float) -> None:
    """U2 without y: its area is (60 + what y counts with) / 2."""
    found = compared(city(how), "mean")
    assert found.results.loc[("dep", "U2"), "mean"] == pytest.approx(0.3 * 60 + 0.3 * worth + 0.4 * 80)
    assert found.results.loc[("dep", "U2"), "index"] == pytest.approx(0.3 * 60 + 0.3 * worth + 0.4 * 80)


def test_what_does_not_apply_may_be_lost() -> None:
    """An area that loses what does not apply reads 0 there."""
    definition = city(Combination(not_applicable=NotApplicable.LOST))
    answers = [
        Answer("U1", "x/v", State.VALUE, 90.0),
        Answer("U1", "y/v", State.NOT_APPLICABLE),
        Answer("U1", "z/v", State.VALUE, 70.0),
    ]
    found = compared_methods(definition, score(definition, answers), methods=["mean"]).results
    assert found.loc[("dep", "U1"), "mean"] == pytest.approx(0.3 * 90 + 0.4 * 70)
    assert found.loc[("dep", "U1"), "index"] == pytest.approx(0.3 * 90 + 0.4 * 70)


def test_who_lacks_a_score_may_take_no_part() -> None:
    found = compared(city(), "topsis", "rsr", missing="leave-out")
    (departments,) = found.comparisons
    assert set(departments.left_out) == {"U2", "U4", "U5"}
    assert departments.stand_ins == {}
    assert dict(found.ranks.notna().sum()) == {"index": 2, "topsis": 2, "rsr": 2}


def test_what_a_method_refuses_is_said() -> None:
    (departments,) = compared(city()).comparisons
    assert [method.name for method in departments.methods] == [
        "index", "topsis", "topsis-distance", "grey", "rsr", "vikor", "fuzzy", "copeland", "dea", "coupling",
    ]  # fmt: skip
    assert "太少" in departments.refused["entropy-topsis"].why.zh
    assert all(method.variant.zh and method.variant.en for method in departments.methods)
    count = len(departments.methods)
    assert [len(row) for row in departments.spearman] == [count] * count
    assert departments.kendall[0][0] == 1


def test_what_methods_say_beyond_an_order() -> None:
    definition = city()
    north = tuple(replace(unit, group="北" if unit.code < "U3" else "南") for unit in definition.roster.units)
    found = compared(replace(definition, roster=Roster(north)), "topsis", "rsr", "vikor", "dea")
    (departments,) = found.comparisons
    said = {method.name: method.remark for method in departments.methods}
    assert said["index"].zh == said["topsis"].zh == ""
    assert said["vikor"].zh == "折衷解：U2、U1（C1 不成立，C2 成立）"
    assert said["rsr"].en.endswith("upper, middle, lower grade: 1, 3, 0 units")
    assert said["dea"].en == "2 efficient units (efficiency 1)"
    totals = found.results.loc["dep"]["index"].dropna()
    groups = pd.Series(["北", "北", "南", "南"], index=totals.index)
    spread, parts = gini(totals, groups), theil(totals, groups)
    assert (
        departments.remarks[0].zh == f"总分的差异：基尼系数 {spread.total:.4f}，泰尔指数 T {parts.total:.4f}"
    )
    assert departments.remarks[1].en.startswith(
        f"{parts.between / parts.total:.1%} of Theil's T lies between the 2 groups"
    )


def test_what_there_is_not() -> None:
    definition = city()
    with pytest.raises(SmartxlError, match="no method"):
        compared(definition, "electre")
    with pytest.raises(SmartxlError, match="no missing"):
        compared(definition, missing="guess")
    with pytest.raises(UnknownName):
        compared_methods(definition, score(definition, []), unit_class="x")
    assert compared_methods(definition, score(definition, []), unit_class="dis").comparisons == ()


def test_nobody_has_a_score() -> None:
    definition = city()
    (departments,) = compared_methods(definition, score(definition, [])).comparisons
    assert len(departments.left_out) == len(READINGS)
    assert all(rank is None for method in departments.methods for rank in method.ranks.values())
    assert all(method.remark.zh == "" for method in departments.methods)
    assert departments.remarks == ()
    assert set(departments.refused) == {"entropy-topsis"}
