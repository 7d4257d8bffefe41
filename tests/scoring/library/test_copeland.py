"""Outranking and Copeland scores."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring import copeland, outranking

NAN = math.nan
WEIGHTS = {"i2": 1.0, "i10": 1.0, "i1": 2.0}


@pytest.fixture
def scores() -> pd.DataFrame:
    return pd.DataFrame(
        {"i1": [1.0, 2.0, 3.0], "i10": [9.0, 5.0, 5.0], "i2": [7.0, 8.0, 1.0]}, index=["a", "b", "c"]
    )


def test_outranking_shares(scores: pd.DataFrame) -> None:
    found = outranking(scores, WEIGHTS)
    assert found.to_dict("index") == {
        "a": {"a": 0, "b": 0.25, "c": 0.5},
        "b": {"a": 0.75, "b": 0, "c": 0.375},
        "c": {"a": 0.5, "b": 0.625, "c": 0},
    }


def test_copeland_counts_wins_less_losses(scores: pd.DataFrame) -> None:
    assert copeland(scores, WEIGHTS).to_dict() == {"a": -1, "b": 0, "c": 1}


def test_a_share_of_just_half_wins_nothing_whatever_binary_fractions_say() -> None:
    """0.1 + 0.2 and 0.3 are equal weights."""
    scores = pd.DataFrame({"i1": [1.0, 0.0], "i2": [1.0, 0.0], "i3": [0.0, 1.0]}, index=["a", "b"])
    assert copeland(scores, {"i1": 0.1, "i2": 0.2, "i3": 0.3}).tolist() == [0, 0]


def test_only_what_both_have_counts_and_the_order_of_units_does_not(scores: pd.DataFrame) -> None:
    scores.loc["a", "i1"] = NAN
    found = outranking(scores, WEIGHTS)
    assert found.T["a"].tolist() == [0, 0.5, 1.0]
    assert found.T["c"].tolist() == [0, 0.625, 0]
    back = outranking(scores.iloc[::-1], WEIGHTS)
    pd.testing.assert_frame_equal(back.loc[found.index, found.columns], found)
    assert copeland(scores, WEIGHTS).to_dict() == {"a": 1, "b": -1, "c": 0}


def test_units_that_share_nothing_are_not_compared() -> None:
    scores = pd.DataFrame({"i1": [1.0, NAN, NAN], "i2": [NAN, 2.0, NAN]}, index=["a", "b", "c"])
    found = outranking(scores, {"i1": 1.0, "i2": 1.0})
    assert found.isna().loc["a", "b"]
    assert copeland(scores, {"i1": 1.0, "i2": 1.0}).tolist() == pytest.approx([0, 0, NAN], nan_ok=True)


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=7),
    st.lists(st.integers(1, 5), min_size=3, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_against_fractions(rows: list[list[int]], weights: list[int]) -> None:
    frame = pd.DataFrame(rows, columns=["i1", "i10", "i2"])
    found = copeland(frame, dict(zip(frame.columns, weights, strict=True)))
    for one, mine in enumerate(rows):
        total = 0
        for theirs in rows:
            won = sum(w for w, x, y in zip(weights, mine, theirs, strict=True) if x > y)
            tied = sum(w for w, x, y in zip(weights, mine, theirs, strict=True) if x == y)
            share = Fraction(2 * won + tied, 2 * sum(weights))
            total += (share > Fraction(1, 2)) - (share < Fraction(1, 2))
        assert found[one] == total


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"i1": 1.0, "i2": 1.0}, "the column i10 has no weight"),
        ({"i1": 1.0, "i2": 1.0, "i10": -1.0}, "copeland, i10: -1.0 is no weight"),
        ({"i1": 0.0, "i2": 0.0, "i10": 0.0}, "all weights are 0"),
    ],
)
def test_refused(weights: dict[str, float], message: str, scores: pd.DataFrame) -> None:
    with pytest.raises(SmartxlError, match=message):
        copeland(scores, weights)


def test_more_weights_than_columns(scores: pd.DataFrame) -> None:
    with pytest.raises(UnknownName, match="the weight i3 belongs to no column"):
        outranking(scores, WEIGHTS | {"i3": 1.0})
