"""What is said of ranks over many runs, and the laws it obeys."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.scoring import Tree, TreeNode
from smartxl.scoring.uncertainty import (
    RankSummary,
    Runs,
    TableModel,
    UncertaintyDesign,
    WeightShares,
    pair_shares,
    uncertainty,
    weighted_runs,
)

_FLAT = Tree((TreeNode("total", ""), *(TreeNode(code, "total") for code in "abcd")))


def summary(data: pd.DataFrame, weights: pd.DataFrame) -> RankSummary:
    return RankSummary(weighted_runs(data, _FLAT, weights))


def three() -> RankSummary:
    """Three units, of which the first two change places in one of four runs, and tie in another."""
    data = pd.DataFrame([[9, 1, 1, 1], [1, 9, 1, 1], [0, 0, 0, 0]], index=list("ABC"), columns=list("abcd"))
    weights = pd.DataFrame({"a": [5.0, 5, 1, 3], "b": [1.0, 1, 5, 3]})
    return summary(data.astype(float), weights)


def test_frequencies_orders_and_leaders() -> None:
    found = three()
    assert found.frequencies.loc["A"].to_dict() == {1: 0.75, 2: 0.25, 3: 0.0}
    assert found.orders.loc["A", "B"] == 0.625
    assert found.orders.loc["B", "A"] == 0.375
    assert found.orders.loc["A", "C"] == 1
    assert found.leaders == ("A", "B")
    assert found.leader_stays == 0.25
    assert list(found.units.loc["C", ["rank", "median", "low", "high", "mean_shift"]]) == [3, 3, 3, 3, 0]
    assert found.units.loc["B", "mean_shift"] == 0.5
    assert found.units["first"].tolist() == [0.75, 0.5, 0]
    assert found.quotable(0.9)[["ahead", "behind"]].to_numpy().tolist() == [["A", "C"], ["B", "C"]]
    assert pair_shares(found.runs, ["B", "C"]).loc["B", "C"] == 1


def test_stages_are_shares_of_runs() -> None:
    found = three().stages((0, 3.5), ("low", "high"))
    assert list(found.loc["C"]) == [1, 0]
    # 9·5+1·3 over 8 twice, 9·1+5+2 over 8, 9·3+3+2 over 8
    assert list(found.loc["A"]) == [0.25, 0.75]


def test_intervals_are_those_of_a_spreadsheet() -> None:
    """PERCENTILE of the ranks, beside pandas."""
    draws = np.random.default_rng(1)
    data = pd.DataFrame(draws.random((40, 4)), columns=list("abcd"))
    runs = uncertainty(TableModel(data, _FLAT, UncertaintyDesign((WeightShares(0.9),), runs=77)))
    found, ranks = RankSummary(runs).units, runs.ranks
    for name, share in {"low": 0.05, "median": 0.5, "high": 0.95}.items():
        np.testing.assert_allclose(found[name], ranks.quantile(share), rtol=1e-12)
        np.testing.assert_allclose(found[f"score_{name}"], runs.scores.quantile(share), rtol=1e-12)


def test_runs_without_a_rank_take_no_part() -> None:
    places = np.array([[1, 2], [0, 1], [2, 1], [1, 2]], dtype=np.int32)
    totals = np.where(places > 0, 3.0 - places, np.nan)
    base = np.array([1, 2], dtype=np.int32)
    frame = pd.DataFrame(index=range(4))
    found = RankSummary(Runs(frame, pd.Index(["A", "B"]), totals, places, totals[0], base))
    assert found.units.loc["A", "median"] == 1
    assert found.units.loc["A", "ranked"] == 0.75
    assert found.orders.loc["A", "B"] == pytest.approx(2 / 3)


def test_an_interval_has_two_ends() -> None:
    with pytest.raises(SmartxlError, match="no interval"):
        RankSummary(three().runs, (0.95, 0.05))


cells = st.integers(0, 100).map(float)
tables = st.lists(st.lists(cells, min_size=4, max_size=4), min_size=3, max_size=8).map(
    lambda rows: pd.DataFrame(rows, columns=list("abcd"), index=[f"u{i}" for i in range(len(rows))])
)


def ranked(data: pd.DataFrame, by: float, runs: int = 200) -> RankSummary:
    return RankSummary(
        uncertainty(TableModel(data, _FLAT, UncertaintyDesign((WeightShares(by),), runs, seed=1)))
    )


@given(tables)
def test_more_noise_does_not_narrow_intervals(data: pd.DataFrame) -> None:
    """The same draws, further out: a unit that passed another still does, so only sampling moves a limit back."""
    near, far = ranked(data, 0.2).units, ranked(data, 0.6).units
    width = (far["high"] - far["low"]) - (near["high"] - near["low"])
    assert width.min() >= -1


@given(tables)
def test_no_noise_leaves_all_as_it_is(data: pd.DataFrame) -> None:
    found = ranked(data, 0.0, runs=20).units
    assert (found["low"] == found["rank"]).all()
    assert (found["high"] == found["rank"]).all()


@given(tables)
def test_symmetric_units_have_equal_frequencies(data: pd.DataFrame) -> None:
    """A unit and its mirror image (a and b exchanged), of weights that are drawn alike: within sampling error."""
    mirrored = data.iloc[[0]].set_axis(["mirror"]).set_axis(list("bacd"), axis=1)[list("abcd")]
    found = ranked(pd.concat([data.iloc[[0]], mirrored]), 0.5, runs=1000)
    share = found.orders.to_numpy()[0, 1]
    assert abs(share - 0.5) < 0.08  # more than 5 standard errors of 1,000 runs


@given(tables, st.floats(0, 1))
def test_a_weight_of_nothing_has_no_effect(data: pd.DataFrame, other: float) -> None:
    without = _FLAT.weighted({"d": 0.0})
    changed = data.assign(d=other * 100)
    design = UncertaintyDesign((WeightShares(0.5),), 50)
    one, two = (uncertainty(TableModel(frame, without, design)) for frame in (data, changed))
    assert one.places.tobytes() == two.places.tobytes()
    np.testing.assert_allclose(one.totals, two.totals, rtol=1e-12)
