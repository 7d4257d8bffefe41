"""VIKOR beside published examples and two other programs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.evaluation import vikor


def test_the_example_of_opricovic_and_tzeng(mountains: pd.DataFrame) -> None:
    """A2 is the compromise: S, R and Q by the formulas of the paper, Q also by pymcdm 1.4.0."""
    found = vikor(mountains, directions={"risk": -1, "altitude": 1})
    assert found.table.T.to_numpy() == pytest.approx(
        np.array([[0.5, 0.375, 0.5], [0.5, 0.25, 0.5], [1, 0, 1]])
    )
    assert found.compromise == ("A2",)


# What the VIKOR of scikit-criteria 0.10 gives: Q, conditions C1 and C2, the compromise (as a set).
CASES = {
    "all hold": (
        [[78, 56, 34, 6], [4, 45, 3, 97], [18, 2, 50, 63], [9, 14, 11, 92], [85, 9, 100, 29]],
        [0.25] * 4,
        0.5,
        [0.5679069948, 0.7667330359, 1.0, 0.7492842104, 0.0],
        (True, True, {4}),
    ),
    "two near each other": (
        [[90, 80, 70], [88, 82, 71], [60, 90, 50], [70, 60, 85]],
        [0.5, 0.3, 0.2],
        0.5,
        [0.0238095238, 0.0074074074, 1.0, 0.7367724868],
        (False, True, {0, 1}),
    ),
    "costs turned round": (
        [[-250, 16, 12, 5], [-200, 16, 8, 3], [-300, 32, 16, 4], [-275, 32, 8, 4], [-225, 16, 16, 2]],
        [0.38, 0.25, 0.25, 0.12],
        0.5,
        [0.453125, 0.5, 0.5, 0.618990384615, 0.140625],
        (True, True, {4}),
    ),
    "by the good of most": (
        [[-250, 16, 12, 5], [-200, 16, 8, 3], [-300, 32, 16, 4], [-275, 32, 8, 4], [-225, 16, 16, 2]],
        [0.35, 0.25, 0.25, 0.15],
        1.0,
        [0.75, 1.0, 0.0, 0.8125, 0.4375],
        (True, True, {2}),
    ),
    "best neither by S nor by R": (
        [[3, 4, 7], [9, 2, 3], [1, 6, 9], [7, 4, 4], [4, 7, 5], [9, 1, 8], [5, 3, 2], [6, 8, 4], [4, 3, 5]],
        [0.5, 0.3, 0.2],
        0.5,
        [0.7193570768, 0.2793709528, 0.8829787234, 0.1648936170, 0.4247802960, 0.1956521739, 0.6195652174, 0.0271160962,
         0.6800994450],
        (True, False, {3, 7}),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "weights", "v", "told", "settled"), CASES.values(), ids=CASES)
def test_another_program(
    data: list[list[float]],
    weights: list[float],
    v: float,
    told: list[float],
    settled: tuple[bool, bool, set[int]],
) -> None:
    frame = pd.DataFrame(data)
    found = vikor(frame, dict(zip(map(str, frame.columns), weights, strict=True)), v=v)
    assert found.table["q"].tolist() == pytest.approx(told, abs=5.1e-11)
    assert (found.acceptable_advantage, found.acceptable_stability, set(found.compromise)) == settled


def test_the_advantage_may_be_stated(mountains: pd.DataFrame) -> None:
    found = vikor(mountains, directions={"risk": -1, "altitude": 1}, advantage=0.25)
    assert found.variant.zh == "极差归一，v=0.5，DQ=0.25"


def test_units_that_do_not_differ() -> None:
    alike = vikor(pd.DataFrame({"x": [2.0, 2.0], "y": [1.0, 1.0]}, index=["a", "b"]))
    assert alike.table.to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]
    assert alike.compromise == ("a", "b")
    one = vikor(pd.DataFrame({"x": [2.0]}, index=["a"]))
    assert (one.compromise, one.acceptable_advantage, one.acceptable_stability) == (("a",), True, True)
    assert vikor(pd.DataFrame({"x": [float("nan")]}, index=["a"])).compromise == ()


@pytest.mark.parametrize(("v", "advantage"), [(1.5, None), (-0.1, None), (0.5, 2.0)])
def test_shares_are_shares(mountains: pd.DataFrame, v: float, advantage: float | None) -> None:
    with pytest.raises(SmartxlError):
        vikor(mountains, v=v, advantage=advantage)
