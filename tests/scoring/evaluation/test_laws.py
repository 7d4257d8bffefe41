"""Laws: bounds, monotony, keys instead of places, units of measurement, weights of 0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartxl.scoring.evaluation import grey_relation, rsr, topsis, vikor

Method = Callable[[pd.DataFrame, pd.Series], "pd.Series[float]"]
METHODS: dict[str, Method] = {
    "topsis, vector": lambda x, w: topsis(x, w).closeness,
    "topsis, min-max in the distance": lambda x, w: (
        topsis(x, w, scale="min-max", weighed="distance").closeness
    ),
    "topsis, sum from 0": lambda x, w: topsis(x, w, scale="sum", worst="zero").closeness,
    "grey": lambda x, w: grey_relation(x, w).grades,
    "grey against the worst": lambda x, w: grey_relation(x, w, against_worst=True).grades,
    "rsr": lambda x, w: rsr(x, w).table["rsr"],
    "rsr of values": lambda x, w: rsr(x, w, ranking="non-integer").table["rsr"],
    "vikor": lambda x, w: 1 - vikor(x, w).table["q"],
}

FEW = settings(max_examples=25)
"""Of eight methods each."""


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.Series]:
    """Scores with ties, and weights."""
    units, keys = draw(st.integers(2, 7)), draw(st.integers(1, 4))
    values = draw(arrays(float, (units, keys), elements=st.integers(1, 20).map(float)))
    weights = draw(arrays(float, keys, elements=st.integers(1, 9).map(float)))
    names = [f"i{n}" for n in range(keys)]
    return pd.DataFrame(values, index=[f"u{n}" for n in range(units)], columns=names), pd.Series(
        weights, index=names
    )


pytestmark = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@FEW
@given(given=tables())
def test_results_lie_between_0_and_1(method: Method, given: tuple[pd.DataFrame, pd.Series]) -> None:
    found = method(*given).dropna()
    assert ((found >= -1e-12) & (found <= 1 + 1e-12)).all()


@FEW
@given(given=tables())
def test_who_is_better_in_everything_is_not_behind(
    method: Method, given: tuple[pd.DataFrame, pd.Series]
) -> None:
    scores, weights = given
    best = scores.copy()
    best.loc["top"] = scores.max()
    best.loc["low"] = scores.min()
    found = method(best, weights)
    if found.notna().all():
        assert found["top"] >= found.max() - 1e-9
        assert found["low"] <= found.min() + 1e-9


@FEW
@given(given=tables(), seed=st.integers(0, 99))
def test_neither_the_order_of_units_nor_of_keys_matters(
    method: Method, given: tuple[pd.DataFrame, pd.Series], seed: int
) -> None:
    scores, weights = given
    mixed = scores.sample(frac=1.0, random_state=seed).sample(frac=1.0, axis=1, random_state=seed)
    found = method(mixed, weights.sample(frac=1.0, random_state=seed + 1))
    np.testing.assert_allclose(found[scores.index], method(scores, weights), atol=1e-9)


@FEW
@given(given=tables(), factor=st.sampled_from([0.01, 3.0, 1e6]))
def test_units_of_measurement_do_not_matter(
    method: Method, given: tuple[pd.DataFrame, pd.Series], factor: float
) -> None:
    scores, weights = given
    found = method(scores.assign(i0=scores["i0"] * factor), weights * 7)
    np.testing.assert_allclose(found, method(scores, weights), atol=1e-9)


@FEW
@given(given=tables())
def test_a_weight_of_0_has_no_effect(method: Method, given: tuple[pd.DataFrame, pd.Series]) -> None:
    scores, weights = given
    more = scores.assign(extra=np.arange(len(scores), dtype=float))
    found = method(more, pd.concat([weights, pd.Series({"extra": 0.0})]))
    pd.testing.assert_series_equal(found, method(scores, weights))
