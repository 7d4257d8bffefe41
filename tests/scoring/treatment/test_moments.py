from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from smartxl.scoring.treatment import Estimator, shape

SETTINGS = settings(max_examples=40, deadline=None)
MICROSOFT = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7]
COINR = [*range(1, 11), 30, 100]

integers = st.lists(st.integers(-1000, 1000), min_size=4, max_size=30).filter(lambda x: len(set(x)) > 1)


def moments(values: list[float], estimator: Estimator = Estimator.SAMPLE) -> tuple[float, float]:
    found = shape(pd.DataFrame({"i1": values}, dtype=float), estimator)
    return found["skewness"].item(), found["kurtosis"].item()


def exact(values: list[int]) -> tuple[float, float]:
    """Population moments from exact fractions; only the last root is rounded."""
    mean = Fraction(sum(values), len(values))
    second, third, fourth = (
        sum(((Fraction(x) - mean) ** k for x in values), Fraction(0)) / len(values) for k in (2, 3, 4)
    )
    squared = third**2 / second**3
    return math.copysign(math.sqrt(squared), third), float(fourth / second**2 - 3)


@pytest.mark.parametrize(
    ("values", "estimator", "skewness", "kurtosis", "within"),
    [
        pytest.param(
            MICROSOFT, Estimator.SAMPLE, 0.359543071, -0.151799637, 1e-9, id="Microsoft, SKEW and KURT"
        ),
        pytest.param(MICROSOFT, Estimator.POPULATION, 0.303193339, None, 1e-9, id="Microsoft, SKEW.P"),
        pytest.param(
            [35, 31, 47, 51, 37, 31, 58, 39], Estimator.SAMPLE, None, -0.7496238078, 1e-10, id="Spread, KURT"
        ),
        pytest.param([10, 20, 30, -20], Estimator.SAMPLE, None, 1.5, 1e-12, id="bettersolutions, KURT"),
        pytest.param(
            [4, 7, 5, 2, 3, 4, 5, 1, 2, 7], Estimator.POPULATION, 0.16199, None, 1e-5, id="Spread, SKEW.P"
        ),
        pytest.param(COINR, Estimator.SAMPLE, 3.063241, 9.741391, 5e-7, id="COINr, two outliers"),
        pytest.param(
            [*range(1, 11), 30, 30], Estimator.SAMPLE, 1.712038, 1.815781, 5e-7, id="COINr, one of them moved"
        ),
    ],
)
def test_published_values(
    values: list[float], estimator: Estimator, skewness: float | None, kurtosis: float | None, within: float
) -> None:
    for found, published in zip(moments(values, estimator), (skewness, kurtosis), strict=True):
        if published is not None:
            assert found == pytest.approx(published, abs=within)


@SETTINGS
@given(integers)
def test_the_population_estimator_agrees_with_exact_fractions(values: list[int]) -> None:
    assert moments(list(values), Estimator.POPULATION) == pytest.approx(exact(values), rel=1e-9, abs=1e-9)


@SETTINGS
@given(integers)
def test_both_estimators_agree_with_scipy(values: list[int]) -> None:
    for estimator, biased in ((Estimator.SAMPLE, False), (Estimator.POPULATION, True)):
        theirs = (stats.skew(values, bias=biased), stats.kurtosis(values, bias=biased))
        assert moments(list(values), estimator) == pytest.approx(theirs, rel=1e-9, abs=1e-9)


@SETTINGS
@given(integers, st.sampled_from([1e-200, 1e-3, 7.0, 1e80]))
def test_neither_moment_depends_on_the_unit_of_measurement(values: list[int], factor: float) -> None:
    scaled = moments([x * factor for x in values])
    assert scaled == pytest.approx(moments(list(values)), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "estimator", "defined"),
    [
        pytest.param([1, 2, 9], Estimator.SAMPLE, (True, False), id="three values have no sample kurtosis"),
        pytest.param([1, 2], Estimator.SAMPLE, (False, False), id="two values have neither"),
        pytest.param([1, 2], Estimator.POPULATION, (True, True), id="two values are a population"),
        pytest.param(
            [0.1] * 10, Estimator.SAMPLE, (False, False), id="equal values, though their mean is rounded"
        ),
        pytest.param([math.nan] * 5, Estimator.SAMPLE, (False, False), id="no values"),
    ],
)
def test_what_is_not_defined_is_nan(
    values: list[float], estimator: Estimator, defined: tuple[bool, bool]
) -> None:
    assert tuple(not math.isnan(found) for found in moments(values, estimator)) == defined


def test_blanks_are_left_out_and_the_columns_named() -> None:
    data = pd.DataFrame({"i10": [*MICROSOFT, np.nan], "i2": [*MICROSOFT, 1.0]})
    found = shape(data)
    assert found.index.name == "indicator"
    assert found["values"].to_dict() == {"i10": 10, "i2": 11}
    assert found.loc["i10", "skewness"] == pytest.approx(0.359543071, abs=1e-9)
