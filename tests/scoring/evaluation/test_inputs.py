"""What all methods have in common: keys, weights, directions, missing values, words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.evaluation import grey_relation, rsr, topsis, vikor

METHODS: dict[str, Callable[..., Any]] = {"topsis": topsis, "grey": grey_relation, "rsr": rsr, "vikor": vikor}
SCORES = pd.DataFrame({"i1": [1.0, 2.0, 3.0], "i10": [9.0, 5.0, 5.0]}, index=["a", "b", "c"])


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize(
    ("data", "weights", "directions", "error"),
    [
        (SCORES, {"i1": 1.0}, None, UnknownName),
        (SCORES, {"i1": 1.0, "i10": 1.0, "i2": 1.0}, None, UnknownName),
        (SCORES, {"i1": -1.0, "i10": 1.0}, None, SmartxlError),
        (SCORES, {"i1": 0.0, "i10": 0.0}, None, SmartxlError),
        (SCORES, {"i1": 1.0, "i10": math.nan}, None, SmartxlError),
        (SCORES, None, {"i1": 1}, UnknownName),
        (SCORES, None, {"i1": 1, "i10": 0}, SmartxlError),
        (SCORES[[]], None, None, SmartxlError),
        (SCORES["i1"], None, None, SmartxlError),
        (SCORES.assign(i1=["x", "y", "z"]), None, None, SmartxlError),
        (pd.concat({2024: SCORES}), None, None, SmartxlError),
        (SCORES.loc[["a", "a"]], None, None, SmartxlError),
        (SCORES.replace(9.0, math.inf), None, None, SmartxlError),
    ],
    ids=[
        "a weight is missing", "one too many", "negative", "all 0", "no number", "a direction is missing", "direction 0",
        "no column", "a series", "words", "two periods", "a unit twice", "infinite",
    ],
)  # fmt: skip
def test_what_is_refused(
    method: Callable[..., Any], data: Any, weights: Any, directions: Any, error: type[SmartxlError]
) -> None:
    with pytest.raises(error):
        method(data, weights, directions=directions)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_unit_without_a_value_is_left_out_and_named(method: Callable[..., Any]) -> None:
    """The others have what they have without it; a column that weighs nothing is not asked for."""
    missing = SCORES.assign(i2=[math.nan, 1.0, 1.0])
    missing.loc["b", "i1"] = math.nan
    found = method(missing, {"i2": 0.0, "i10": 1.0, "i1": 2.0})
    assert found.left_out == {"b": ("i1",)}
    fewer = method(SCORES.drop("b"), {"i1": 2.0, "i10": 1.0})
    numbers, others = (x.grades.to_frame() if hasattr(x, "grades") else x.table for x in (found, fewer))
    assert numbers.T["b"].isna().all()
    pd.testing.assert_frame_equal(numbers.drop("b"), others)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_the_data_stay_as_they_were(method: Callable[..., Any]) -> None:
    before = SCORES.copy()
    found = method(SCORES, directions={"i1": -1, "i10": 1})
    pd.testing.assert_frame_equal(SCORES, before)
    assert found.variant.zh
    assert found.variant.en
