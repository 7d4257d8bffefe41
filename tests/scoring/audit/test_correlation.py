"""Correlations pair by pair: against numpy and pandas, and where there is none."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from smartxl.errors import SmartxlError
from smartxl.scoring import Tree, TreeNode
from smartxl.scoring.audit import correlation_flags, correlations


@pytest.fixture
def holed() -> pd.DataFrame:
    """Blanks in other units for each column."""
    values = np.random.default_rng(3).normal(size=(30, 4)) @ np.triu(np.ones((4, 4)))
    frame = pd.DataFrame(values, columns=list("abcd"), index=[f"u{i}" for i in range(30)])
    frame.loc["u1", "a"] = frame.loc["u2", "b"] = frame.loc["u3":"u6", "c"] = np.nan
    return frame


def pairs_of(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return [(str(one), str(two)) for one, two in zip(frame["first"], frame["second"], strict=True)]


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_as_pandas_pair_by_pair(holed: pd.DataFrame, kind: Literal["pearson", "spearman", "kendall"]) -> None:
    found = correlations(holed, kind=kind)
    theirs = holed.corr(method=kind)
    expected = [float(theirs[two][one]) for one, two in pairs_of(found)]
    assert found["correlation"].tolist() == pytest.approx(expected, abs=1e-12)
    both = [int(holed[list(pair)].notna().all(axis=1).sum()) for pair in pairs_of(found)]
    assert found["units"].tolist() == both


def test_p_is_that_of_a_test_of_the_pair(holed: pd.DataFrame) -> None:
    found = correlations(holed)
    both = [holed[list(pair)].dropna().to_numpy() for pair in pairs_of(found)]
    expected = [float(np.asarray(stats.pearsonr(*values.T), dtype=np.float64)[1]) for values in both]
    assert found["p"].tolist() == pytest.approx(expected, abs=1e-12)


def test_two_tables_are_matched_by_unit(holed: pd.DataFrame) -> None:
    found = correlations(holed[["a"]], holed[["b", "c"]][::-1])
    assert pairs_of(found) == [("a", "b"), ("a", "c")]
    assert found["correlation"].tolist() == pytest.approx(holed.corr()["a"][["b", "c"]].tolist())


def test_no_number_where_nothing_varies() -> None:
    data = pd.DataFrame({"a": [1.0, 2.0, 3.0], "same": [5.0, 5.0, 5.0], "one": [1.0, np.nan, np.nan]})
    assert correlations(data)["correlation"].isna().all()


@pytest.mark.parametrize("kind", ["spearman", "kendall"])
def test_values_that_a_spreadsheet_shows_alike_have_one_rank(kind: str) -> None:
    data = pd.DataFrame({"a": [0.1 + 0.2, 0.3, 0.5], "b": [7.0, 7.0, 9.0]})
    assert correlations(data, kind=kind)["correlation"].tolist() == pytest.approx([1.0])


def test_shift_and_scale_change_nothing() -> None:
    values = np.random.default_rng(5).normal(size=(40, 3))
    near, far = (
        correlations(pd.DataFrame(values * scale + shift, columns=list("abc")))["correlation"]
        for scale, shift in ((1.0, 0.0), (1e-3, 1e6))
    )
    assert near.tolist() == pytest.approx(far.tolist(), abs=1e-6)


def test_flags_name_the_node_on_every_level() -> None:
    tree = Tree(
        (
            *(TreeNode("R", ""), TreeNode("N", "R"), TreeNode("M", "R")),
            *(TreeNode("a", "N"), TreeNode("b", "N"), TreeNode("c", "M"), TreeNode("d", "M")),
        )
    )
    data = pd.DataFrame({"a": [1, 2, 3, 4.0], "b": [1, 2, 3, 4.5], "c": [4, 3, 2, 1.0], "d": [4, 3, 2, 1.5]})
    found = correlation_flags(data, tree, below=-0.4)
    assert found[["node", "first", "second"]].to_numpy().tolist() == [
        ["R", "N", "M"],
        ["N", "a", "b"],
        ["M", "c", "d"],
    ]


def test_text_is_refused() -> None:
    with pytest.raises(SmartxlError, match="not numeric"):
        correlations(pd.DataFrame({"a": ["x", "y"]}))
