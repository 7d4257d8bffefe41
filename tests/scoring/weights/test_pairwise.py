from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import Judgements

BLANK = math.nan


def frame(rows: list[list[object]], keys: str = "abcdef") -> pd.DataFrame:
    names = list(keys[: len(rows)])
    return pd.DataFrame(rows, index=names, columns=names)


def test_rows_and_columns_are_matched_by_key() -> None:
    given = pd.DataFrame(
        [[1 / 2, 1, 1 / 6], [3, 6, 1], [1, 2, 1 / 3]], index=["i1", "i2", "i10"], columns=["i10", "i1", "i2"]
    )
    judgements = Judgements.from_frame(given)
    assert judgements.keys == ("i1", "i2", "i10")
    assert judgements.matrix == pytest.approx(np.array([[1, 1 / 6, 1 / 2], [6, 1, 3], [2, 1 / 3, 1]]))
    assert judgements.ordered(["i10", "i1", "i2"]).matrix[0].tolist() == pytest.approx([1, 2, 1 / 3])


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 3], [1 / 3, 1]],
        [[1, 3], [BLANK, 1]],
        [[BLANK, BLANK], [1 / 3, BLANK]],
        [[1, 3], [0.33, 1]],
        [[1, "3"], [None, 1]],
    ],
    ids=["both", "upper triangle", "lower triangle, no diagonal", "typed 0.33", "text and None"],
)
def test_one_triangle_is_enough_and_the_number_above_1_counts(rows: list[list[object]]) -> None:
    judgements = Judgements.from_frame(frame(rows))
    assert judgements.matrix == pytest.approx(np.array([[1, 3], [1 / 3, 1]]), abs=1e-12)


def test_pairs_may_stand_either_way_round() -> None:
    judgements = Judgements.from_pairs(["i1", "i10", "i2"], {("i10", "i1"): 4, ("i1", "i2"): 1 / 2})
    assert judgements.matrix[0, 1] == 1 / 4
    assert judgements.matrix[2, 0] == 2
    assert judgements.missing == 1


@pytest.mark.parametrize(
    ("rows", "where", "what"),
    [
        ([[1, 3], [1 / 4, 1]], "a/b", "not reciprocal"),
        ([[1, 3], [3, 1]], "a/b", "not reciprocal"),
        ([[1, 1, 1], [1, 1, -2], [1, -0.5, 1]], "b/c", "no judgement"),
        ([[1, 0], [BLANK, 1]], "a/b", "no judgement"),
        ([[2, 1], [1, 1]], "a/a", "diagonal"),
        ([[1, 15], [BLANK, 1]], "a/b", "beyond the scale"),
        ([[1, 0.05], [BLANK, 1]], "a/b", "beyond the scale"),
        ([[1, "three"], [BLANK, 1]], "a/b", "no number"),
        ([[1, 2, BLANK, BLANK], [BLANK, 1, BLANK, BLANK], [BLANK, BLANK, 1, 2], [BLANK] * 4], "AHP", "c, d"),
    ],
    ids=[
        "off by a quarter",
        "same both ways",
        "negative",
        "zero",
        "diagonal",
        "15",
        "1/20",
        "text",
        "two islands",
    ],
)
def test_what_is_wrong_is_named_by_its_pair(rows: list[list[object]], where: str, what: str) -> None:
    with pytest.raises(SmartxlError, match=what) as error:
        Judgements.from_frame(frame(rows))
    assert where in error.value.where.zh
    assert error.value.remedy.en


def test_a_larger_scale_and_a_tighter_tolerance_may_be_stated() -> None:
    assert Judgements.from_frame(frame([[1, 15], [BLANK, 1]]), largest=20).matrix[0, 1] == 15
    with pytest.raises(SmartxlError, match="not reciprocal"):
        Judgements.from_frame(frame([[1, 3], [0.33, 1]]), tolerance=0.001)


@pytest.mark.parametrize(
    ("index", "columns", "named"),
    [("ab", "ac", "b, c"), ("aa", "ab", "a comes twice"), ("ab", "bb", "b comes twice"), ("", "", "no key")],
    ids=["other keys", "row twice", "column twice", "none"],
)
def test_keys_must_match(index: str, columns: str, named: str) -> None:
    table = pd.DataFrame(np.ones((len(index), len(columns))), index=list(index), columns=list(columns))
    with pytest.raises(SmartxlError, match=named):
        Judgements.from_frame(table)


def test_an_unknown_key_in_a_pair_is_named() -> None:
    with pytest.raises(SmartxlError, match="c is no key"):
        Judgements.from_pairs(["a", "b"], {("a", "c"): 2})
