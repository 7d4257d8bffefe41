"""Grey relation beside published examples."""

from __future__ import annotations

import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.evaluation import grey_relation

INVESTED = pd.DataFrame(
    {
        "x1": [308.58, 310, 295, 346, 367],
        "x2": [195.4, 189.9, 187.2, 205, 222.7],
        "x3": [24.6, 21, 12.2, 15.1, 14.57],
        "x4": [20, 25.6, 23.3, 29.2, 30],
        "x5": [18.98, 19, 22.3, 23.5, 27.655],
    },
    index=range(1979, 1984),
)
EARNED = pd.DataFrame(
    {
        "y1": [170, 174, 197, 216.4, 235.58],
        "y2": [57.55, 70.74, 76.8, 80.7, 89.85],
        "y3": [88.56, 70, 85.38, 99.83, 103.4],
        "y4": [11.19, 13.28, 16.82, 18.9, 22.8],
        "y5": [4.03, 4.26, 4.34, 5.06, 5.78],
        "y6": [13.7, 15.6, 13.77, 11.98, 13.95],
    },
    index=range(1979, 1984),
)
TOLD = """0.802 0.689 0.891 0.678 0.811 0.743
0.761 0.666 0.858 0.663 0.774 0.766
0.557 0.529 0.579 0.568 0.565 0.562
0.810 0.885 0.577 0.780 0.804 0.607
0.935 0.800 0.675 0.731 0.921 0.632"""


@pytest.mark.parametrize("place", range(6))
def test_investment_and_earnings(place: int) -> None:
    """Relations of five investments with six earnings, each over its first year: chapter 8.3 of the book of mathmodels, all 30
    to the three digits that are printed.
    """
    series, goal = INVESTED / INVESTED.iloc[0], (EARNED / EARNED.iloc[0]).iloc[:, place]
    found = grey_relation(series.T, reference=goal, scale="none")
    assert found.grades.tolist() == pytest.approx(
        [float(line.split()[place]) for line in TOLD.splitlines()], abs=5.1e-4
    )


def test_the_example_of_a_reference() -> None:
    """`grey_corr` in the reference of the R package mathmodels 0.0.11, seven digits."""
    series = pd.DataFrame({"x1": [0.9, 0.7, 0.8], "x2": [0.8, 0.9, 0.7], "x3": [0.7, 0.8, 0.9]}).T
    found = grey_relation(series, reference={"0": 0.9, "1": 0.8, "2": 0.7}, scale="none", rho=0.5)
    assert found.grades.tolist() == pytest.approx([0.6666667, 0.6666667, 0.5555556], abs=5e-8)


def test_units_by_best_and_worst(rivers: pd.DataFrame) -> None:
    """The 20 rivers by best / (best + worst): chapter 8.4 of the book of mathmodels, to the three digits that are printed.

    Scaled there are oxygen and germs alone.
    """
    weights = {"o2": 0.3153202, "ph": 0.1813149, "germ": 0.3506929, "nutrient": 0.1526721}
    few, most = rivers.min(), rivers.max()
    scaled = rivers.assign(
        o2=(rivers["o2"] - few["o2"]) / (most["o2"] - few["o2"]),
        germ=(most["germ"] - rivers["germ"]) / (most["germ"] - few["germ"]),
    )
    found = grey_relation(scaled, weights, scale="none", weighed="values", against_worst=True)
    told = {
        11: 0.613, 9: 0.613, 10: 0.592, 7: 0.562, 20: 0.560, 3: 0.558, 8: 0.557, 13: 0.552, 4: 0.552, 12: 0.545,
        18: 0.520, 16: 0.511, 15: 0.506, 5: 0.503, 17: 0.502, 1: 0.501, 6: 0.472, 2: 0.469, 19: 0.430, 14: 0.353,
    }  # fmt: skip
    assert found.grades.to_dict() == pytest.approx(told, abs=5.1e-4)
    assert found.grades.sort_values(ascending=False, kind="stable").index.tolist() == list(told)


def test_equal_series_are_wholly_related() -> None:
    scores = pd.DataFrame({"x": [5.0, 5.0], "y": [7.0, 7.0]}, index=["a", "b"])
    assert grey_relation(scores).grades.tolist() == [1, 1]
    assert grey_relation(scores.iloc[:1]).grades.tolist() == [1]
    assert grey_relation(scores, against_worst=True).grades.tolist() == [0.5, 0.5]


def test_what_is_refused() -> None:
    scores = pd.DataFrame({"x": [1.0, 2.0]}, index=["a", "b"])
    for rho in (0.0, 1.5):
        with pytest.raises(SmartxlError, match="rho"):
            grey_relation(scores, rho=rho)
    with pytest.raises(SmartxlError, match="scale"):
        grey_relation(scores, reference={"x": 1.0})
    with pytest.raises(UnknownName):
        grey_relation(scores, reference={"y": 1.0}, scale="none")
