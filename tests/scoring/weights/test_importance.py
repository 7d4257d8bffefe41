from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import (
    Binned,
    LocalLinear,
    UnitRule,
    correlation_ratio,
    direct,
    equal,
    importance,
)

SETTINGS = settings(max_examples=25, deadline=None)
KEYS = ["i1", "i10", "i2"]
ALGEBRA, GEOMETRY, STATISTICS = [45, 70, 29, 15, 21], [40, 20, 30, 42], [65, 95, 80, 70, 85, 73]


def table(seed: int = 2, units: int = 60) -> pd.DataFrame:
    """Three independent indicators, the second with twice the spread."""
    values = np.random.default_rng(seed).normal(size=(units, 3)) * [1.0, 2.0, 1.0]
    return pd.DataFrame(values, columns=KEYS, index=[f"U{u}" for u in range(units)])


def test_a_textbook_correlation_ratio() -> None:
    """Scores in three subjects: η² = 6780/9640."""
    groups = np.repeat([1.0, 2.0, 3.0], [5, 4, 6])
    marks = np.array(ALGEBRA + GEOMETRY + STATISTICS, dtype=float)
    assert correlation_ratio(groups, marks, Binned(None)) == pytest.approx(6780 / 9640, abs=1e-12)
    assert correlation_ratio(groups, marks, Binned(3)) == pytest.approx(6780 / 9640, abs=1e-12)


def test_a_bent_relation_is_seen_by_s_and_not_by_r() -> None:
    x = np.linspace(-1, 1, 101)
    frame = pd.DataFrame({"i1": x}, index=[f"U{k}" for k in range(101)])
    bent = pd.Series(x**2, index=frame.index)
    for smoother, least in ((LocalLinear(), 0.95), (Binned(10), 0.85)):
        found = importance(frame, equal(["i1"]), bent, smoother).indicators[0]
        assert found.r_squared == pytest.approx(0, abs=1e-12)
        assert least < found.correlation_ratio < 1


@SETTINGS
@given(st.integers(0, 10_000), st.floats(-5, 5).filter(lambda b: abs(b) > 0.01))
def test_a_straight_line_explains_all(seed: int, slope: float) -> None:
    x = np.random.default_rng(seed).normal(size=30)
    assert correlation_ratio(x, 3 + slope * x, LocalLinear()) == pytest.approx(1, abs=1e-9)
    assert correlation_ratio(x, 3 + slope * x, LocalLinear(0.8)) == pytest.approx(1, abs=1e-9)


def test_a_wide_kernel_is_the_straight_line_of_least_squares() -> None:
    x, noise = np.random.default_rng(4).normal(size=(2, 50))
    y = x**2 + x + noise
    expected = np.corrcoef(x, y)[0, 1] ** 2
    assert correlation_ratio(x, y, LocalLinear(1e4)) == pytest.approx(expected, abs=1e-6)


def test_local_linear_fits_by_weighted_least_squares() -> None:
    """Each fitted value by numpy's own polynomial fit with square roots of the kernel as weights."""
    x, noise = np.random.default_rng(5).normal(size=(2, 25))
    y = np.sin(2 * x) + noise / 3
    fitted = [np.polyval(np.polyfit(x - at, y, 1, w=np.exp(-0.25 * ((x - at) / 0.7) ** 2)), 0.0) for at in x]
    expected = np.var(fitted) / np.var(y)
    assert correlation_ratio(x, y, LocalLinear(0.7)) == pytest.approx(float(expected), abs=1e-10)


def test_independent_indicators_share_the_variance_by_their_spread() -> None:
    """Var is w²σ²: 1 : 4 : 1 with equal weights, so nominal thirds are effective sixths and two thirds."""
    result = importance(table(units=600), equal(KEYS))
    effective = {i.key: i.effective for i in result.indicators}
    assert effective == pytest.approx({"i1": 1 / 6, "i10": 2 / 3, "i2": 1 / 6}, abs=0.04)
    assert math.fsum(effective.values()) == pytest.approx(1)
    assert [i.nominal for i in result.indicators] == pytest.approx([1 / 3] * 3)
    linear = result.frame()["r_squared"].sum()
    assert linear == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("smoother", [LocalLinear(), Binned(4)], ids=str)
@SETTINGS
@given(seed=st.integers(0, 10_000), order=st.permutations(KEYS), size=st.sampled_from([0.01, 50.0]))
def test_importance_follows_keys_and_units(
    smoother: LocalLinear | Binned, seed: int, order: list[str], size: float
) -> None:
    frame, weights = table(seed, 25), direct({"i2": 5, "i1": 2, "i10": 3})
    composite = frame @ weights.series()[KEYS]
    first = importance(frame, weights, composite, smoother).frame()
    mixed = frame.loc[list(frame.index)[::-1], order] * size
    second = importance(mixed, weights, composite, smoother).frame().loc[KEYS]
    assert second.to_numpy() == pytest.approx(first.to_numpy(), abs=1e-7)
    assert first.to_numpy().min() >= 0
    assert first.to_numpy().max() <= 1
    assert importance(frame, weights, smoother=smoother).frame().to_numpy() == pytest.approx(
        first.to_numpy(), abs=1e-9
    )


def test_equal_values_stay_in_one_group() -> None:
    x = np.array([1.0] * 8 + [2.0, 3.0])
    y = np.array([*range(8), 20.0, 30.0])
    same = np.where(x == 1, 1.0, 2.0)
    assert correlation_ratio(x, y, Binned(2)) == pytest.approx(correlation_ratio(same, y, Binned(None)))


@pytest.mark.parametrize("smoother", [LocalLinear(), Binned(4), Binned(None)], ids=str)
def test_hard_columns_give_a_number_between_0_and_1(smoother: LocalLinear | Binned) -> None:
    """A single 1 among zeros, two values, one far outlier: no bandwidth may divide by nothing."""
    y = np.random.default_rng(6).normal(size=20)
    for x in (np.eye(20)[3], np.repeat([0.0, 1.0], 10), np.append(np.arange(19.0), 1e9)):
        assert 0 <= correlation_ratio(x, y, smoother) <= 1
    assert correlation_ratio(np.full(20, 0.1), y, smoother) == 0


def test_an_indicator_that_does_not_vary_has_no_importance() -> None:
    result = importance(table().assign(i1=0.1), equal(KEYS))
    assert result.indicators[0].correlation_ratio == result.indicators[0].r_squared == 0
    assert result.notes == ("importance 0, because the units do not differ: i1",)


def test_conventions_are_declared() -> None:
    result = importance(table(), equal(KEYS), smoother=Binned(3))
    assert result.conventions["smoother"] == "means of 3 groups of equal counts"
    assert "leave-one-out" in importance(table(), equal(KEYS)).conventions["smoother"]
    assert result.conventions["composite"] == "weighted arithmetic mean"


def test_trouble_is_named() -> None:
    frame, weights = table(units=20), equal(KEYS)
    with pytest.raises(SmartxlError, match="19 units are too few"):
        importance(frame.iloc[:19], weights)
    assert len(importance(frame.iloc[:8], weights, rule=UnitRule(5)).indicators) == 3
    with pytest.raises(SmartxlError, match="i7"):
        importance(frame.rename(columns={"i1": "i7"}), weights)
    composite = frame.sum(axis=1)
    with pytest.raises(SmartxlError, match="U3"):
        importance(frame, weights, composite.drop("U3"))
    with pytest.raises(SmartxlError, match="U3"):
        importance(frame, weights, composite.where(composite.index != "U3"))
    with pytest.raises(SmartxlError, match="U3"):
        importance(frame, weights, pd.concat([composite, composite[["U3"]]]))
    with pytest.raises(SmartxlError, match="same for all units"):
        importance(frame, weights, composite * 0)
    with pytest.raises(SmartxlError, match="bins"):
        importance(frame, weights, smoother=Binned(1))
    with pytest.raises(SmartxlError, match="bandwidth"):
        importance(frame, weights, smoother=LocalLinear(0))
