"""Ranks, and what changed between two periods."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.model.combination import Ties
from smartxl.scoring import Over, change, ranks

NAN = math.nan


@pytest.fixture
def totals() -> pd.Series:
    return pd.Series({"a": 80.04, "b": 80.0, "c": NAN, "d": 90.0, "e": 70.0}, name="T")


@pytest.mark.parametrize(
    ("ties", "expected"),
    [(Ties.COMPETITION, [2, 2, 1, 4]), (Ties.DENSE, [2, 2, 1, 3]), (Ties.MID, [2.5, 2.5, 1, 4])],
)
def test_ties_among_rounded_scores(ties: Ties, expected: list[float], totals: pd.Series) -> None:
    found = ranks(totals, ties=ties, digits=1)
    assert found.dropna().tolist() == expected
    assert found.index.equals(totals.index)
    assert found.isna().tolist() == [False, False, True, False, False]
    assert found.dtype == ("Float64" if ties is Ties.MID else "Int64")


def test_unrounded_scores_have_their_own_ranks(totals: pd.Series) -> None:
    assert ranks(totals).dropna().tolist() == [2, 3, 1, 4]


def test_groups_and_periods_rank_on_their_own(totals: pd.Series) -> None:
    groups = pd.Series({"a": 1, "b": 1, "c": 1, "d": 2, "e": 2})
    assert ranks(totals, groups=groups).dropna().tolist() == [1, 2, 1, 2]
    panel = pd.concat({2023: totals, 2024: -totals}, names=["year", "unit"])
    found = ranks(panel, periods="year", over=Over.PERIOD)
    assert found.loc[2024].dropna().tolist() == [3, 2, 4, 1]


def test_a_frame_is_ranked_column_by_column(totals: pd.Series) -> None:
    frame = pd.DataFrame({"T": totals, "A": -totals})
    found = ranks(frame)
    assert found["T"].dropna().tolist() == [2, 3, 1, 4]
    assert found["A"].dropna().tolist() == [3, 2, 4, 1]


def test_a_unit_twice_has_no_rank(totals: pd.Series) -> None:
    with pytest.raises(SmartxlError, match="the unit a comes twice"):
        ranks(totals.rename({"b": "a"}))


@pytest.fixture
def previous() -> pd.DataFrame:
    return pd.DataFrame({"A": [50.0, 60.0, 70.0], "T": [75.3, 80.0, NAN]}, index=["a", "b", "went"])


@pytest.fixture
def current() -> pd.DataFrame:
    return pd.DataFrame({"T": [90.0, 80.0, 75.4], "N": [1.0, 2.0, 3.0]}, index=["came", "b", "a"])


def test_change_is_matched_by_unit_and_node(previous: pd.DataFrame, current: pd.DataFrame) -> None:
    found = change(previous, current, digits=1)
    assert found.scores.to_dict("index") == {"b": {"T": 0.0}, "a": {"T": 0.1}}
    assert found.ranks.to_dict("index") == {"b": {"T": -1}, "a": {"T": -1}}  # `came` is now first
    assert (found.came, found.went) == (("came",), ("went",))
    assert (found.new, found.dropped) == (("N",), ("A",))


@pytest.mark.parametrize(
    ("ties", "moved"),
    [(Ties.COMPETITION, [0, -1]), (Ties.DENSE, [0, 0]), (Ties.MID, [-0.5, -1])],
)
def test_change_of_ranks_has_the_ties_that_are_asked_for(ties: Ties, moved: list[float]) -> None:
    before = pd.DataFrame({"T": [3.0, 2.0, 1.0]}, index=["a", "b", "c"])
    after = pd.DataFrame({"T": [3.0, 3.0, 1.0, 2.0]}, index=["a", "b", "c", "d"])
    assert change(before, after, ties=ties).ranks["T"][["a", "c"]].tolist() == moved


def test_a_score_that_is_missing_on_one_side_leaves_a_blank(previous: pd.DataFrame) -> None:
    after = previous.fillna(10.0)
    found = change(previous, after)
    assert found.scores.isna().loc["went", "T"]
    assert found.ranks["T"].isna().tolist() == [False, False, True]
    assert found.scores["A"].tolist() == [0, 0, 0]


def test_periods_without_a_common_unit_or_node(previous: pd.DataFrame, current: pd.DataFrame) -> None:
    with pytest.raises(SmartxlError, match="no unit in common"):
        change(previous.loc[["went"]], current)
    with pytest.raises(SmartxlError, match="no node in common"):
        change(previous[["A"]], current)
