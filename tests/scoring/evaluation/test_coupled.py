"""Coupling coordination in its variants, and degrees of obstacle, beside published examples."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartxl.errors import SmartxlError
from smartxl.scoring.evaluation import COUPLING_TABLES, CouplingFormula, CouplingTable, coupling, obstacles

SYSTEMS = pd.DataFrame(
    {
        "s1": [0.0162, 0.1782, 0.5490, 0.6730, 0.0207, 0.9875],
        "s2": [0.2720, 0.6824, 0.0593, 0.4812, 0.8891, 0.5573],
        "s3": [0.2655, 0.3721, 0.5729, 0.9082, 0.2017, 0.8984],
    },
    index=list("ABCDEF"),
)
"""The example of `system_evaluation` in the reference of the R package mathmodels 0.0.11."""
SHARES = {"s1": 0.4, "s2": 0.3, "s3": 0.3}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {},
            [(0.571, 0.185, 0.325), (0.867, 0.411, 0.597), (0.674, 0.394, 0.515), (0.967, 0.687, 0.815),
             (0.418, 0.370, 0.393), (0.971, 0.814, 0.889)],
        ),
        (
            {"weights": SHARES, "formula": "spread"},
            [(0.447, 0.168, 0.274), (0.501, 0.388, 0.440), (0.455, 0.409, 0.432), (0.669, 0.686, 0.678),
             (0.175, 0.336, 0.242), (0.715, 0.832, 0.771)],
        ),
    ],
    ids=["usual, equal weights", "corrected by Wang Shujia et al. 2021, weighted"],
)  # fmt: skip
def test_a_published_example(options: dict[str, object], told: list[tuple[float, ...]]) -> None:
    """C, T and D to the three digits that are printed."""
    found = coupling(SYSTEMS, **options).table  # type: ignore[arg-type]
    assert found[["c", "t", "d"]].to_numpy() == pytest.approx(np.array(told), abs=5.1e-4)
    assert found["grade"].tolist() == [1 + math.floor(10 * d) for d in found["d"]]


def test_two_systems_with_weights() -> None:
    """The example of `coupling` of mathmodels 0.0.2 with the weights 0.6 and 0.4: seven digits."""
    found = coupling(SYSTEMS[["s1", "s2"]], {"s1": 0.6, "s2": 0.4}).table
    told = [0.2336602, 0.5548483, 0.4576927, 0.7668047, 0.3313077, 0.8849650]
    assert found["d"].tolist() == pytest.approx(told, abs=5.1e-8)


def test_formulas_of_c() -> None:
    """0.8 and 0.2: G = 0.4, A = 0.5, written out."""
    two = pd.DataFrame({"u1": [80.0], "u2": [20.0]}, index=["a"])
    told = {"root": 0.8, "power": 0.64, "sum": 0.4, "spread": math.sqrt(0.4 * 0.25)}
    for formula, c in told.items():
        assert coupling(two, full=100, formula=formula).table.loc["a", "c"] == pytest.approx(c)
    assert coupling(two, full=100, formula="power", k=2).table.loc["a", "c"] == pytest.approx(0.64**2)
    weighted = coupling(two, {"u1": 3, "u2": 1}, full=100, development="geometric").table
    assert weighted.loc["a", "t"] == pytest.approx(0.8**0.75 * 0.2**0.25)


@pytest.mark.parametrize("table", CouplingTable)
def test_grades_begin_where_the_table_says(table: CouplingTable) -> None:
    lows = [low for low, _ in COUPLING_TABLES[table]]
    values = [x**2 for x in (*lows, 1.0)]  # of equal systems D is √u
    ends = pd.DataFrame({"u1": values, "u2": values})
    found = coupling(ends, table=table)
    assert found.table["grade"].tolist() == [*range(1, len(lows) + 1), len(lows)]
    assert len(found.words) == len(lows)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        ({"u1": [0.5]}, {}),
        ({"u1": [0.5], "u2": [1.5]}, {}),
        ({"u1": [0.5], "u2": [-0.5]}, {}),
        ({"u1": [0.5], "u2": [0.5]}, {"k": 0}),
        ({"u1": [0.5], "u2": [0.5]}, {"weights": {"u1": 1, "u2": 0}}),
    ],
    ids=["one system", "above full marks", "negative", "no exponent", "one that weighs"],
)
def test_what_does_not_couple(data: dict[str, list[float]], options: dict[str, object]) -> None:
    with pytest.raises(SmartxlError):
        coupling(pd.DataFrame(data), **options)  # type: ignore[arg-type]


def test_a_system_at_zero_couples_with_none() -> None:
    found = coupling(pd.DataFrame({"u1": [0.0, 0.0], "u2": [0.5, 0.0]})).table
    assert found["c"].tolist() == [0, 0]
    assert found["d"].tolist() == [0, 0]


def test_a_published_example_of_obstacles() -> None:
    """`obstacle_degree` of the same example, equal weights: what is lost, three digits; here as shares of it."""
    lost = np.array([
        (0.328, 0.243, 0.245), (0.274, 0.106, 0.209), (0.150, 0.314, 0.142),
        (0.109, 0.173, 0.0306), (0.326, 0.0370, 0.266), (0.00417, 0.148, 0.0339),
    ])  # fmt: skip
    found = obstacles(SYSTEMS, full=1.0)
    assert found.to_numpy() == pytest.approx(lost / lost.sum(axis=1, keepdims=True), abs=2e-3)


def test_obstacles_of_what_is_missing_or_full() -> None:
    scores = pd.DataFrame({"x": [80.0, 100.0, math.nan], "y": [60.0, 120.0, 50.0]}, index=list("abc"))
    found = obstacles(scores, {"y": 1, "x": 3})
    assert found.T["a"].tolist() == pytest.approx([0.6, 0.4])
    assert found.T["b"].isna().all()
    assert found.T["c"].tolist() == pytest.approx([math.nan, 1], nan_ok=True)
    with pytest.raises(SmartxlError, match="0"):
        obstacles(scores, full=0)


@given(
    values=arrays(float, (3, 4), elements=st.floats(0, 1)),
    formula=st.sampled_from(CouplingFormula),
    order=st.permutations(range(4)),
)
def test_coupling_lies_between_0_and_1_and_knows_no_order(
    values: np.ndarray, formula: CouplingFormula, order: list[int]
) -> None:
    systems = pd.DataFrame(values, columns=list("abcd"))
    found = coupling(systems, formula=formula).table
    for part in ("c", "t", "d"):
        assert found[part].between(0, 1 + 1e-12).all()
    turned = coupling(systems.iloc[:, order], formula=formula).table
    np.testing.assert_allclose(turned, found, atol=1e-9)


@given(scores=arrays(float, (4, 3), elements=st.floats(0, 100)), factor=st.floats(0.1, 1000))
def test_obstacles_are_shares(scores: np.ndarray, factor: float) -> None:
    """They add up to 1 for a unit that lacks something, whatever the scale of the weights."""
    frame = pd.DataFrame(scores, columns=list("abc"))
    weights = {"a": 1.0, "b": 2.0, "c": 0.0}
    found = obstacles(frame, weights)
    lacking = found.dropna()
    np.testing.assert_allclose(lacking.sum(axis=1), 1.0)
    assert (lacking >= 0).all(axis=None)
    assert (lacking["c"] == 0).all()
    again = obstacles(frame, {key: weight * factor for key, weight in weights.items()})
    np.testing.assert_allclose(again, found, atol=1e-9)
