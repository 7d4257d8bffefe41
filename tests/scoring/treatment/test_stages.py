"""Two stages: winsorise, then transform what still fails."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.treatment import BoxCox, Log, OutlierRule, RangeLog, Treatment, treat, winsorise

ONE = OutlierRule(most=1)
VALUES = [*map(float, range(1, 21)), 100.0, 200.0]


def frame(**columns: list[float]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=[f"U{k}" for k in range(size)], dtype=float)


def test_coinrs_own_case_of_two_stages() -> None:
    """One point is not enough for 1…20, 100, 200: the logarithm is of the values given."""
    treated = treat(frame(i1=VALUES), Treatment(ONE, Log()))
    np.testing.assert_allclose(treated.data["i1"], np.log(VALUES), rtol=1e-15)
    row = treated.record.indicators.loc["i1"]
    assert row["outcome"] == "passed once transformed"
    assert (row["points"], row["passed_winsorised"], row["passed"]) == (1, False, True)
    assert row["transform"] == "ln(x)"
    assert treated.record.points.empty
    assert treated.record.notes == ()


def test_stacked_stages_transform_the_winsorised_values_and_keep_the_points() -> None:
    treated = treat(frame(i1=VALUES), Treatment(ONE, Log(), stacked=True))
    np.testing.assert_allclose(treated.data["i1"], np.log([*VALUES[:-1], 100]), rtol=1e-15)
    assert treated.record.points[["unit", "before", "after"]].to_numpy().tolist() == [["U21", 200, 100]]


def test_the_second_stage_is_coinrs_log_by_default() -> None:
    treated = treat(frame(i1=VALUES), Treatment(ONE))
    expected = [np.log(x - 1 + 0.01 * 199) for x in VALUES]
    np.testing.assert_allclose(treated.data["i1"], expected, rtol=1e-15)
    assert treated.record.indicators.loc["i1", "parameters"] == "min 1.0, a 1.99"


def test_without_a_transform_it_is_winsorising() -> None:
    data = frame(i1=VALUES, i2=VALUES[::-1])
    one, other = treat(data, Treatment(ONE, None)), winsorise(data, ONE)
    pd.testing.assert_frame_equal(one.data, other.data)
    pd.testing.assert_frame_equal(one.record.indicators, other.record.indicators)


def test_what_still_fails_stays_transformed_and_is_noted() -> None:
    two_values = [0.0] * 9 + [1.0]
    treated = treat(frame(i1=two_values))
    np.testing.assert_allclose(treated.data["i1"], np.log([0.01] * 9 + [1.01]))
    assert treated.record.indicators.loc["i1", "outcome"] == "still fails"
    assert "did not make it pass" in treated.record.notes[0]


def test_single_indicators_get_their_own_treatment_by_key() -> None:
    data = frame(i1=VALUES, i10=VALUES, i2=VALUES, i3=VALUES)
    own = {"i2": None, "i10": Treatment(OutlierRule(most=0), Log()), "i3": Treatment(ONE, BoxCox(0.0))}
    record = (treated := treat(data, individual=own)).record
    assert record.indicators["outcome"].to_dict() == {
        "i1": "passed once winsorised",
        "i10": "passed once transformed",
        "i2": "left alone",
        "i3": "passed once transformed",
    }
    np.testing.assert_allclose(treated.data["i10"], np.log(VALUES))
    np.testing.assert_allclose(treated.data["i3"], np.log(VALUES))
    assert treated.data["i2"].tolist() == VALUES
    assert record.conventions["most points of i10"] == "0 an indicator"
    assert record.conventions["treatment of i2"] == "left alone"


def test_every_choice_is_declared() -> None:
    stated = treat(frame(i1=VALUES)).record.conventions
    assert stated["outliers"] == "|skewness| ≥ 2 and kurtosis ≥ 3.5"
    assert stated["estimator"] == "sample (type 2, as Excel's SKEW and KURT)"
    assert stated["most points"] == "5 an indicator"
    assert stated["second stage"].startswith("ln(x − min + a), a = 0.01·(max − min) of the values given")
    assert set(stated) >= {"side", "step", "limit", "not checked"}
    assert winsorise(frame(i1=VALUES), OutlierRule(most=None)).record.conventions["most points"] == "no limit"


def test_a_key_that_is_no_column_is_named_with_near_ones() -> None:
    with pytest.raises(UnknownName, match=r"there is no indicator 'i11' → one of: i1, i10"):
        treat(frame(i1=VALUES, i10=VALUES), individual={"i11": None})


def test_a_transform_that_is_not_defined_names_the_cells() -> None:
    with pytest.raises(SmartxlError, match=r"treat, i1, U0: the value is 0 or less"):
        treat(frame(i1=[0.0, *VALUES[1:]]), Treatment(ONE, Log()))


def test_stages_pass_on_the_mirrored_logarithm() -> None:
    """A low outlier: the plain logarithm makes it worse, the mirrored one better."""
    data = frame(i1=[-x for x in VALUES])
    plain = treat(data, Treatment(ONE)).record.indicators.loc["i1"]
    mirrored = treat(data, Treatment(ONE, RangeLog(mirrored=True))).record.indicators.loc["i1"]
    assert (plain["outcome"], mirrored["outcome"]) == ("still fails", "passed once transformed")
    assert plain["skewness_after"] < plain["skewness_before"] < mirrored["skewness_after"]
