"""What holds for every treatment: order does not matter, a blank stays a blank, bad data are refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.treatment import (
    BoxCox,
    Filler,
    Log,
    OutlierRule,
    RangeLog,
    Treated,
    Treatment,
    WithoutValue,
    denominate,
    impute,
    impute_previous,
    transform,
    treat,
    winsorise,
)

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=20, deadline=None)
KEYS = ["i1", "i10", "i2", "i20", "i3"]
EASY = OutlierRule(0.7, 0.3, most=3)
Method = Callable[[pd.DataFrame], Treated]


def of_units(data: pd.DataFrame, modulus: int) -> pd.Series:
    """A property of each unit that its name decides, in another order than the data."""
    return pd.Series({unit: int(str(unit)[1:]) % modulus for unit in sorted(data.index)[::-1]})


def logs(data: pd.DataFrame) -> Treated:
    known = [key for key in map(str, data) if key != "i2" and data[key].nunique() > 1]
    return transform(data, {key: RangeLog() if key == "i10" else BoxCox(0.3) for key in known})


METHODS: dict[str, Method] = {
    "winsorise": lambda data: winsorise(data, EASY),
    "treat": lambda data: treat(data, Treatment(EASY), {"i2": None, "i10": Treatment(EASY, stacked=True)}),
    "transform": logs,
    "denominate": lambda data: denominate(
        data, of_units(data, 5).rename("size"), {"i10": "size", "i3": "size"}
    ),
    "mean": lambda data: impute(data, Filler.MEAN, without=WithoutValue.LEAVE),
    "group median": lambda data: impute(data, Filler.MEDIAN, of_units(data, 3), without=WithoutValue.LEAVE),
    "previous": lambda data: impute_previous(
        data, pd.DataFrame({"i10": of_units(data, 7), "i1": of_units(data, 4)}), without=WithoutValue.LEAVE
    ),
}
METHOD = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)

cell = st.one_of(st.integers(1, 30), st.sampled_from([400, 2000]), st.none())


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    units = draw(st.integers(1, 16))
    columns = {key: draw(st.lists(cell, min_size=units, max_size=units)) for key in KEYS}
    return pd.DataFrame(columns, index=[f"U{k}" for k in range(units)], dtype=float)


def sorted_points(treated: Treated) -> pd.DataFrame:
    return treated.record.points.sort_values(["indicator", "unit"], ignore_index=True)


@METHOD
@SETTINGS
@given(frames(), st.randoms())
def test_the_order_of_units_and_columns_does_not_matter(
    method: Method, data: pd.DataFrame, random: Any
) -> None:
    units, keys = random.sample(list(data.index), len(data)), random.sample(KEYS, len(KEYS))
    one, other = method(data), method(data.loc[units, keys])
    assert (other.data.index.tolist(), other.data.columns.tolist()) == (units, keys)
    pd.testing.assert_frame_equal(other.data.loc[data.index, KEYS], one.data, check_exact=True)
    pd.testing.assert_frame_equal(sorted_points(other), sorted_points(one), check_exact=True)
    rows = other.record.indicators.reindex(one.record.indicators.index)
    pd.testing.assert_frame_equal(rows, one.record.indicators, check_exact=True)


@METHOD
@SETTINGS
@given(frames())
def test_a_blank_unit_changes_nothing_else(method: Method, data: pd.DataFrame) -> None:
    """One more unit without any value; it may be filled, but nobody else's number moves."""
    more = pd.concat([data, pd.DataFrame(np.nan, index=["U99"], columns=KEYS)])
    pd.testing.assert_frame_equal(method(more).data.loc[data.index], method(data).data, check_exact=True)


@METHOD
@SETTINGS
@given(frames(), st.sampled_from(KEYS))
def test_one_columns_values_do_not_touch_another_column(method: Method, data: pd.DataFrame, key: str) -> None:
    others = [other for other in KEYS if other != key]
    changed = data.assign(**{key: data[key] * 2 + 1})
    pd.testing.assert_frame_equal(method(changed).data[others], method(data).data[others], check_exact=True)


@METHOD
@SETTINGS
@given(frames())
def test_the_points_are_exactly_what_changed_by_itself(method: Method, data: pd.DataFrame) -> None:
    """Except for whole columns under a formula, data with the points set is the result."""
    before, treated = data.copy(), method(data)
    pd.testing.assert_frame_equal(data, before)
    whole = treated.record.indicators.filter(["transform", "formula", "denominator"]).map(bool).any(axis=1)
    result = data.copy()
    points = treated.record.points
    for unit, key, old, new in points[["unit", "indicator", "before", "after"]].to_numpy():
        assert result.at[unit, key] == pytest.approx(old, nan_ok=True)
        result.at[unit, key] = new
    single = [key for key in KEYS if not whole.get(key, default=False)]
    pd.testing.assert_frame_equal(treated.data[single], result[single])


@METHOD
@pytest.mark.parametrize("labels", [[10, 2, 1], ["10", "2", "1"]], ids=["numbers", "text"])
def test_labels_come_back_as_they_were(method: Method, labels: list[Any]) -> None:
    data = pd.DataFrame({key: [1.0, 2.0, math.nan] for key in KEYS}, index=["U1", "U2", "U3"])
    data.index.name, data.columns.name = "unit", "code"
    treated = method(data)
    pd.testing.assert_index_equal(treated.data.index, data.index)
    pd.testing.assert_index_equal(treated.data.columns, data.columns)
    codes = pd.DataFrame([[1.0], [math.nan], [3.0]], index=labels, columns=[7])
    filled = impute(codes, Filler.MEAN, pd.Series("g", index=["1", "2", "10"]))
    assert filled.record.points[["unit", "indicator"]].to_numpy().tolist() == [[labels[1], 7]]
    assert filled.data.loc[labels[1], 7] == 2


@pytest.mark.parametrize(
    "method",
    [
        pytest.param(winsorise, id="winsorise"),
        pytest.param(treat, id="treat"),
        pytest.param(lambda data: transform(data, {"i1": Log()}), id="transform"),
        pytest.param(lambda data: denominate(data, data, {"i1": "i1"}), id="denominate"),
        pytest.param(lambda data: impute(data, Filler.MEAN), id="impute"),
        pytest.param(lambda data: impute_previous(data, data), id="previous"),
    ],
)
@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(pd.DataFrame(index=["A"]), "there is no indicator", id="no column"),
        pytest.param(
            pd.DataFrame([[1.0, 2.0]], columns=["i1", "i1"]),
            "the indicator i1 comes twice",
            id="column twice",
        ),
        pytest.param(
            pd.DataFrame({"i1": [1.0, 2.0]}, index=["A", "A"]), "the unit A comes twice", id="unit twice"
        ),
        pytest.param(
            pd.DataFrame({"i1": [1.0, 2.0]}, index=[1, "1"]),
            "the unit 1 comes twice",
            id="twice once read as text",
        ),
        pytest.param(pd.DataFrame({"i1": ["1", "2"]}), "i1: the column is not numeric", id="text"),
        pytest.param(pd.DataFrame({"i1": [True, False]}), "i1: the column is not numeric", id="truth"),
        pytest.param(pd.DataFrame({"i1": [1j, 2]}), "i1: the numbers are complex", id="complex"),
        pytest.param(
            pd.DataFrame({"i1": [1.0, math.inf]}, index=["A", "B"]),
            "i1, B: the value is infinite",
            id="infinite",
        ),
    ],
)
def test_data_that_are_no_table_of_numbers_are_refused(
    method: Method, data: pd.DataFrame, message: str
) -> None:
    with pytest.raises(SmartxlError, match=message):
        method(data)


def test_nullable_numbers_are_numbers() -> None:
    data = pd.DataFrame({"i1": pd.array([1, None, 3], dtype="Int64")})
    assert impute(data, Filler.MEAN).data["i1"].tolist() == [1, 2, 3]
