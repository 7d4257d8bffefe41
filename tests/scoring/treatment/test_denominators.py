from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.treatment import Denominator, denominate

DATA = pd.DataFrame(
    {"i1": [10.0, 20.0, 30.0], "i10": [1.0, math.nan, 3.0], "i2": [7.0, 8.0, 9.0]}, index=["A", "B", "C"]
)
SIZES = pd.DataFrame(
    {"name": ["丙", "丁", "甲", "乙"], "people": [4.0, 0.0, 5.0, 10.0], "area": [math.nan, 1.0, 2.0, 4.0]},
    index=["C", "D", "A", "B"],
)


def test_units_are_matched_by_label_and_factors_multiply() -> None:
    treated = denominate(DATA, SIZES, {"i2": "people", "i1": Denominator("people", 1000)})
    assert treated.data["i1"].to_dict() == {"A": 2000, "B": 2000, "C": 7500}
    assert treated.data["i2"].to_dict() == pytest.approx({"A": 1.4, "B": 0.8, "C": 2.25})
    pd.testing.assert_series_equal(treated.data["i10"], DATA["i10"])
    assert treated.record.points.empty
    assert treated.record.indicators.to_dict("index") == {
        "i1": {"denominator": "people", "factor": 1000, "emptied": 0},
        "i2": {"denominator": "people", "factor": 1, "emptied": 0},
    }


def test_no_denominator_leaves_a_blank_that_is_recorded() -> None:
    sizes = SIZES.assign(people=[4.0, 0.0, 0.0, 0.0])
    record = (treated := denominate(DATA, sizes, {"i10": "people", "i1": "area"})).record
    assert treated.data["i1"].isna().to_dict() == {"A": False, "B": False, "C": True}
    assert treated.data["i10"].isna().to_dict() == {"A": True, "B": True, "C": False}
    assert record.points[["unit", "indicator", "method", "before"]].to_numpy().tolist() == [
        ["C", "i1", "no denominator", 30],
        ["A", "i10", "denominator 0", 1],
    ]
    assert record.points["after"].isna().all()
    assert record.notes == (
        "i1: area is 0 or missing for C; left blank",
        "i10: people is 0 or missing for A; left blank",
    )


def test_a_named_series_is_a_denominator() -> None:
    assert denominate(DATA, SIZES["people"], {"i1": "people"}).data["i1"].tolist() == [2, 2, 7.5]


def test_nothing_to_divide_changes_nothing() -> None:
    pd.testing.assert_frame_equal(denominate(DATA, SIZES, {}).data, DATA)


@pytest.mark.parametrize(
    ("sizes", "by", "error", "message"),
    [
        pytest.param(SIZES, {"i3": "people"}, UnknownName, "there is no indicator 'i3'", id="indicator"),
        pytest.param(
            SIZES, {"i1": "peopel"}, UnknownName, "no denominator 'peopel' → one of: people", id="denominator"
        ),
        pytest.param(SIZES.drop("B"), {"i1": "people"}, UnknownName, "have no unit B", id="unit"),
        pytest.param(
            SIZES.assign(people=-1.0),
            {"i1": "people"},
            SmartxlError,
            "people, C, D, A, B: the denominator is negative",
            id="negative",
        ),
        pytest.param(
            SIZES, {"i1": "name"}, SmartxlError, "denominators, name: the column is not numeric", id="text"
        ),
        pytest.param(
            pd.concat([SIZES, SIZES.loc[["A"]]]),
            {"i1": "area"},
            SmartxlError,
            "the unit A comes twice",
            id="twice",
        ),
        pytest.param(
            SIZES.assign(people=1e-320),
            {"i1": "people"},
            SmartxlError,
            "divided by people it is too large",
            id="too large",
        ),
    ],
)
def test_what_is_refused(sizes: pd.DataFrame, by: Any, error: type[SmartxlError], message: str) -> None:
    with pytest.raises(error, match=message):
        denominate(DATA, sizes, by)


@pytest.mark.parametrize("factor", [0, -1, math.nan, math.inf])
def test_a_factor_is_above_0(factor: float) -> None:
    with pytest.raises(SmartxlError, match="denominator people: the factor"):
        Denominator("people", factor)
