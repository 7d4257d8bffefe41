from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import Retain, UnitRule, factor, varimax

SETTINGS = settings(max_examples=25, deadline=None)
KEYS = ["i1", "i10", "i2", "i20", "i3"]


def table(seed: int = 1, units: int = 40) -> pd.DataFrame:
    """Two factors with two and three indicators."""
    random = np.random.default_rng(seed)
    hidden = random.normal(size=(units, 2))
    values = hidden[:, [0, 0, 1, 1, 1]] + random.normal(size=(units, 5)) * 0.5
    return pd.DataFrame(values, columns=KEYS, index=[f"U{u}" for u in range(units)])


def criterion(loadings: np.ndarray) -> float:
    """What varimax makes largest: the variance of squared loadings, rows at length 1."""
    rows = loadings / np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    return float((rows**2).var(axis=0).sum())


def test_two_factors_are_found_and_weights_come_from_them() -> None:
    result = factor(table())
    assert list(result.loadings.columns) == ["F1", "F2"]
    strongest = result.loadings.abs().idxmax(axis=1)
    assert strongest["i1"] == strongest["i10"] != strongest["i2"]
    assert strongest["i2"] == strongest["i20"] == strongest["i3"]
    assert math.fsum(result.weights.values.values()) == pytest.approx(1)
    assert result.weights.conventions["retained"] == "2 of 5: eigenvalue above 1"
    assert result.weights.notes == ()


def test_the_handbooks_two_steps_give_the_same_weights() -> None:
    """Squared loading over the factor's variance, times the factor's share of the variance kept."""
    result = factor(table(), retain=3)
    squared = result.loadings.to_numpy() ** 2
    steps = squared / result.explained.to_numpy() * (result.explained / result.explained.sum()).to_numpy()
    best = steps[np.arange(5), squared.argmax(axis=1)]
    assert list(result.weights.values.values()) == pytest.approx((best / best.sum()).tolist())


def test_eigenvalues_and_communalities_add_up() -> None:
    result = factor(table(), retain=2)
    assert result.eigenvalues.sum() == pytest.approx(5)
    assert (np.diff(result.eigenvalues) <= 0).all()
    assert result.explained.sum() == pytest.approx(result.eigenvalues[:2].sum())
    plain = factor(table(), retain=2, rotate=False)
    assert plain.explained.to_numpy() == pytest.approx(plain.eigenvalues[:2])
    assert (result.loadings**2).sum(axis=1).tolist() == pytest.approx(
        (plain.loadings**2).sum(axis=1).tolist()
    )


def test_all_components_reproduce_the_correlations() -> None:
    result = factor(table(), retain=5)
    loadings = result.loadings.to_numpy()
    assert loadings @ loadings.T == pytest.approx(np.corrcoef(table().to_numpy(), rowvar=False), abs=1e-10)


def test_varimax_of_two_factors_by_trying_all_angles() -> None:
    loadings = factor(table(), retain=2, rotate=False).loadings.to_numpy()
    angles = np.linspace(0, math.pi / 2, 2001)
    turns = ([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]] for a in angles)
    best = max(criterion(loadings @ np.array(turn)) for turn in turns)
    assert criterion(varimax(loadings)) == pytest.approx(best, abs=1e-5)


@SETTINGS
@given(st.integers(0, 10_000), st.integers(2, 4))
def test_no_turn_of_two_factors_improves_on_varimax(seed: int, count: int) -> None:
    found = varimax(np.random.default_rng(seed).normal(size=(6, count)))
    for (i, j), angle in itertools.product(itertools.combinations(range(count), 2), (-0.01, 0.01)):
        turned = found.copy()
        turned[:, i] = found[:, i] * math.cos(angle) + found[:, j] * math.sin(angle)
        turned[:, j] = found[:, j] * math.cos(angle) - found[:, i] * math.sin(angle)
        assert criterion(turned) <= criterion(found) + 1e-9


@SETTINGS
@given(st.integers(0, 10_000), st.permutations(KEYS), st.sampled_from([-3.0, 0.01, 100.0]))
def test_neither_order_nor_unit_of_measurement_matters(seed: int, order: list[str], size: float) -> None:
    """A negative factor turns an indicator round, which changes no squared loading."""
    data = table(seed)
    first = factor(data, retain=2).weights.values
    second = factor(data[order].assign(i2=data["i2"] * size + 5), retain=2).weights.values
    assert {k: second[k] for k in KEYS} == pytest.approx(dict(first), rel=1e-6)


def test_the_retention_rules_differ() -> None:
    data = table()
    assert factor(data, retain=Retain.SHARE).loadings.shape[1] == sum(factor(data).eigenvalues > 0.5)
    alone = factor(data, retain=1)
    assert alone.loadings.shape == (5, 1)
    assert "Handbook asks for more than 60%" in alone.weights.notes[0]


def test_unrelated_indicators_weigh_alike() -> None:
    """Eigenvalues of exactly 1 are not above 1, yet one component stays."""
    corners = pd.DataFrame(list(itertools.product([-1.0, 1.0], repeat=4)), columns=["a", "b", "c", "d"])
    result = factor(corners)
    assert result.loadings.shape == (4, 1)
    assert list(factor(corners, retain=4).weights.values.values()) == pytest.approx([0.25] * 4)


def test_too_few_units_and_other_trouble() -> None:
    with pytest.raises(SmartxlError, match="14 units are too few for 5 indicators: 15 are needed"):
        factor(table(units=14))
    assert len(factor(table(units=14), rule=UnitRule(10)).weights.values) == 5
    with pytest.raises(SmartxlError, match="i1: all units"):
        factor(table().assign(i1=3.0))
    for wrong in (0, 6):
        with pytest.raises(SmartxlError, match="keep 1 to 5"):
            factor(table(), retain=wrong)
