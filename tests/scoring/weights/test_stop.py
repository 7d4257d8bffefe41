from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import StopRule, summarise, verdict

NOTHING = StopRule(variation=None, w=None, p_value=None)


def opinion(*rows: Sequence[float]) -> pd.DataFrame:
    names = [f"i{k}" for k in range(len(rows[0]))]
    return pd.DataFrame(list(rows), columns=names, index=[f"E{e}" for e in range(len(rows))])


AGREED = summarise(opinion(*([[9, 7, 5, 3, 1]] * 4)))
SPLIT = summarise(opinion([9, 7, 5, 3, 1], [1, 3, 5, 7, 9]))
LATER = summarise(opinion(*([[9, 7, 5, 3, 3]] * 4)))


@pytest.mark.parametrize(
    ("rule", "reasons"),
    [
        (StopRule(), ["i0: ", "i1: ", "i3: ", "i4: ", "Kendall's W 0,", "p-value"]),
        (StopRule(variation=0.6, w=None, p_value=None), ["i0: ", "i4: "]),
        (StopRule(variation=None, p_value=None), ["Kendall's W 0, at least 0.5"]),
        (StopRule(variation=None, w=None), ["p-value of W 1, limit 0.05"]),
        (NOTHING, []),
    ],
    ids=["default", "variation", "w", "p", "nothing asked"],
)
def test_each_condition_stands_alone(rule: StopRule, reasons: list[str]) -> None:
    found = verdict([SPLIT], rule)
    assert found.stop == (not reasons)
    assert len(found.reasons) == len(reasons)
    for said, expected in zip(found.reasons, reasons, strict=True):
        assert said.startswith(expected)


def test_agreement_stops_the_rounds() -> None:
    assert verdict([SPLIT, AGREED], StopRule()).stop
    assert not verdict([AGREED, SPLIT], StopRule()).stop


def test_limits_are_inclusive() -> None:
    chi = AGREED.concordance
    exact = StopRule(variation=0.0, w=chi.w, p_value=chi.p_value, shift=2.0)
    assert verdict([AGREED, AGREED], exact).stop
    assert verdict([AGREED, LATER], StopRule(None, None, None, shift=2.0)).stop


def test_medians_that_still_move() -> None:
    rule = StopRule(None, None, None, shift=1.0)
    assert verdict([AGREED, LATER], rule).reasons == ("i4: median moved from 1 to 3, limit 1",)
    assert verdict([AGREED], rule).reasons == ("no round before this one to compare medians with",)
    with pytest.raises(SmartxlError, match="i1, i2, i3, i4"):
        verdict([AGREED, summarise(opinion([1], [2]))], rule)


def test_what_cannot_be_known_stands_against_stopping() -> None:
    alone = summarise(opinion([3.0, math.nan], [math.nan, 2.0]))
    found = verdict([alone], StopRule())
    assert len(found.reasons) == 4
    assert all("nan" in reason for reason in found.reasons)


def test_no_round_is_refused() -> None:
    with pytest.raises(SmartxlError, match="no round"):
        verdict([], StopRule())
