"""Each rule's two faces: the Excel expression, computed by `formulas`, against numpy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.model.combination import Boundary
from smartxl.model.framework import RuleSpec
from smartxl.model.unanswered import Missing
from smartxl.rules import (
    ExcelScore,
    Refs,
    band_index,
    band_index_formula,
    build,
    rank,
    rank_formula,
    weighted_mean,
    weighted_mean_formula,
)
from smartxl.rules.leaves import Coverage
from tests.rules.faces import Column, evaluate

NAN = math.nan
NA, PENDING = "不适用", "待核实"
SETTINGS = settings(max_examples=25, deadline=None)


def refs_for(size: int, params: Mapping[str, tuple[float, ...]]) -> tuple[Refs, Column]:
    """Values in column A, states in B, full points in C, parameters in D, labels and points in E and F."""
    named: dict[str, str] = {}
    column: Column = []
    for name, numbers in params.items():
        first, last = len(column) + 1, len(column) + len(numbers)
        named[name] = f"D{first}" if len(numbers) == 1 else f"D{first}:D{last}"
        column += numbers
    refs = Refs(
        values=f"A1:A{size}",
        cells=tuple(f"A{row}" for row in range(1, size + 1)),
        states=f"B1:B{size}",
        not_applicable=f'"{NA}"',
        pending=f'"{PENDING}"',
        full=f"C1:C{size}",
        labels="E1:E3",
        points="F1:F3",
        params=named,
    )
    return refs, column


def excel_value(excel: ExcelScore, sheet: Mapping[str, Column]) -> float:
    if evaluate(f"={excel.guard}", sheet):
        return NAN
    return float(evaluate(f"={excel.value}", sheet))


SPECS = {
    "ratio": (RuleSpec("ratio"), 2),
    "goalposts": (RuleSpec("goalposts", {"worst": 40.0, "best": 100.0}), 1),
    "goalposts of a quotient": (RuleSpec("goalposts", {"worst": 1.0, "best": 0.3, "per": 1.0}), 2),
    "bands": (
        RuleSpec("bands", {"thresholds": (0.0, 1.0, 4.0, 10.0), "points": (0.0, 40.0, 60.0, 100.0)}),
        1,
    ),
    "bands upper": (
        RuleSpec(
            "bands", {"thresholds": (0.0, 1.0, 4.0, 10.0), "points": (0.0, 40.0, 60.0, 100.0), "upper": 1.0}
        ),
        1,
    ),
    "bands of a quotient": (
        RuleSpec("bands", {"thresholds": (0.0, 29.0, 50.0), "points": (10.0, 60.0, 100.0)}),
        2,
    ),
    "survey": (RuleSpec("survey", {"points": (1.0, 0.8, 0.6, 0.3, 0.0)}), 5),
    "direct": (RuleSpec("direct", {"full": 10.0}), 1),
    "target": (RuleSpec("target", {"target": 30.0}), 1),
    "target of a quotient": (RuleSpec("target", {"target": 95.0}), 2),
    "target cost": (RuleSpec("target", {"target": 4.0, "cost": 1.0, "zero": 90.0}), 1),
    "target cost of a quotient": (RuleSpec("target", {"target": 0.5, "cost": 1.0, "per": 1.0}), 2),
    "range": (RuleSpec("range", {"lowest": 1.0, "low": 4.0, "high": 10.0, "highest": 50.0}), 1),
    "range of a quotient": (
        RuleSpec("range", {"lowest": 0.0, "low": 29.0, "high": 29.0, "highest": 50.0}),
        2,
    ),
    "efficacy": (RuleSpec("efficacy", {"unacceptable": 6.0, "satisfactory": 12.0}), 1),
    "efficacy cost with limits": (
        RuleSpec("efficacy", {"unacceptable": 12.0, "satisfactory": 6.0, "limits": (0.0, 120.0)}),
        1,
    ),
    "efficacy of a quotient": (
        RuleSpec("efficacy", {"unacceptable": 0.0, "satisfactory": 90.0, "base": 50.0, "span": 30.0}),
        2,
    ),
    "efficacy geometric": (
        RuleSpec("efficacy", {"unacceptable": 6.0, "satisfactory": 12.0, "geometric": 1.0}),
        1,
    ),
    "piecewise": (
        RuleSpec(
            "piecewise", {"values": (1.0, 4.0, 10.0, 29.0, 50.0), "points": (20.0, 40.0, 60.0, 80.0, 100.0)}
        ),
        1,
    ),
    "piecewise with ends": (
        RuleSpec("piecewise", {"values": (4.0, 29.0), "points": (100.0, 20.0), "below": 110.0, "above": 0.0}),
        2,
    ),
    "loggoalposts": (RuleSpec("loggoalposts", {"worst": 0.5, "best": 75.0}), 1),
    "loggoalposts of a quotient": (RuleSpec("loggoalposts", {"worst": 50.0, "best": 0.5, "per": 1.0}), 2),
    "criteria": (RuleSpec("criteria", {"points": (40.0, 40.0, 40.0)}), 3),
    "criteria, best": (RuleSpec("criteria", {"points": (3.0, 10.0, 5.0), "best": 1.0, "full": 8.0}), 3),
    "count": (RuleSpec("count", {"each": 1.0, "cap": 3.0, "full": 4.0}), 1),
    "deduction": (RuleSpec("deduction", {"each": (0.5, 2.0), "full": 10.0}), 2),
    "bonus": (RuleSpec("bonus", {"target": 10.0, "bonus": 10.0, "penalty": 15.0}), 1),
    "bonus cost": (
        RuleSpec("bonus", {"target": 29.0, "bonus": 50.0, "penalty": 50.0, "base": 0.0, "cost": 1.0}),
        2,
    ),
    "own": (RuleSpec("own", formula="MIN(100,100*a/b+IF(c>0,5,0))", inputs=("a", "b", "c")), 3),
    "own of one": (RuleSpec("own", formula="= 10 * LN(x)", inputs=("x",)), 1),
}
entries = st.one_of(
    st.none(),
    st.integers(0, 12).map(float),
    st.sampled_from([0.29, 0.3, 0.0, 1.0, 4.0, 10.0, 29.0, 50.0, -1.0, -12.5]),
    st.floats(0.001, 200),
)
marks = st.sampled_from([None, None, None, None, "适用", NA, PENDING])


@pytest.mark.slow
@pytest.mark.parametrize("case", SPECS)
@SETTINGS
@given(data=st.data())
def test_entries(case: str, data: st.DataObject) -> None:
    spec, size = SPECS[case]
    rule = build(spec)
    values = data.draw(st.lists(entries, min_size=size, max_size=size), label="values")
    states = data.draw(st.lists(marks, min_size=size, max_size=size), label="states")
    refs, params = refs_for(size, rule.parameters())
    excel = excel_value(rule.excel(refs), {"A": list(values), "B": list(states), "D": params})
    marked = any(state in {NA, PENDING} for state in states)
    inputs = np.array([[NAN if v is None or marked else v for v in values]])
    inputs[np.isnan(inputs).any(axis=1)] = NAN
    np.testing.assert_allclose(excel, rule.score(inputs)[0], rtol=1e-12, atol=1e-12)


@SETTINGS
@given(
    values=st.lists(
        st.one_of(st.just(""), st.sampled_from([0.0, 8.5, 10.0]), st.floats(0, 10)), min_size=5, max_size=5
    )
)
def test_panel(values: Column) -> None:
    """The row of an expert who gave none shows "": the mean is over the others while there are enough."""
    rule = build(RuleSpec("panel", {"least": 3.0, "full": 10.0}))
    refs, params = refs_for(5, rule.parameters())
    excel = excel_value(rule.excel(refs), {"A": values, "D": params})
    np.testing.assert_allclose(excel, rule.score(np.array([numbers(values)]))[0], rtol=1e-12, atol=1e-12)


points = st.one_of(st.just(""), st.floats(0, 3), st.sampled_from([0.0, 0.2, 1.0]))


@pytest.mark.parametrize("missing", Missing)
@SETTINGS
@given(data=st.data())
def test_coverage(missing: Missing, data: st.DataObject) -> None:
    """An item's points are "" while it has no value; the numpy face is given the sums by the same policy."""
    size = 6
    states = data.draw(st.lists(marks, min_size=size, max_size=size), label="states")
    drawn = data.draw(st.lists(points, min_size=size, max_size=size), label="points")
    values = ["" if state in {NA, PENDING} else value for value, state in zip(drawn, states, strict=True)]
    full = data.draw(st.lists(st.sampled_from([1.0, 2.0, 5.0]), min_size=size, max_size=size), label="full")
    refs, _ = refs_for(size, {})
    excel = excel_value(
        Coverage().excel(replace(refs, missing=missing)),
        {"A": list(values), "B": list(states), "C": list(full)},
    )
    answered = [value != "" for value in values]
    counted = answered if missing is Missing.LEAVE_OUT else [state != NA for state in states]
    earned = sum(float(value) for value in values if value != "")
    inputs = np.array([[earned, sum(f for f, c in zip(full, counted, strict=True) if c)]])
    np.testing.assert_allclose(excel, Coverage().score(inputs)[0], rtol=1e-12)


@pytest.mark.parametrize(
    ("label", "state", "expected"),
    [
        ("B 有规划", None, 35.0),
        ("D 有评估", "适用", 100.0),
        (None, None, NAN),
        ("其他", None, NAN),
        ("B 有规划", NA, NAN),
    ],
    ids=["level", "best level", "blank", "no level of the scale", "not applicable"],
)
def test_rubric(label: str | None, state: str | None, expected: float) -> None:
    refs, _ = refs_for(1, {})
    labels: Column = ["A 无专项政策", "B 有规划", "D 有评估"]
    sheet: dict[str, Column] = {"A": [label], "B": [state], "E": labels, "F": [0.0, 0.35, 1.0]}
    np.testing.assert_allclose(excel_value(build(RuleSpec("rubric")).excel(refs), sheet), expected)


def test_a_formula_guards_then_rounds() -> None:
    excel = ExcelScore("A1=0", "100*A1", "SX_SCORE(A1)")
    assert excel.formula(2) == '=IF(A1=0,"",ROUND(100*A1,2))'
    assert excel.formula(1, udf=True) == '=IF(A1=0,"",ROUND(SX_SCORE(A1),1))'


scores = st.lists(
    st.one_of(st.just(""), st.floats(-300, 130).map(lambda v: round(v, 2))), min_size=5, max_size=5
)


def numbers(values: Column) -> list[float]:
    return [value if isinstance(value, float) else NAN for value in values]


@SETTINGS
@given(values=scores, weights=st.lists(st.integers(0, 40).map(float), min_size=5, max_size=5))
def test_weighted_mean_formula(values: Column, weights: list[float]) -> None:
    excel = evaluate(weighted_mean_formula("A1:A5", "C1:C5", 9), {"A": values, "C": list(weights)})
    expected = float(weighted_mean(numbers(values), weights))
    np.testing.assert_allclose(NAN if excel == "" else float(excel), expected, atol=1e-9)
    assert weighted_mean_formula("A1:A5", "C1:C5", 2, udf=True) == "=SX_WEIGHTED(A1:A5,C1:C5,2)"


@SETTINGS
@given(values=scores)
def test_rank_formula(values: Column) -> None:
    excel = evaluate(rank_formula("A2", "A1:A5"), {"A": values})
    expected = rank(numbers(values))[1]
    np.testing.assert_equal(NAN if excel == "" else float(excel), expected)


@SETTINGS
@given(
    score=st.one_of(st.sampled_from([0.0, 55.0, 70.0, 85.0]), st.floats(0, 100)),
    boundary=st.sampled_from(Boundary),
)
def test_band_index_formula_counts_from_one(score: float, boundary: Boundary) -> None:
    thresholds = [0.0, 55.0, 70.0, 85.0]
    excel = evaluate("=" + band_index_formula("A1", "D1:D4", boundary), {"A": [score], "D": list(thresholds)})
    assert float(excel) == band_index([score], thresholds, boundary)[0] + 1
