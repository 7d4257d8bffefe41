"""Weighted mean, competition rank and bands: hand-computed values and laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartxl.model.combination import Boundary
from smartxl.rules import band_index, weighted_mean

NAN = math.nan
scores_2d = arrays(np.float64, (5, 4), elements=st.one_of(st.just(NAN), st.floats(0, 100)))
weights_1d = arrays(np.float64, 4, elements=st.floats(0.5, 50))


@pytest.mark.parametrize(
    ("scores", "weights", "digits", "expected"),
    [
        ([80.0, 60.0, 40.0], [50.0, 30.0, 20.0], None, 66.0),
        ([80.0, NAN, 40.0], [50.0, 30.0, 20.0], 2, 68.57),  # (80·50 + 40·20) / 70
        ([83.33, 75.0, 40.0], [50.0, 30.0, 20.0], 2, 72.17),  # 72.165: a tie
        ([NAN, NAN], [50.0, 50.0], 2, NAN),
        ([70.0, NAN], [0.0, 100.0], 2, NAN),
        ([], [], 2, NAN),
        ([0.0, 100.0], [75.0, 25.0], 2, 25.0),
        ([75.0, 75.0, 75.0], [1.0, 2.0, 4.0], None, 75.0),
    ],
    ids=["all", "one missing", "tie", "none", "no weight left", "empty", "zero is a score", "constant"],
)
def test_weighted_mean(
    scores: list[float], weights: list[float], digits: int | None, expected: float
) -> None:
    np.testing.assert_allclose(weighted_mean(scores, weights, digits), expected, rtol=1e-15)


def test_not_applicable_spreads_its_weight_over_the_siblings() -> None:
    """75 points of 100 left: each sibling's weight grows by 4/3."""
    mean = weighted_mean([60.0, 90.0, 30.0, NAN], [25.0, 25.0, 25.0, 25.0])
    np.testing.assert_allclose(mean, (60 * 25 + 90 * 25 + 30 * 25) * (4 / 3) / 100)


@given(scores=scores_2d, weights=weights_1d)
def test_the_mean_lies_between_its_scores(scores: np.ndarray, weights: np.ndarray) -> None:
    mean = weighted_mean(scores, weights)
    none = np.isnan(scores).all(axis=1)
    np.testing.assert_array_equal(np.isnan(mean), none)
    lowest = np.where(np.isnan(scores), np.inf, scores).min(axis=1)
    highest = np.where(np.isnan(scores), -np.inf, scores).max(axis=1)
    assert (mean[~none] >= lowest[~none] - 1e-9).all()
    assert (mean[~none] <= highest[~none] + 1e-9).all()


@given(scores=scores_2d, weights=weights_1d, factor=st.floats(0.01, 100))
def test_only_the_ratio_of_weights_matters(scores: np.ndarray, weights: np.ndarray, factor: float) -> None:
    np.testing.assert_allclose(
        weighted_mean(scores, weights * factor), weighted_mean(scores, weights), rtol=1e-9, atol=1e-9
    )


@given(scores=scores_2d, weights=weights_1d, order=st.permutations(range(4)))
def test_order_does_not_matter(scores: np.ndarray, weights: np.ndarray, order: list[int]) -> None:
    shuffled = weighted_mean(scores[:, order], weights[order])
    np.testing.assert_allclose(shuffled, weighted_mean(scores, weights), rtol=1e-9, atol=1e-9)


THRESHOLDS = (0.0, 55.0, 70.0, 85.0)


@pytest.mark.parametrize(
    ("score", "lower", "upper"),
    [
        (-1.0, 0, 0),
        (0.0, 0, 0),
        (54.99, 0, 0),
        (55.0, 1, 0),
        (55.01, 1, 1),
        (70.0, 2, 1),
        (85.0, 3, 2),
        (100.0, 3, 3),
        (NAN, NAN, NAN),
    ],
)
def test_band_index_at_each_boundary(score: float, lower: float, upper: float) -> None:
    np.testing.assert_equal(band_index([score], THRESHOLDS, Boundary.LOWER), [lower])
    np.testing.assert_equal(band_index([score], THRESHOLDS, Boundary.UPPER), [upper])


@pytest.mark.parametrize("score", [55 - 1e-14, 55 + 1e-14])
def test_a_score_beside_a_threshold_by_its_last_bit_lies_on_it(score: float) -> None:
    """The geometric mean of two scores of 60 is 59.999999999999986."""
    assert score != 55
    np.testing.assert_equal(band_index([score], THRESHOLDS, Boundary.LOWER), [1])
    np.testing.assert_equal(band_index([score], THRESHOLDS, Boundary.UPPER), [0])


@given(a=st.floats(0, 100), b=st.floats(0, 100), boundary=st.sampled_from(Boundary))
def test_a_better_score_is_never_in_a_lower_band(a: float, b: float, boundary: Boundary) -> None:
    low, high = band_index(sorted([a, b]), THRESHOLDS, boundary)
    assert low <= high
