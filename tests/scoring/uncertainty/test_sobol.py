"""Sobol indices against functions whose indices are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from smartxl.errors import SmartxlError
from smartxl.rules.base import FloatArray
from smartxl.scoring.uncertainty import SobolDesign, sobol, sobol_indices

Function = Callable[[FloatArray], FloatArray]
_A = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def ishigami(u: FloatArray) -> FloatArray:
    x = (2 * u - 1) * np.pi
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def g_function(u: FloatArray) -> FloatArray:
    return np.asarray(np.prod((np.abs(4 * u - 2) + _A) / (1 + _A), axis=1))


def additive(u: FloatArray) -> FloatArray:
    return u[:, 0] + 2 * u[:, 1] + 3 * u[:, 2]


# Ishigami & Homma (1990) with a = 7, b = 0.1; the indices as in Saltelli & others, Global Sensitivity Analysis: The
# Primer (2008), and Sobol' & Levitan (1999). The g-function: Saltelli & Sobol' (1995); Saltelli & others (2010), table 5,
# prints first 0.716 0.179 0.0237 0.0072 and total 0.787 0.242 0.0343 0.0105. An additive function: a_i² / Σ a².
CASES: dict[str, tuple[Function, list[float], list[float]]] = {
    "ishigami": (ishigami, [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437]),
    "g-function": (
        g_function,
        [0.716, 0.179, 0.0237, 0.0072, 0.0001, 0.0001, 0.0001, 0.0001],
        [0.787, 0.242, 0.0343, 0.0105, 0.0001, 0.0001, 0.0001, 0.0001],
    ),
    "additive": (additive, [1 / 14, 4 / 14, 9 / 14], [1 / 14, 4 / 14, 9 / 14]),
}


@pytest.mark.parametrize(("function", "first", "total"), CASES.values(), ids=CASES)
def test_the_indices_are_the_published_ones(
    function: Function, first: list[float], total: list[float]
) -> None:
    names = [f"x{place}" for place in range(len(first))]
    found = sobol(function, dict.fromkeys(names, 1), points=4096, seed=1)
    assert found.index.tolist() == names
    np.testing.assert_allclose(found["first"], first, atol=0.015)
    np.testing.assert_allclose(found["total"], total, atol=0.01)
    assert (found["first_low"] <= np.array(first) + 0.002).all()
    assert (found["first_high"] >= np.array(first) - 0.002).all()
    assert (found["total_low"] <= np.array(total) + 0.002).all()
    assert (found["total_high"] >= np.array(total) - 0.002).all()


def test_numbers_that_change_together_are_one_factor() -> None:
    """Of Ishigami's x1 and x3 together: 1 less the total of x2."""
    found = sobol(lambda u: ishigami(u[:, [0, 2, 1]]), {"x1 and x3": 2, "x2": 1}, points=4096, seed=2)
    np.testing.assert_allclose(found["first"], [0.5576, 0.4424], atol=0.01)
    np.testing.assert_allclose(found["total"], [0.5576, 0.4424], atol=0.01)


def test_what_has_no_effect_has_none() -> None:
    found = sobol(lambda u: u[:, 0], {"a": 1, "b": 1}, points=16)
    np.testing.assert_allclose(found.loc["b"], 0, atol=1e-12)


def test_a_shift_of_the_results_changes_no_index() -> None:
    """Estimators that are not centred lose all digits far from 0."""
    near = sobol(additive, {"a": 1, "b": 1, "c": 1}, points=256)
    far = sobol(lambda u: additive(u) + 1e6, {"a": 1, "b": 1, "c": 1}, points=256)
    np.testing.assert_allclose(near, far, atol=1e-6)


def test_results_that_do_not_vary_have_no_indices() -> None:
    found = sobol(lambda u: np.full(len(u), 3.0), {"a": 1}, points=8)
    assert found.isna().all(axis=None)


def test_the_seed_makes_the_sample_and_the_limits() -> None:
    one, two, other = (sobol(additive, {"a": 1, "b": 1, "c": 1}, points=64, seed=seed) for seed in (5, 5, 6))
    assert one.equals(two)
    assert not one.equals(other)


def test_what_cannot_be_a_design_is_refused() -> None:
    with pytest.raises(SmartxlError, match="no power of 2"):
        SobolDesign({"a": 1}, 100)
    with pytest.raises(SmartxlError, match="nothing varies"):
        SobolDesign({}, 128)
    design = SobolDesign({"a": 1}, 8)
    with pytest.raises(SmartxlError, match="24 finite numbers"):
        sobol_indices(np.full(24, np.nan), design)
