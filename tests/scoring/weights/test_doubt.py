from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import Bounded, Bounds, UnitRule, benefit_of_doubt

SETTINGS = settings(max_examples=12, deadline=None)
ANY = UnitRule(1)
KEYS = ["i1", "i10", "i2"]


def frame(rows: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(
        rows, columns=KEYS[: len(rows[0])], index=[f"U{u}" for u in range(len(rows))], dtype=float
    )


def best_corner(values: np.ndarray, unit: int) -> float:
    """The unbounded score by brute force: the best feasible crossing of two constraints."""
    lines = [(*row, 1.0) for row in values] + [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]
    best = 0.0
    for first, second in itertools.combinations(lines, 2):
        matrix = np.array([first[:2], second[:2]])
        if abs(np.linalg.det(matrix)) > 1e-9:
            weights = np.linalg.solve(matrix, [first[2], second[2]])
            if (weights >= -1e-9).all() and (values @ weights <= 1 + 1e-9).all():
                best = max(best, float(values[unit] @ weights))
    return best


def test_by_hand() -> None:
    """Each of the first two is best at something; the third reaches 4/5 of the line between them."""
    result = benefit_of_doubt(frame([[4, 1], [1, 4], [2, 2]]), rule=ANY)
    assert result.scores.to_dict() == pytest.approx({"U0": 1, "U1": 1, "U2": 0.8})
    assert result.weights.to_numpy()[2].tolist() == pytest.approx([0.2, 0.2])
    assert result.shares.sum(axis=1).tolist() == pytest.approx([1, 1, 1])


def test_a_bounded_pie_by_hand() -> None:
    """With shares of exactly one half, w·x is the same for both: the harmonic mean against the best one's."""
    result = benefit_of_doubt(frame([[4, 1], [1, 4], [2, 2]]), Bounds(0.5, 0.5), rule=ANY)
    assert result.shares.to_numpy() == pytest.approx(np.full((3, 2), 0.5))
    # U0: w = (t/8, t/2), tightest for U1: t/8 + 2t ≤ 1; U2: w = (t/4, t/4), tightest for the others: 5t/4 ≤ 1
    assert result.scores.to_dict() == pytest.approx({"U0": 8 / 17, "U1": 8 / 17, "U2": 0.8})


def test_fixed_weight_shares_are_a_weighted_mean_over_its_best() -> None:
    rows = [[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]]
    bounds = Bounds(of=Bounded.WEIGHT_SHARE, by_key={"i1": (0.75, 0.75), "i10": (0.25, 0.25)})
    result = benefit_of_doubt(frame(rows), bounds, rule=ANY)
    means = np.array(rows) @ [0.75, 0.25]
    assert result.scores.tolist() == pytest.approx((means / means.max()).tolist())


pairs = st.lists(st.lists(st.integers(1, 20), min_size=2, max_size=2), min_size=2, max_size=5)


@SETTINGS
@given(pairs)
def test_scores_by_brute_force(rows: list[list[float]]) -> None:
    values = np.array(rows, dtype=float)
    found = benefit_of_doubt(frame(rows), rule=ANY).scores.tolist()
    assert found == pytest.approx([best_corner(values, u) for u in range(len(rows))], abs=1e-7)


triples = st.lists(st.lists(st.integers(1, 20), min_size=3, max_size=3), min_size=3, max_size=6)
bounded = st.sampled_from([Bounds(), Bounds(0.1), Bounds(0.2, 0.5), Bounds(0.2, 0.45, Bounded.WEIGHT_SHARE)])


@SETTINGS
@given(triples, bounded, st.permutations(KEYS))
def test_scores_follow_units_and_keys(rows: list[list[float]], bounds: Bounds, order: list[str]) -> None:
    table = frame(rows)
    first = benefit_of_doubt(table, bounds, rule=ANY)
    second = benefit_of_doubt(table.loc[list(table.index)[::-1], order], bounds, rule=ANY)
    assert second.scores[list(table.index)].tolist() == pytest.approx(first.scores.tolist(), abs=1e-7)
    assert list(second.weights.columns) == order
    assert (table * first.weights).sum(axis=1).tolist() == pytest.approx(first.scores.tolist())


@SETTINGS
@given(triples, bounded)
def test_nobody_passes_1_and_bounds_hold(rows: list[list[float]], bounds: Bounds) -> None:
    table = frame(rows)
    result = benefit_of_doubt(table, bounds, rule=ANY)
    everybody = table.to_numpy() @ result.weights.to_numpy().T
    assert everybody.max() <= 1 + 1e-7
    parts = (
        result.shares
        if bounds.of is Bounded.PIE_SHARE
        else result.weights.div(result.weights.sum(axis=1), axis=0)
    )
    assert parts.to_numpy().min() >= bounds.lower - 1e-7
    assert parts.to_numpy().max() <= bounds.upper + 1e-7


@SETTINGS
@given(triples, st.sampled_from([0.001, 40.0]))
def test_pie_shares_do_not_mind_the_unit_of_measurement(rows: list[list[float]], size: float) -> None:
    table = frame(rows)
    first = benefit_of_doubt(table, Bounds(0.1, 0.6), rule=ANY).scores
    second = benefit_of_doubt(table.assign(i10=table["i10"] * size), Bounds(0.1, 0.6), rule=ANY).scores
    assert second.tolist() == pytest.approx(first.tolist(), abs=1e-7)


@SETTINGS
@given(triples)
def test_tighter_bounds_never_raise_a_score(rows: list[list[float]]) -> None:
    assume(len(rows) > 0)
    table = frame(rows)
    loose = benefit_of_doubt(table, Bounds(0.05, 0.8), rule=ANY).scores
    tight = benefit_of_doubt(table, Bounds(0.2, 0.5), rule=ANY).scores
    assert (tight <= loose + 1e-7).all()


def test_a_unit_that_comes_twice_changes_nothing() -> None:
    table = frame([[4, 1, 2], [1, 4, 2], [2, 2, 2]])
    twice = pd.concat([table, table.loc[["U2"]].set_axis(["V"])])
    first, second = benefit_of_doubt(table, rule=ANY).scores, benefit_of_doubt(twice, rule=ANY).scores
    assert second[list(table.index)].tolist() == pytest.approx(first.tolist())
    assert second["V"] == pytest.approx(first["U2"])


@pytest.mark.parametrize(
    ("bounds", "named"),
    [
        (Bounds(0.4), "lower bounds sum to 1.2"),
        (Bounds(0, 0.3), "upper bounds to 0.9"),
        (Bounds(0.6, 0.5), "i1"),
        (Bounds(-0.1), "i1"),
        (Bounds(by_key={"i7": (0, 1)}), "i7, which is no column"),
        (Bounds(by_key={"i10": (0.5, 1.5)}), "i10"),
    ],
    ids=["no room below", "no room above", "crossed", "negative", "unknown key", "above 1"],
)
def test_bounds_without_sense_are_refused(bounds: Bounds, named: str) -> None:
    with pytest.raises(SmartxlError, match=named):
        benefit_of_doubt(frame([[4, 1, 2], [1, 4, 2]]), bounds, rule=ANY)


@pytest.mark.parametrize(
    ("rows", "bounds", "named"),
    [
        ([[4, -1], [1, 4]], Bounds(), "U0/i10"),
        ([[0, 0], [1, 4]], Bounds(), "U0: all values"),
        ([[0, 1], [0, 4]], Bounds(), "i1: all values"),
        ([[0, 1], [1, 4]], Bounds(0.1), "U0/i1"),
    ],
    ids=["negative", "empty unit", "empty indicator", "zero below a bound"],
)
def test_data_without_sense_are_refused(rows: list[list[float]], bounds: Bounds, named: str) -> None:
    with pytest.raises(SmartxlError, match=named):
        benefit_of_doubt(frame(rows), bounds, rule=ANY)


def test_a_zero_is_fine_where_only_weights_are_bounded() -> None:
    result = benefit_of_doubt(frame([[0, 1], [1, 4]]), Bounds(0.4, 0.6, Bounded.WEIGHT_SHARE), rule=ANY)
    assert result.scores.tolist() == pytest.approx([0.6 / (0.4 + 4 * 0.6), 1])


def test_too_few_units() -> None:
    rows = np.random.default_rng(1).uniform(1, 2, (11, 6))
    table = pd.DataFrame(rows, columns=list("abcdef"))
    with pytest.raises(SmartxlError, match="11 units are too few for 6 indicators: 12 are needed"):
        benefit_of_doubt(table)
    assert len(benefit_of_doubt(table.iloc[:, :5]).scores) == 11
