"""Ranks with three treatments of ties: by hand, against counting, and the formula against numpy."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from smartxl.model.combination import Ties
from smartxl.rules import rank, rank_formula, round_half_away
from tests.rules.faces import Column, evaluate

NAN = math.nan
HDI = Path(__file__).parents[3] / "shared" / "data" / "hdi" / "hdi_2022_table1.csv"
few_scores = st.one_of(st.just(NAN), st.integers(-2, 4).map(float), st.sampled_from([0.3, 0.1 + 0.2, 82.165]))


@pytest.mark.parametrize(
    ("scores", "competition", "dense", "mid"),
    [
        ([90.0, 80.0, 80.0, 70.0], [1, 2, 2, 4], [1, 2, 2, 3], [1, 2.5, 2.5, 4]),
        ([70.0, 90.0, NAN, 90.0, 90.0], [4, 1, NAN, 1, 1], [2, 1, NAN, 1, 1], [4, 2, NAN, 2, 2]),
        ([0.0, NAN, -0.0], [1, NAN, 1], [1, NAN, 1], [1.5, NAN, 1.5]),
        ([-100.0, 1e300, -5.0], [3, 1, 2], [3, 1, 2], [3, 1, 2]),
        ([0.3, 0.1 + 0.2, 0.2], [1, 1, 3], [1, 1, 2], [1.5, 1.5, 3]),
        ([82.0000000000001, 82.0, 81.0], [1, 2, 3], [1, 2, 3], [1, 2, 3]),
        ([NAN, NAN], [NAN, NAN], [NAN, NAN], [NAN, NAN]),
        ([55.0], [1], [1], [1]),
        ([], [], [], []),
    ],
    ids=[
        "1224",
        "missing",
        "zero",
        "far apart",
        "the last bit is no difference",
        "15 digits",
        "none",
        "one",
        "empty",
    ],
)
def test_rank(
    scores: Sequence[float], competition: Sequence[float], dense: Sequence[float], mid: Sequence[float]
) -> None:
    np.testing.assert_array_equal(rank(scores), competition)
    np.testing.assert_array_equal(rank(scores, Ties.DENSE), dense)
    np.testing.assert_array_equal(rank(scores, Ties.MID), mid)


def counted(score: float, scores: Sequence[float], ties: Ties) -> float:
    """The definition: how many are better, how many different values are, the mean rank of the equal ones."""
    shown = [float(f"{other:.15g}") for other in scores if not math.isnan(other)]
    own = float(f"{score:.15g}")
    better = [other for other in shown if other > own]
    return {
        Ties.COMPETITION: len(better) + 1.0,
        Ties.DENSE: len(set(better)) + 1.0,
        Ties.MID: len(better) + (shown.count(own) + 1) / 2,
    }[ties]


@pytest.mark.parametrize("ties", Ties)
@given(scores=arrays(np.float64, 12, elements=few_scores))
def test_a_rank_counts_the_better(ties: Ties, scores: np.ndarray) -> None:
    expected = [NAN if math.isnan(score) else counted(score, scores.tolist(), ties) for score in scores]
    np.testing.assert_array_equal(rank(scores, ties), expected)


@pytest.mark.slow
@pytest.mark.parametrize("ties", Ties)
@given(scores=arrays(np.float64, array_shapes(min_dims=2, max_dims=3, max_side=6), elements=few_scores))
def test_each_column_is_ranked_by_itself(ties: Ties, scores: np.ndarray) -> None:
    ranks = rank(scores, ties)
    assert ranks.shape == scores.shape
    for at in np.ndindex(scores.shape[1:]):
        column = (slice(None), *at)
        np.testing.assert_array_equal(ranks[column], rank(scores[column], ties))


@pytest.mark.parametrize("ties", Ties)
@given(scores=arrays(np.float64, 8, elements=few_scores), order=st.permutations(range(8)))
def test_the_order_of_units_does_not_matter(ties: Ties, scores: np.ndarray, order: list[int]) -> None:
    np.testing.assert_array_equal(rank(scores[order], ties), rank(scores, ties)[order])


@given(scores=arrays(np.float64, 10, elements=few_scores))
def test_mid_ranks_share_out_all_places(scores: np.ndarray) -> None:
    count = int((~np.isnan(scores)).sum())
    assert np.nansum(rank(scores, Ties.MID)) == count * (count + 1) / 2


cells = st.lists(
    st.one_of(
        st.sampled_from(["", "—", None]),
        st.integers(0, 3).map(float),
        st.sampled_from([0.3, 82.165, 82.164999999999]),
        st.floats(-300, 130),
    ),
    min_size=7,
    max_size=7,
)


@pytest.mark.parametrize("ties", Ties)
@settings(max_examples=40, deadline=None)
@given(values=cells)
def test_both_faces(ties: Ties, values: Column) -> None:
    """A cell that holds no number, be it "" or a mark such as "—", has no rank and takes no part."""
    numbers = [value if isinstance(value, float) else NAN for value in values]
    excel = evaluate(rank_formula("A2", "A1:A7", ties), {"A": values})
    np.testing.assert_equal(NAN if excel == "" else float(excel), rank(numbers, ties)[1])


def test_the_formula_of_a_competition_rank_is_rank() -> None:
    assert rank_formula("E5", "E$5:E$9") == '=IF(ISNUMBER(E5),RANK(E5,E$5:E$9),"")'


@pytest.mark.skipif(not HDI.is_file(), reason="the HDI data are not beside the checkout")
def test_published_ranks_are_those_of_the_rounded_index() -> None:
    """UNDP's HDI 2022: its three decimals give all 193 published ranks, unrounded values 27 others."""
    with HDI.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["hdi_rank"]]
    life, expected, mean, income, published = (
        np.array([float(row[name]) for row in rows]) for name in ("le", "eys", "mys", "gnipc", "hdi_rank")
    )
    schooling = (np.minimum(expected / 18, 1) + np.minimum(mean / 15, 1)) / 2
    wealth = np.log(np.minimum(income, 75000) / 100) / np.log(750)
    index = np.cbrt(np.minimum((life - 20) / 65, 1) * schooling * wealth)
    np.testing.assert_array_equal(rank(round_half_away(index, 3)), published)
    assert (len(published), (rank(index) != published).sum()) == (193, 27)
