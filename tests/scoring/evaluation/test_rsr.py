"""Rank sum ratios beside the classic example and another program."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.evaluation import rsr

SIGNS = {"checks": 1, "mothers": -1, "babies": -1}
# RSR, mean rank, probit and fitted RSR as chapter 9.2 of the book of mathmodels prints them, to its three digits.
CLASSIC = {
    "J": (0.1, 1, 3.72, 0.216),
    "B": (0.4, 2.5, 4.33, 0.350),
    "D": (0.4, 2.5, 4.33, 0.350),
    "G": (0.5, 4, 4.75, 0.444),
    "I": (0.567, 5, 5, 0.500),
    "A": (0.6, 6.5, 5.39, 0.585),
    "E": (0.6, 6.5, 5.39, 0.585),
    "F": (0.667, 8, 5.84, 0.686),
    "C": (0.767, 9, 6.28, 0.784),
    "H": (0.9, 10, 6.96, 0.934),
}


def test_the_classic_example(districts: pd.DataFrame) -> None:
    found = rsr(districts, directions=SIGNS)
    assert found.ranks.T["A"].tolist() == [10, 2, 6]
    assert found.ranks.sum().tolist() == [55, 55, 55]
    for unit, (ratio, place, probit, fitted) in CLASSIC.items():
        row = found.table.T[unit]
        assert row[["rsr", "fitted"]].tolist() == pytest.approx([ratio, fitted], abs=5.1e-4)
        assert row["probit"] == pytest.approx(probit, abs=5.1e-3)
        assert found.distribution.loc[row["rsr"], "mean_rank"] == place
    line = found.regression
    told = (-0.60855, 0.22169, 0.9379, 90.63, 7.662e-05)
    assert (line.intercept, line.slope, line.r_squared, line.f) == pytest.approx(told[:4], rel=5e-5)
    assert line.p_value == pytest.approx(told[4], rel=1e-4)
    assert found.table["grade"].to_dict() == dict.fromkeys("ABDEFGI", 2) | {"J": 1, "C": 3, "H": 3}


def test_ranks_that_are_no_whole_numbers(districts: pd.DataFrame) -> None:
    """Chapter 9.2.4, with entropy weights as printed: three digits."""
    weights = {"checks": 0.2945205, "mothers": 0.3631078, "babies": 0.3423717}
    found = rsr(districts, weights, directions=SIGNS, ranking="non-integer").table
    told = {
        "J": (0.1, 0.366), "B": (0.544, 0.456), "D": (0.578, 0.521), "G": (0.676, 0.576), "A": (0.720, 0.627),
        "I": (0.725, 0.679), "E": (0.754, 0.734), "F": (0.802, 0.798), "C": (0.826, 0.888), "H": (0.946, 1.03),
    }  # fmt: skip
    for unit, numbers in told.items():
        assert found.T[unit][["rsr", "fitted"]].tolist() == pytest.approx(
            numbers, abs=5.1e-4 if unit != "H" else 5e-3
        )


def test_weighted_ratios(districts: pd.DataFrame) -> None:
    """`rank_sum_ratio` of the R package mathmodels 0.0.11 with these weights: nine digits."""
    found = rsr(districts, {"checks": 5, "mothers": 3, "babies": 2}, directions=SIGNS)
    ratios = {
        "J": 0.1,
        "D": 0.37,
        "B": 0.48,
        "E": 0.5,
        "G": 0.53,
        "I": 0.56,
        "F": 0.61,
        "A": 0.68,
        "C": 0.8,
        "H": 0.87,
    }
    assert found.table["rsr"].to_dict() == pytest.approx(ratios)
    assert (found.regression.intercept, found.regression.slope) == pytest.approx(
        (-0.548664272, 0.211444387), abs=5e-10
    )
    assert found.table.loc["A", "fitted"] == pytest.approx(0.686513747, abs=5e-10)


@pytest.mark.parametrize(
    ("grades", "cuts"),
    [(3, (4, 6)), (4, (3.5, 5, 6.5)), (5, (3.2, 4.4, 5.6, 6.8)), (6, (3, 4, 5, 6, 7))],
    ids=str,
)
def test_grades_are_cut_at_the_probits_of_the_usual_table(grades: int, cuts: tuple[float, ...]) -> None:
    """The table of Tian Fengtiao's book (percentages and probits for 3, 4, 5 … grades)."""
    data = pd.DataFrame({"x": np.arange(400.0)})
    found = rsr(data, grades=grades).table
    assert found["grade"].tolist() == (1 + np.digitize(found["probit"], cuts)).tolist()
    assert set(found["grade"]) == set(range(1, grades + 1))


def test_few_units_and_no_differences() -> None:
    data = pd.DataFrame({"x": [3.0, 3.0, 3.0], "y": [1.0, 1.0, 1.0]})
    alike = rsr(data)
    assert alike.table["rsr"].tolist() == pytest.approx([2 / 3] * 3)
    assert alike.table["fitted"].isna().all()
    assert rsr(data, ranking="non-integer").table["rsr"].tolist() == pytest.approx([2 / 3] * 3)
    one = rsr(data.iloc[:1]).table.iloc[0]
    assert (one["rsr"], one["grade"]) == (1, 2)
    two = rsr(pd.DataFrame({"x": [1.0, 2.0]}))
    assert two.regression.r_squared == 1
    assert np.isnan(two.regression.f)
    assert rsr(data.iloc[:0]).table.empty


@pytest.mark.parametrize("grades", [2, 11, "3"])
def test_how_many_grades(grades: object) -> None:
    with pytest.raises(SmartxlError):
        rsr(pd.DataFrame({"x": [1.0, 2.0]}), grades=grades)  # type: ignore[arg-type]
