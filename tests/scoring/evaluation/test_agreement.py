"""Agreement of methods: correlations of ranks."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from scipy.stats import kendalltau, spearmanr

from smartxl.scoring.evaluation import agreement

RESULTS = pd.DataFrame(
    {
        "a": [1.0, 2, 3, 4, 5, 5],
        "b": [2.0, 1, 4, 3, 5, math.nan],
        "c": [5.0, 5, 5, 5, 5, 5],
        "d": [6.0, 5, 4, 3, 2, 1],
    }
)


def test_as_scipy_has_it() -> None:
    found = agreement(RESULTS)
    pair = RESULTS[["a", "b"]].dropna()
    assert found.spearman.loc["a", "b"] == pytest.approx(spearmanr(pair["a"], pair["b"])[0])
    assert found.kendall.loc["b", "a"] == pytest.approx(kendalltau(pair["a"], pair["b"])[0])
    ends = RESULTS[["a", "d"]]
    assert found.spearman.loc["a", "d"] == pytest.approx(spearmanr(ends["a"], ends["d"])[0])
    assert found.spearman.loc["b", "d"] == pytest.approx(-0.8)


def test_what_tells_nobody_apart_agrees_with_nothing() -> None:
    found = agreement(RESULTS)
    assert found.spearman["c"].isna().all()
    assert found.kendall.loc["a", "a"] == 1
    assert agreement(RESULTS.iloc[:1]).spearman.isna().all(axis=None)
