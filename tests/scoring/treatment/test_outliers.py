"""Winsorising: by hand, as COINr's documentation shows it, and beside a second program that moves one value at a time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from smartxl.errors import SmartxlError
from smartxl.scoring.treatment import Estimator, OutlierRule, Treated, winsorise

SETTINGS = settings(max_examples=60, deadline=None)
Row = tuple[str, float, float, str]


def column(values: list[float], rule: OutlierRule | None = None) -> Treated:
    units = [f"U{k}" for k in range(len(values))]
    return winsorise(pd.DataFrame({"i1": values}, index=units, dtype=float), rule)


def moved(treated: Treated) -> list[Row]:
    points = treated.record.points
    return list(zip(points["unit"], points["before"], points["after"], points["side"], strict=True))


def by_hand(values: list[float], rule: OutlierRule) -> list[float]:
    """The same steps, told with lists, and scipy's moments."""
    result, touched = list(values), set[int]()
    while rule.most is None or len(touched) < rule.most:
        there = [x for x in result if not math.isnan(x)]
        if len(there) < 4 or len(set(there)) < 3:
            break
        biased = rule.estimator is Estimator.POPULATION
        skewness, kurtosis = stats.skew(there, bias=biased), stats.kurtosis(there, bias=biased)
        if abs(skewness) < rule.skewness or kurtosis < rule.kurtosis:
            break
        edge = max(there) if skewness >= 0 else min(there)
        rest = [x for x in there if x != edge]
        target = max(rest) if skewness >= 0 else min(rest)
        for place, x in enumerate(result):
            if x == edge:
                result[place] = target
                touched.add(place)
    return result


@pytest.mark.parametrize(
    ("values", "rule", "expected"),
    [
        pytest.param(
            [*range(1, 11), 100], OutlierRule(), [("U10", 100, 10, "high")], id="COINr's test, one high"
        ),
        pytest.param([*range(1, 11), -100], OutlierRule(), [("U10", -100, 1, "low")], id="one low"),
        pytest.param(
            [*range(1, 11), 30, 100], OutlierRule(most=2), [("U11", 100, 30, "high")], id="COINr's article"
        ),
        pytest.param(
            [*range(1, 21), 100, 200],
            OutlierRule(),
            [("U20", 100, 20, "high"), ("U21", 200, 20, "high")],
            id="the second step takes both",
        ),
        pytest.param(
            [*range(1, 21), 100, 200], OutlierRule(most=1), [("U21", 200, 100, "high")], id="limit of one"
        ),
        pytest.param([*range(1, 21), 100, 200], OutlierRule(most=0), [], id="limit of none"),
        pytest.param([*range(1, 11)], OutlierRule(), [], id="no outlier"),
        pytest.param(
            [*range(1, 41), 500, 500],
            OutlierRule(most=1),
            [("U40", 500, 40, "high"), ("U41", 500, 40, "high")],
            id="a tie passes the limit",
        ),
        pytest.param([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], OutlierRule(), [], id="never to one single value"),
    ],
)
def test_the_points_that_move(values: list[float], rule: OutlierRule, expected: list[Row]) -> None:
    treated = column(values, rule)
    assert moved(treated) == expected
    result = dict(zip([f"U{k}" for k in range(len(values))], values, strict=True))
    result |= {unit: after for unit, _, after, _ in expected}
    assert treated.data["i1"].to_dict() == result


def test_what_the_record_says_of_a_column_that_passes_now() -> None:
    row = column([*range(1, 11), 30, 100]).record.indicators.loc["i1"]
    assert row["outcome"] == "passed once winsorised"
    assert (row["values"], row["points"]) == (12, 1)
    assert (row["passed_before"], row["passed_winsorised"], row["passed"]) == (False, True, True)
    names = ["skewness_before", "kurtosis_before", "skewness_after", "kurtosis_after"]
    assert [row[name] for name in names] == pytest.approx([3.063241, 9.741391, 1.712038, 1.815781], abs=5e-7)


@pytest.mark.parametrize(
    ("values", "rule", "outcome", "note"),
    [
        pytest.param(
            [*range(1, 21), 100, 200],
            OutlierRule(most=1),
            "still fails",
            "it still fails; points moved: 1",
            id="limit",
        ),
        pytest.param(
            [*range(1, 41), 500, 500],
            OutlierRule(most=1),
            "passed once winsorised",
            "2 points moved, more than 1",
            id="tie",
        ),
        pytest.param([0] * 9 + [1], OutlierRule(), "still fails", "would make them one", id="two values"),
        pytest.param([5] * 9, OutlierRule(), "cannot be checked", "all equal", id="equal values"),
        pytest.param([1, 2], OutlierRule(), "cannot be checked", "too few values", id="two units"),
    ],
)
def test_a_column_that_does_not_end_well_is_noted(
    values: list[float], rule: OutlierRule, outcome: str, note: str
) -> None:
    record = column(values, rule).record
    assert record.indicators.loc["i1", "outcome"] == outcome
    assert any(text.startswith("i1: ") and note in text for text in record.notes)


@pytest.mark.parametrize(
    ("rule", "passes"),
    [
        pytest.param(OutlierRule(), False, id="both above"),
        pytest.param(OutlierRule(skewness=3.1), True, id="skewness below its threshold"),
        pytest.param(OutlierRule(kurtosis=9.8), True, id="kurtosis below its threshold"),
        pytest.param(OutlierRule(2.6, 6.2, Estimator.POPULATION), True, id="population moments are smaller"),
        pytest.param(OutlierRule(2.6, 6.2, Estimator.SAMPLE), False, id="sample moments are larger"),
    ],
)
def test_both_thresholds_must_be_reached(rule: OutlierRule, passes: bool) -> None:
    row = column([*range(1, 11), 30, 100], rule).record.indicators.loc["i1"]
    assert row["passed_before"] == passes


def test_a_value_at_the_threshold_has_not_passed() -> None:
    """0, 0, 0, 1: the sample kurtosis is 4, the skewness (2 but for the last digit) far above its threshold."""
    values = [0.0, 0.0, 0.0, 1.0]

    def passes(kurtosis: float) -> Any:
        return column(values, OutlierRule(0.1, kurtosis)).record.indicators["passed_before"].item()

    limit = column(values).record.indicators["kurtosis_before"].item()
    assert limit == pytest.approx(4, abs=1e-12)
    assert not passes(limit)
    assert passes(math.nextafter(limit, 9))


numbers = st.one_of(st.integers(0, 12).map(float), st.just(math.nan), st.sampled_from([60.0, 400.0, -300.0]))


@SETTINGS
@given(
    st.lists(numbers, min_size=1, max_size=40),
    st.builds(
        OutlierRule,
        st.sampled_from([0.317, 1.013, 2.0]),
        st.sampled_from([-0.517, 1.013, 3.5]),
        st.sampled_from(list(Estimator)),
        st.sampled_from([None, 0, 1, 3, 5]),
    ),
)
def test_it_agrees_with_the_steps_told_with_lists(values: list[float], rule: OutlierRule) -> None:
    if len([x for x in values if not math.isnan(x)]) < 4:
        return
    np.testing.assert_array_equal(column(values, rule).data["i1"], by_hand(values, rule))


@pytest.mark.slow
@SETTINGS
@given(st.lists(numbers, min_size=1, max_size=40), st.sampled_from([None, 1, 5]))
def test_it_only_clips_and_what_passed_stays(values: list[float], most: int | None) -> None:
    rule = OutlierRule(most=most)
    treated = column(values, rule)
    after = treated.data["i1"]
    assert after.isna().tolist() == [math.isnan(x) for x in values]
    if after.notna().any():
        clipped = np.clip(values, after.min(), after.max())
        np.testing.assert_array_equal(after, clipped)
    if treated.record.indicators["passed"].eq(True).all():
        again = winsorise(treated.data, rule)
        pd.testing.assert_frame_equal(again.data, treated.data)
        assert again.record.points.empty


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"skewness": 0}, "no thresholds", id="skewness 0"),
        pytest.param({"kurtosis": math.nan}, "no thresholds", id="no kurtosis"),
        pytest.param({"most": -1}, "-1 points cannot be moved", id="negative limit"),
    ],
)
def test_a_rule_that_is_none_is_refused(arguments: dict[str, float], message: str) -> None:
    with pytest.raises(SmartxlError, match=message):
        OutlierRule(**arguments)  # type: ignore[arg-type]
