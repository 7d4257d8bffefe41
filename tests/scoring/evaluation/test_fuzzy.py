"""Fuzzy comprehensive evaluation beside published examples."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.evaluation import FuzzyOperator, fuzzy, memberships

GRADES = ["good", "fair", "poor"]
CLOTHES = pd.DataFrame(
    [[0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.6, 0.2, 0.2], [0.7, 0.1, 0.2]],
    index=["colour", "making", "brand", "cut"],
    columns=GRADES,
)
"""What shares of a jury think of a garment: the example of `fuzzy_eval` in the reference of the R package mathmodels."""
WEIGHTS = {"colour": 0.3, "making": 0.3, "brand": 0.3, "cut": 0.1}


@pytest.mark.parametrize(
    ("operator", "told"),
    [
        ("product-sum", (0.70, 0.16, 0.14)),
        ("min-max", (0.4285714, 0.2857143, 0.2857143)),
        ("product-max", (0.6666667, 0.1666667, 0.1666667)),
        ("min-sum", (0.4761905, 0.2857143, 0.2380952)),
    ],
)
def test_four_operators(operator: str, told: tuple[float, ...]) -> None:
    """mathmodels 0.0.11, `fuzzy_eval` with its types 3 (as printed there), 1, 2 and 4: seven digits."""
    found = fuzzy(pd.concat({"coat": CLOTHES}), WEIGHTS, operator=operator)
    assert found.memberships.T["coat"].tolist() == pytest.approx(told, abs=5e-8)
    assert found.grade.to_dict() == {"coat": "good"}


def test_the_value_of_grades() -> None:
    """Chapter 10.2 of the book of mathmodels: 90, 75 and 50 points give 82."""
    found = fuzzy(pd.concat({"coat": CLOTHES}), WEIGHTS, values={"good": 90, "fair": 75, "poor": 50})
    assert found.value["coat"] == pytest.approx(82)
    squares = fuzzy(pd.concat({"coat": CLOTHES}), WEIGHTS, values={"good": 3, "fair": 2, "poor": 1}, power=2)
    assert squares.value["coat"] == pytest.approx((3 * 0.49 + 2 * 0.0256 + 0.0196) / (0.49 + 0.0256 + 0.0196))


def test_memberships_between_the_points_of_grades() -> None:
    """Chapter 10.1 of the same: sulphur dioxide of 0.07 with the grades at 0.05, 0.15, 0.25 and 0.50."""
    air = pd.DataFrame({"so2": [0.07, 0.01, 0.9, math.nan]}, index=list("abcd"))
    found = memberships(air, {"I": 0.05, "II": 0.15, "III": 0.25, "IV": 0.50})
    assert found.T[("a", "so2")].tolist() == pytest.approx([0.8, 0.2, 0, 0])
    assert found.T[("b", "so2")].tolist() == [1, 0, 0, 0]
    assert found.T[("c", "so2")].tolist() == [0, 0, 0, 1]
    assert found.T[("d", "so2")].isna().all()
    assert fuzzy(found).left_out == {"d": ("so2",)}
    assert fuzzy(found).grade.to_dict() == {"a": "I", "b": "I", "c": "IV", "d": None}


def test_the_points_may_stand_in_any_order() -> None:
    scores = pd.DataFrame({"x": [75.0]}, index=["a"])
    found = memberships(scores, {"good": 90, "fair": 70, "poor": 50})
    assert found.T[("a", "x")].to_dict() == pytest.approx({"good": 0.25, "fair": 0.75, "poor": 0})


def test_two_levels() -> None:
    """The result of one level is the matrix of the next."""
    inner = fuzzy(pd.concat({"coat": CLOTHES, "hat": CLOTHES}), WEIGHTS)
    outer = fuzzy(pd.concat({"shop": inner.memberships}), {"coat": 1, "hat": 3})
    assert outer.memberships.T["shop"].tolist() == pytest.approx([0.70, 0.16, 0.14])


def test_a_tie_has_no_grade() -> None:
    even = pd.DataFrame([[0.5, 0.5, 0.0]], index=["x"], columns=GRADES)
    assert fuzzy(pd.concat({"a": even})).grade.to_dict() == {"a": None}
    nothing = fuzzy(pd.concat({"a": even * 0}))
    assert nothing.memberships.isna().all(axis=None)
    assert nothing.grade.to_dict() == {"a": None}


def test_an_indicator_without_weight_has_no_effect() -> None:
    missing = CLOTHES.copy()
    missing.loc["cut"] = math.nan
    weights = WEIGHTS | {"cut": 0.0}
    for operator in FuzzyOperator:
        found = fuzzy(pd.concat({"coat": missing}), weights, operator=operator)
        fewer = fuzzy(
            pd.concat({"coat": CLOTHES.iloc[:3]}),
            {k: WEIGHTS[k] for k in CLOTHES.index[:3]},
            operator=operator,
        )
        pd.testing.assert_frame_equal(found.memberships, fewer.memberships)
    assert fuzzy(pd.concat({"coat": missing}), WEIGHTS).left_out == {"coat": ("cut",)}


@pytest.mark.parametrize(
    ("wrong", "zh"),
    [
        (CLOTHES, "两级"),
        (pd.concat({"a": CLOTHES * 2}), "隶属度"),
        (pd.concat({"a": CLOTHES, "b": CLOTHES.iloc[1:]}), "缺少"),
    ],
    ids=["no units", "above 1", "a row is missing"],
)
def test_what_is_no_matrix(wrong: pd.DataFrame, zh: str) -> None:
    with pytest.raises(SmartxlError) as told:
        fuzzy(wrong)
    assert zh in told.value.what.zh


@pytest.mark.parametrize("points", [{"I": 1.0}, {"I": 1.0, "II": 1.0}, {"I": 1.0, "II": math.inf}], ids=str)
def test_what_are_no_points(points: dict[str, float]) -> None:
    with pytest.raises(SmartxlError, match="points"):
        memberships(pd.DataFrame({"x": [1.0]}), points)
