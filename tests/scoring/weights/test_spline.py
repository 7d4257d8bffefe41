"""The penalised spline against other programs and in cases that are known."""

from __future__ import annotations

import numpy as np
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import Binned, PenalisedSpline, correlation_ratio
from smartxl.scoring.weights.result import FloatArray
from smartxl.scoring.weights.spline import spline_basis

X: FloatArray = np.mod(np.arange(51) * 0.6180339887498949, 1.0)
"""Points between 0 and 1 that no generator of random numbers has to make again."""
NOISE: FloatArray = np.sin(1000 * X**2)


@pytest.mark.parametrize(
    ("y", "mgcv", "smooth_spline"),
    [
        pytest.param((X - 0.5) ** 2 + 0.05 * NOISE, 0.7904638, 0.7900708, id="bent"),
        pytest.param(np.sin(7 * X) + 0.5 * NOISE, 0.7481368, 0.7472257, id="a wave"),
        pytest.param(X + 0.2 * NOISE, 0.7901500, 0.7901151, id="straight"),
    ],
)
def test_the_ratio_that_r_gives(y: FloatArray, mgcv: float, smooth_spline: float) -> None:
    """var(fitted)/var(y) of `gam(y ~ s(x, bs = "cr", k = 16), method = "GCV.Cp")` and `smooth.spline(x, y)`, R 4.2.2."""
    found = correlation_ratio(X, y, PenalisedSpline())
    assert found == pytest.approx(mgcv, abs=0.002)
    assert found == pytest.approx(smooth_spline, abs=0.002)


def test_a_line_is_as_smooth_as_it_gets() -> None:
    basis = spline_basis(X, PenalisedSpline())
    smoothing = basis.smoothing(3 * X + 2)
    assert basis.shrinkage(smoothing).sum() == pytest.approx(2, abs=1e-6)
    assert basis.fitted(3 * X + 2, smoothing) == pytest.approx(3 * X + 2)


@pytest.mark.parametrize("values", [1, 2, 3])
def test_few_different_values_have_their_means(values: int) -> None:
    x = np.floor(values * X)
    y = X + 0.2 * NOISE
    assert correlation_ratio(x, y, PenalisedSpline()) == pytest.approx(correlation_ratio(x, y, Binned(None)))


def test_scale_and_order_of_x_change_nothing() -> None:
    y = np.sin(7 * X) + 0.5 * NOISE
    found = correlation_ratio(X, y, PenalisedSpline())
    assert correlation_ratio(1e6 - 250 * X, y, PenalisedSpline()) == pytest.approx(found, abs=1e-6)
    assert correlation_ratio(X[::-1], y[::-1], PenalisedSpline()) == pytest.approx(found, abs=1e-9)


def test_knots_are_at_least_one() -> None:
    with pytest.raises(SmartxlError, match="1 or more"):
        PenalisedSpline(0)
