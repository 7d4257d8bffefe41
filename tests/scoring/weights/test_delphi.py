from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import Centre, Quartiles, delphi_weights, kendall_w, summarise

SETTINGS = settings(max_examples=25, deadline=None)
KEYS = ["i1", "i10", "i2", "i20"]
BLANK = math.nan

# Zar, Biostatistical Analysis, example 20.5: wing, tail and bill of twelve birds, with ties in each.
BIRDS = [
    [10.4, 10.8, 11.1, 10.2, 10.3, 10.2, 10.7, 10.5, 10.8, 11.2, 10.6, 11.4],
    [7.4, 7.6, 7.9, 7.2, 7.4, 7.1, 7.4, 7.2, 7.8, 7.7, 7.8, 8.3],
    [17, 17, 20, 14.5, 15.5, 13, 19.5, 16, 21, 20, 18, 22],
]
RANK_SUMS = ["14.5", "21", "30.5", "6", "11", "3.5", "20", "11.5", "29", "28.5", "22.5", "36"]


def ratings(rows: list[list[float]], keys: list[str] | None = None) -> pd.DataFrame:
    names = keys or [f"i{k}" for k in range(len(rows[0]))]
    return pd.DataFrame(rows, columns=names, index=[f"E{e}" for e in range(len(rows))])


def test_kendalls_w_of_a_textbook_example_from_its_published_rank_sums() -> None:
    """Ties: 10.2 and 10.8 twice; 7.2 and 7.8 twice, 7.4 three times; 17 and 20 twice."""
    found = kendall_w(ratings(BIRDS))
    sums = [Fraction(s) for s in RANK_SUMS]
    spread = sum((s - Fraction(39, 2)) ** 2 for s in sums)
    ties = 6 * (2**3 - 2) + (3**3 - 3)
    exact = 12 * spread / (9 * (12**3 - 12) - 3 * ties)
    assert found.w == pytest.approx(float(exact), abs=1e-12)
    assert round(found.w, 3) == 0.924
    assert (found.experts, found.items, found.left_out) == (3, 12, ())
    assert not found.approximate


scores = st.lists(st.lists(st.integers(1, 5), min_size=4, max_size=4), min_size=3, max_size=6)


@SETTINGS
@given(scores)
def test_kendalls_w_is_friedmans_statistic_by_another_program(rows: list[list[float]]) -> None:
    found = kendall_w(ratings(rows, KEYS))
    if all(len(set(row)) == 1 for row in rows):
        assert math.isnan(found.w)
        return
    other = friedmanchisquare(*np.array(rows, dtype=float).T)
    assert found.chi_square == pytest.approx(other.statistic, abs=1e-9)
    assert found.p_value == pytest.approx(other.pvalue, abs=1e-12)
    assert -1e-12 <= found.w <= 1 + 1e-12


@SETTINGS
@given(scores, st.permutations(KEYS))
def test_the_order_of_items_and_experts_does_not_matter(rows: list[list[float]], order: list[str]) -> None:
    table = ratings(rows, KEYS)
    mixed = table.loc[list(table.index)[::-1], order]
    first, second = summarise(table), summarise(mixed)
    assert {i.key: i for i in second.items}["i10"] == {i.key: i for i in first.items}["i10"]
    assert second.concordance.w == pytest.approx(first.concordance.w, nan_ok=True)
    weights = delphi_weights([mixed]).values
    assert {k: weights[k] for k in KEYS} == pytest.approx(dict(delphi_weights([table]).values))


def test_w_at_its_ends() -> None:
    same = kendall_w(ratings([[1, 2, 3, 9]] * 3))
    assert same.w == pytest.approx(1)
    assert same.approximate
    every = kendall_w(ratings([list(order) for order in itertools.permutations([1, 2, 3])]))
    assert every.w == pytest.approx(0)
    assert every.p_value == pytest.approx(1)


@pytest.mark.parametrize(
    "rows",
    [[[1, 2, 3]], [[1], [2]], [[2, 2, 2], [3, 3, 3]], [[1, BLANK], [1, 2], [2, BLANK]]],
    ids=["one expert", "one item", "no order at all", "one whole answer"],
)
def test_w_is_undefined_where_there_is_nothing_to_compare(rows: list[list[float]]) -> None:
    assert math.isnan(kendall_w(ratings(rows)).w)
    assert math.isnan(kendall_w(ratings(rows)).p_value)


def test_experts_with_blanks_are_left_out_of_w_and_named() -> None:
    found = kendall_w(ratings([[1, 2, 3], [BLANK, 2, 3], [1, 2, 3]]))
    assert found.w == pytest.approx(1)
    assert (found.experts, found.left_out) == (2, ("E1",))


def test_an_item_by_hand() -> None:
    """2, 4, 4, 5, 10 and a blank: quartiles as QUARTILE.INC and QUARTILE.EXC give them."""
    table = ratings([[2, 1], [4, 1], [4, 1], [5, 1], [10, 1], [BLANK, 1]])
    item = summarise(table).items[0]
    assert (item.key, item.answers, item.mean, item.median) == ("i0", 5, 5, 4)
    assert (item.lower, item.upper) == (4, 5)
    assert item.deviation == pytest.approx(3)  # √(36/4)
    assert item.variation == pytest.approx(0.6)
    exclusive = summarise(table, Quartiles.EXCLUSIVE).items[0]
    assert (exclusive.lower, exclusive.upper) == (3, 7.5)
    assert summarise(table, ddof=0).items[0].variation == pytest.approx(math.sqrt(36 / 5) / 5)


def test_numbers_that_too_few_answers_leave_undefined() -> None:
    found = summarise(ratings([[3, 0], [BLANK, 0]]), Quartiles.EXCLUSIVE)
    alone, zero = found.items
    assert math.isnan(alone.deviation)
    assert math.isnan(alone.lower)
    assert (zero.deviation, alone.median) == (0, 3)
    assert math.isnan(zero.variation)
    assert list(found.frame().index) == ["i0", "i1"]
    assert found.frame().loc["i0", "answers"] == 1


def test_weights_come_from_the_last_round() -> None:
    first, last = ratings([[9, 1], [9, 1]]), ratings([[4, 1], [2, 2], [BLANK, 3]])
    weights = delphi_weights([first, last])
    assert weights.values == pytest.approx({"i0": 3 / 5, "i1": 2 / 5})
    assert weights.conventions["round"] == "2 (the last)"
    assert weights.conventions["experts"] == "3, one vote each"
    assert weights.notes == ("1 of 6 ratings are blank",)
    skewed = ratings([[1, 3], [1, 3], [10, 3]])
    assert delphi_weights([skewed]).values == pytest.approx({"i0": 4 / 7, "i1": 3 / 7})
    assert delphi_weights([skewed], Centre.MEDIAN).values == pytest.approx({"i0": 1 / 4, "i1": 3 / 4})


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (ratings([[1, -2]]), "E0/i1"),
        (ratings([[1, math.inf]]), "E0/i1"),
        (ratings([[1, "high"]]), "E0/i1.*'high'"),  # type: ignore[list-item]
        (ratings([[1, BLANK], [2, BLANK]]), "i1: nobody"),
        (ratings([[1, 2]], ["a", "a"]), "item a comes twice"),
        (ratings([[1, 2], [2, 3]]).set_axis(["E", "E"]), "expert E comes twice"),
        (ratings([[1, 2]]).iloc[:0], "no expert"),
        (ratings([[1, 2]]).iloc[:, :0], "no item"),
    ],
    ids=["negative", "infinite", "text", "unrated", "item twice", "expert twice", "no expert", "no item"],
)
def test_bad_ratings_are_refused_by_name(table: pd.DataFrame, named: str) -> None:
    for function in (summarise, kendall_w, lambda t: delphi_weights([t])):
        with pytest.raises(SmartxlError, match=named):
            function(table)


def test_weights_need_a_round_and_a_rating_above_0() -> None:
    with pytest.raises(SmartxlError, match="no round"):
        delphi_weights([])
    with pytest.raises(SmartxlError, match="weight 0"):
        delphi_weights([ratings([[0, 0]])])
