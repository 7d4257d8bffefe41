from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.treatment import Base, BoxCox, GoalpostLog, Log, RangeLog, Transform, UnitLog, transform

SETTINGS = settings(max_examples=40, deadline=None)
DATA = [4.0, 1.0, 9.0, 2.0, math.nan, 30.0]
ALL: list[Transform] = [
    Log(),
    Log(Base.TEN),
    RangeLog(),
    RangeLog(0.2),
    RangeLog(mirrored=True),
    UnitLog(),
    GoalpostLog(),
    BoxCox(0.5),
    BoxCox(-1, shifted=False),
    BoxCox(),
]


def one(values: list[float], chosen: Transform) -> list[float]:
    return transform(pd.DataFrame({"i1": values}, dtype=float), {"i1": chosen}).data["i1"].tolist()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        pytest.param(Log(), math.log, id="natural"),
        pytest.param(Log(Base.TEN), math.log10, id="ten"),
        pytest.param(RangeLog(), lambda x: math.log(x - 1 + 0.29), id="COINr log_CT"),
        pytest.param(RangeLog(0.1), lambda x: math.log(x - 1 + 2.9), id="ten percent of the range"),
        pytest.param(
            RangeLog(mirrored=True), lambda x: math.log(x - 1 + 0.29), id="log_CT_plus, skewed high"
        ),
        pytest.param(UnitLog(), math.log, id="COINr log_CT_orig"),
        pytest.param(GoalpostLog(), lambda x: math.log(29 * (x - 1) / 29 + 1), id="COINr log_GII"),
        pytest.param(BoxCox(2), lambda x: (x**2 - 1) / 2, id="Box-Cox 2"),
        pytest.param(BoxCox(-0.5, shifted=False), lambda x: (x**-0.5 - 1) / -0.5, id="Box-Cox -0.5"),
        pytest.param(BoxCox(0), math.log, id="Box-Cox 0"),
    ],
)
def test_formulas_with_a_smallest_value_of_1_and_a_largest_of_30(chosen: Transform, expected: Any) -> None:
    for x, found in zip(DATA, one(DATA, chosen), strict=True):
        there = not math.isnan(x)
        assert found == pytest.approx(expected(x) if there else x, rel=1e-13, abs=1e-13, nan_ok=True)


def test_shifts_use_the_columns_own_range() -> None:
    values = [-5.0, 0.0, 15.0]
    assert one(values, RangeLog()) == pytest.approx([math.log(0.2), math.log(5.2), math.log(20.2)])
    assert one(values, UnitLog()) == pytest.approx([0, math.log(6), math.log(21)])
    assert one(values, GoalpostLog()) == pytest.approx([0, math.log(4.5), math.log(15)])
    assert one(values, BoxCox(2)) == pytest.approx([0, 17.5, 220])


def test_the_mirrored_logarithm_turns_a_column_that_is_skewed_low() -> None:
    values = [0.0, 90.0, 100.0]
    assert one(values, RangeLog(mirrored=True)) == pytest.approx(
        [-math.log(101), -math.log(11), -math.log(1)]
    )
    turned = one([-x for x in values], RangeLog())
    assert one(values, RangeLog(mirrored=True)) == pytest.approx([-x for x in turned])


@pytest.mark.slow
@SETTINGS
@given(st.lists(st.integers(1, 1000), min_size=5, max_size=20, unique=True))
def test_box_cox_agrees_with_scipy(values: list[int]) -> None:
    theirs, power = stats.boxcox(np.sort(np.array(values, dtype=float)))
    treated = transform(pd.DataFrame({"i1": values}), {"i1": BoxCox(shifted=False)})
    assert treated.record.indicators.loc["i1", "parameters"] == f"λ {float(power)!r}"
    np.testing.assert_allclose(np.sort(treated.data["i1"]), theirs, rtol=1e-9)


def test_the_likeliest_power_is_likelier_than_its_neighbours() -> None:
    values = np.array([1.2, 3.4, 2.2, 9.9, 15.3, 4.1, 2.9, 33.0])
    treated = transform(pd.DataFrame({"i1": values}), {"i1": BoxCox(shifted=False)})
    power = float(str(treated.record.indicators.loc["i1", "parameters"]).split()[-1])
    best = stats.boxcox_llf(power, values)
    assert best > stats.boxcox_llf(power - 0.01, values)
    assert best > stats.boxcox_llf(power + 0.01, values)


@SETTINGS
@given(st.lists(st.integers(2, 500), min_size=3, max_size=20, unique=True), st.sampled_from(ALL))
def test_every_transform_rises_and_keeps_blanks(values: list[int], chosen: Transform) -> None:
    after = one([*map(float, values), math.nan], chosen)
    assert math.isnan(after.pop())
    assert np.argsort(after, kind="stable").tolist() == np.argsort(values, kind="stable").tolist()


def test_only_the_named_columns_change_and_each_is_recorded() -> None:
    data = pd.DataFrame({"i1": DATA, "i10": DATA, "i2": DATA})
    treated = transform(data, {"i2": RangeLog(), "i1": Log(Base.TEN)})
    pd.testing.assert_series_equal(treated.data["i10"], data["i10"])
    assert treated.record.indicators.to_dict("index") == {
        "i1": {"formula": "log10(x)", "parameters": "", "values": 5},
        "i2": {"formula": "ln(x − min + a)", "parameters": "min 1.0, a 0.29", "values": 5},
    }
    assert treated.record.conventions["transform of i2"] == "ln(x − min + a), a = 0.01·(max − min)"


@pytest.mark.parametrize("chosen", ALL, ids=str)
def test_each_transform_says_what_it_does(chosen: Transform) -> None:
    stated = transform(pd.DataFrame({"i1": DATA}), {"i1": chosen}).record.conventions["transform of i1"]
    assert stated == str(chosen)
    assert [str(other) for other in ALL].count(stated) == 1


@pytest.mark.parametrize(
    ("values", "chosen", "message"),
    [
        pytest.param([1, 0, 2], Log(), r"transform, i1, U1: the value is 0 or less", id="logarithm of 0"),
        pytest.param([1, -1, 2], BoxCox(2, shifted=False), "U1: the value is 0 or less", id="Box-Cox of -1"),
        pytest.param([3, 3, 3], RangeLog(), "all units have the same value", id="no range"),
        pytest.param([3, 3, 3], UnitLog(), "all units have the same value", id="all would be 0"),
        pytest.param([3, 3, 3], BoxCox(), "all units have the same value", id="no distribution"),
        pytest.param([math.nan] * 3, Log(), "there is no value", id="no value for Log"),
        pytest.param([math.nan] * 3, RangeLog(), "there is no value", id="no value for RangeLog"),
        pytest.param([0.1, 0.5, 1], GoalpostLog(), "the largest value is 1; with 1 or less", id="would fall"),
        pytest.param([1, 2, 1e9], BoxCox(80), "U2: Box-Cox of x − min .* is no finite number", id="overflow"),
        pytest.param([-1.7e308, 0, 1.7e308], RangeLog(), "is no finite number", id="range too wide"),
    ],
)
def test_what_is_not_defined_is_refused(values: list[float], chosen: Transform, message: str) -> None:
    data = pd.DataFrame({"i1": values}, index=["U0", "U1", "U2"], dtype=float)
    with pytest.raises(SmartxlError, match=message):
        transform(data, {"i1": chosen})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: RangeLog(0), "the share 0 is not above 0", id="share"),
        pytest.param(lambda: BoxCox(math.inf), "inf is no power", id="power"),
    ],
)
def test_parameters_are_checked(make: Any, message: str) -> None:
    with pytest.raises(SmartxlError, match=message):
        make()


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(UnknownName, match="there is no indicator 'i3'"):
        transform(pd.DataFrame({"i1": DATA}), {"i3": Log()})
