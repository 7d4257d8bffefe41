from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.treatment import Filler, WithoutValue, impute, impute_previous

SETTINGS = settings(max_examples=40, deadline=None)
NAN = math.nan
# Ten of the ASEM countries and four indicators, as COINr's article on imputation prints them.
ARTICLE = pd.DataFrame(
    {
        "Pat": [23.7, 583.5, 3.6, 249.8, NAN, 64.2, 0.3, NAN, 46.5, 7.2],
        "CultServ": [0.13405, 2.20754, 0.0578, 1.798, NAN, 1.15292, 0.00266, 0.08905, 0.34615, 0.03553],
        "CultGood": [NAN, 16.182, 0.985, NAN, NAN, 7.555, 0.046, NAN, 1.213, 1.256],
        "Tourist": [11.519, 24.04, 6.509, 17.242, 3.315, 26.757, 0.404, 2.907, 3.37, 0.966],
    },
    index=["IDN", "JPN", "KAZ", "KOR", "LAO", "MYS", "MNG", "MMR", "NZL", "PAK"],
)
HALVES = pd.Series(dict(zip(reversed(ARTICLE.index), "bbbbbaaaaa", strict=True)))
SMALL = pd.DataFrame(
    {"i1": [1.0, NAN, 4.0], "i10": [NAN, 5.0, NAN], "i2": [1.0, 2.0, 3.0]}, index=["A", "B", "C"]
)


@pytest.mark.parametrize(
    ("filler", "groups", "published"),
    [
        pytest.param(
            Filler.MEAN,
            None,
            {
                ("LAO", "Pat"): 122.35,
                ("MMR", "Pat"): 122.35,
                ("LAO", "CultServ"): 0.6470778,
                ("KOR", "CultGood"): 4.5395,
            },
            id="i_mean",
        ),
        pytest.param(
            Filler.MEDIAN,
            HALVES,
            {
                ("LAO", "Pat"): 136.75,
                ("MMR", "Pat"): 26.85,
                ("LAO", "CultServ"): 0.966025,
                ("IDN", "CultGood"): 8.5835,
                ("MMR", "CultGood"): 1.2345,
            },
            id="i_median_grp",
        ),
    ],
)
def test_published_values(
    filler: Filler, groups: pd.Series | None, published: dict[tuple[str, str], float]
) -> None:
    treated = impute(ARTICLE, filler, groups)
    assert not treated.data.isna().any(axis=None)
    assert treated.data.where(ARTICLE.notna()).equals(ARTICLE)
    for (unit, key), value in published.items():
        assert treated.data.at[unit, key] == pytest.approx(value, abs=5e-8)


def test_each_filled_blank_is_recorded_with_what_it_was_drawn_from() -> None:
    record = impute(ARTICLE, Filler.MEDIAN, HALVES).record
    rows = record.points.drop(columns=["before", "side"]).query("indicator == 'Pat'").to_dict("records")
    assert rows == [
        {
            "unit": "LAO",
            "indicator": "Pat",
            "method": "group median",
            "after": 136.75,
            "group": "a",
            "values": 4,
        },
        {
            "unit": "MMR",
            "indicator": "Pat",
            "method": "group median",
            "after": 26.85,
            "group": "b",
            "values": 4,
        },
    ]
    assert record.indicators["filled"].to_dict() == {"Pat": 2, "CultServ": 1, "CultGood": 4, "Tourist": 0}
    assert record.indicators["values"].to_dict() == {"Pat": 8, "CultServ": 9, "CultGood": 6, "Tourist": 10}
    assert record.conventions == {"filler": "median of the group, of the values given", "no value": "refuse"}


def test_the_previous_period_fills_by_unit_and_indicator() -> None:
    previous = pd.DataFrame(
        {"i2": [9.0, 9.0, 9.0], "i10": [70.0, 80.0, 90.0], "note": ["x", "y", "z"]}, index=["C", "B", "A"]
    )
    treated = impute_previous(SMALL, previous.assign(i1=[0.0, 0.5, 0.0]))
    assert treated.data.to_dict() == {
        "i1": {"A": 1, "B": 0.5, "C": 4},
        "i10": {"A": 90, "B": 5, "C": 70},
        "i2": {"A": 1, "B": 2, "C": 3},
    }
    points = treated.record.points
    assert points[["unit", "indicator", "method", "after", "values"]].to_numpy().tolist() == [
        ["B", "i1", "previous period", 0.5, 1],
        ["A", "i10", "previous period", 90, 1],
        ["C", "i10", "previous period", 70, 1],
    ]


def test_only_the_named_indicators_are_filled() -> None:
    treated = impute(SMALL, Filler.MEAN, only=["i10"])
    assert treated.data["i10"].tolist() == [5, 5, 5]
    assert treated.data["i1"].isna().tolist() == [False, True, False]
    assert treated.record.indicators.index.tolist() == ["i10"]


def groups(**names: str) -> pd.Series:
    return pd.Series(names)


@pytest.mark.parametrize(
    ("fill", "message"),
    [
        pytest.param(
            lambda w: impute(SMALL.assign(i1=NAN), Filler.MEAN, only=["i1"], without=w),
            "impute, i1, A, B, C: there is no value to fill the blank from",
            id="column",
        ),
        pytest.param(
            lambda w: impute(SMALL, Filler.MEAN, groups(A="x", B="y", C="x"), only=["i1"], without=w),
            "impute, i1, B: .* in the group y",
            id="group",
        ),
        pytest.param(
            lambda w: impute_previous(SMALL, SMALL.drop("B"), only=["i1"], without=w),
            "impute, i1, B",
            id="new unit",
        ),
        pytest.param(
            lambda w: impute_previous(SMALL, SMALL[["i2"]], only=["i1"], without=w),
            "impute, i1, B",
            id="new indicator",
        ),
    ],
)
def test_a_blank_without_a_source_is_refused_or_left_with_a_note(fill: Any, message: str) -> None:
    with pytest.raises(SmartxlError, match=message):
        fill(WithoutValue.REFUSE)
    treated = fill(WithoutValue.LEAVE)
    assert treated.data.loc["B", ["i1"]].isna().all()
    assert treated.record.indicators.loc["i1", "left"] == treated.data["i1"].isna().sum()
    assert any(note.startswith("i1: no ") and note.endswith("left blank") for note in treated.record.notes)
    assert treated.record.points.empty


def test_group_then_column_by_two_steps() -> None:
    first = impute(SMALL, Filler.MEAN, groups(A="x", B="y", C="x"), without=WithoutValue.LEAVE)
    second = impute(first.data, Filler.MEAN)
    joined = pd.concat([first.record.points, second.record.points])
    assert second.data["i1"].tolist() == [1, 2.5, 4]
    assert joined["method"].tolist() == ["mean", "mean", "mean"]
    assert joined["indicator"].tolist() == ["i1", "i10", "i10"]


@pytest.mark.parametrize(
    ("fill", "error", "message"),
    [
        pytest.param(
            lambda: impute(SMALL, Filler.MEAN, groups(A="x", B="y")),
            UnknownName,
            "there is no group for C",
            id="no group",
        ),
        pytest.param(
            lambda: impute(SMALL, Filler.MEAN, pd.Series({"A": "x", "B": None, "C": "x"})),
            UnknownName,
            "there is no group for B",
            id="blank group",
        ),
        pytest.param(
            lambda: impute(SMALL, Filler.MEAN, pd.Series(["x"] * 4, index=["A", "B", "C", "A"])),
            SmartxlError,
            "groups: the unit A comes twice",
            id="unit twice",
        ),
        pytest.param(
            lambda: impute(SMALL, Filler.MEAN, only=["i3"]),
            UnknownName,
            "there is no indicator 'i3'",
            id="indicator",
        ),
        pytest.param(
            lambda: impute_previous(SMALL, SMALL.assign(i1="x")),
            SmartxlError,
            "previous period, i1: the column is not numeric",
            id="text in the past",
        ),
    ],
)
def test_what_is_refused(fill: Any, error: type[SmartxlError], message: str) -> None:
    with pytest.raises(error, match=message):
        fill()


cells = st.one_of(st.integers(-50, 50), st.none())


@pytest.mark.slow
@SETTINGS
@given(st.lists(st.tuples(cells, st.sampled_from("xyz")), min_size=1, max_size=25))
def test_group_means_agree_with_exact_fractions(rows: list[tuple[int | None, str]]) -> None:
    units = [f"U{k}" for k in range(len(rows))]
    data = pd.DataFrame({"i1": [x for x, _ in rows]}, index=units, dtype=float)
    names = pd.Series([name for _, name in rows], index=units)[::-1]
    treated = impute(data, Filler.MEAN, names, without=WithoutValue.LEAVE)
    for unit, (x, name) in zip(units, rows, strict=True):
        there = [Fraction(y) for y, other in rows if other == name and y is not None]
        expected = x if x is not None else float(sum(there) / len(there)) if there else NAN
        assert treated.data.at[unit, "i1"] == pytest.approx(expected, nan_ok=True, rel=1e-15)
