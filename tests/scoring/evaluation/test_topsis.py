"""TOPSIS in its variants, beside published examples and other programs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist

from smartxl.errors import SmartxlError
from smartxl.scoring.evaluation import topsis

WEIGHTS = {"o2": 0.3153202, "ph": 0.1813149, "germ": 0.3506929, "nutrient": 0.1526721}
RIVERS = {"o2": 1, "ph": 1, "germ": -1, "nutrient": 1}
CLOSENESS = """0.3841556 0.4852199 0.5021310 0.5084128 0.4226200 0.3945085 0.5502261 0.6258551 0.7260529 0.7138447 0.8091923
0.6159619 0.6007565 0.1593096 0.4974685 0.4250799 0.5565555 0.4815844 0.3070290 0.7098355"""
"""Closeness as printed in the book (mathmodels, chapter 7.2) with the entropy weights that it prints: seven digits."""


def test_a_published_example_of_twenty_units(rivers: pd.DataFrame) -> None:
    found = topsis(rivers, WEIGHTS, directions=RIVERS)
    assert found.closeness.tolist() == pytest.approx([float(x) for x in CLOSENESS.split()], abs=2e-7)
    assert found.variant.zh == "向量归一 x/√Σx²，逆向指标以最小为优，权重乘在值上，负理想解取最差值"


PHONES = pd.DataFrame(
    {
        "price": [250, 200, 300, 275, 225],
        "storage": [16, 16, 32, 32, 16],
        "camera": [12, 8, 16, 8, 16],
        "looks": [5, 3, 4, 4, 2],
    },
    index=list("abcde"),
)
SHARES = {"price": 0.35, "storage": 0.25, "camera": 0.25, "looks": 0.15}
SIGNS = {"price": -1, "storage": 1, "camera": 1, "looks": 1}


@pytest.mark.parametrize(
    ("scale", "costs", "told"),
    [
        ("min-max", "swap", [0.4429279507, 0.4903810568, 0.5096189432, 0.4362043501, 0.5435639178]),
        ("vector", "swap", [0.4459356188, 0.3700417228, 0.6299582772, 0.4936191445, 0.4758268155]),
        ("sum", "reciprocal", [0.427904018, 0.3657429137, 0.6342570863, 0.4888925273, 0.4624748234]),
        ("max", "swap", [0.4504546015, 0.3922011246, 0.6077988754, 0.4767583003, 0.4932367115]),
    ],
)
def test_another_program(scale: str, costs: str, told: list[float]) -> None:
    """pymcdm 1.4.0, TOPSIS with its minmax, vector, sum and max normalisations: ten digits."""
    found = topsis(PHONES, SHARES, directions=SIGNS, scale=scale, costs=costs)
    assert found.closeness.tolist() == pytest.approx(told, abs=5e-11)


def test_the_example_of_opricovic_and_tzeng(mountains: pd.DataFrame) -> None:
    """With their linear normalisation, as the reference of pymcdm 1.4.0 prints it to three digits."""
    found = topsis(mountains, directions={"risk": -1, "altitude": 1}, scale="min-max")
    assert found.closeness.tolist() == pytest.approx([0.500, 0.617, 0.500], abs=5e-4)


def test_weights_inside_the_distance(rivers: pd.DataFrame) -> None:
    """Beside scipy's weighted Euclidean distance: another number under the same name."""
    turned = rivers.assign(germ=rivers["germ"].max() - rivers["germ"])
    scaled = ((turned - turned.min()) / (turned.max() - turned.min())).to_numpy()
    ends = cdist(scaled, np.array([[1.0] * 4, [0.0] * 4]), "euclidean", w=list(WEIGHTS.values()))
    found = topsis(rivers, WEIGHTS, directions=RIVERS, scale="min-max", weighed="distance")
    assert found.table[["to_best", "to_worst"]].to_numpy() == pytest.approx(
        ends / np.sqrt(sum(WEIGHTS.values()))
    )
    other = topsis(rivers, WEIGHTS, directions=RIVERS, scale="min-max", weighed="values")
    assert np.abs(found.closeness - other.closeness).max() > 0.01


def test_variants_of_one_name_may_tell_two_units_apart_or_not() -> None:
    """Weights on the values count twice in the square, which weights in the distance do not."""
    scores = pd.DataFrame({"x": [100.0, 0.0, 0.0, 100.0], "y": [0.0, 100.0, 0.0, 100.0]}, index=list("abcd"))
    values = topsis(scores, {"x": 0.6, "y": 0.4}, scale="none").closeness
    inside = topsis(scores, {"x": 0.6, "y": 0.4}, scale="none", weighed="distance").closeness
    assert values["a"] == pytest.approx(0.6)
    assert inside["a"] == pytest.approx(0.6**0.5 / (0.6**0.5 + 0.4**0.5))


def test_the_worst_point_may_be_zero() -> None:
    scores = pd.DataFrame({"x": [80.0, 60.0], "y": [50.0, 100.0]}, index=["a", "b"])
    found = topsis(scores, scale="none", worst="zero").table
    assert found.loc["a", "to_worst"] == pytest.approx(np.hypot(40, 25))
    assert found.loc["a", "to_best"] == pytest.approx(25)
    assert topsis(scores, scale="none").table.loc["a", "to_worst"] == pytest.approx(10)


@pytest.mark.parametrize(
    ("data", "options", "zh"),
    [
        ({"x": [1.0, 2.0]}, {"worst": "zero", "directions": {"x": -1}}, "不是最差"),
        ({"x": [-1.0, 2.0]}, {"worst": "zero"}, "有负值"),
        ({"x": [-1.0, 2.0]}, {"scale": "sum"}, "负值"),
        ({"x": [0.0, 2.0]}, {"costs": "reciprocal", "directions": {"x": -1}}, "取倒数的值要大于 0"),
        ({"x": [1.0, 2.0]}, {"scale": "rank"}, "不是 scale"),
    ],
    ids=["0 is best of a cost", "below 0", "share of a negative", "1/0", "no such scale"],
)
def test_what_a_formula_does_not_allow(
    data: dict[str, list[float]], options: dict[str, object], zh: str
) -> None:
    with pytest.raises(SmartxlError) as told:
        topsis(pd.DataFrame(data, index=["a", "b"]), **options)  # type: ignore[arg-type]
    assert zh in told.value.what.zh


def test_nothing_to_tell_apart() -> None:
    """A column in which the units do not differ plays no part; where none differs nobody has a closeness."""
    scores = pd.DataFrame({"x": [1.0, 2.0, 3.0], "same": [5.0, 5.0, 5.0]}, index=list("abc"))
    for scale in ("vector", "min-max", "sum", "max", "mean", "none"):
        assert topsis(scores, scale=scale).closeness.tolist() == pytest.approx([0, 0.5, 1])
    assert topsis(scores[["same"]]).closeness.isna().all()
    assert topsis(scores.iloc[:1]).closeness.isna().all()
    assert topsis(scores * 0).closeness.isna().all()
    assert topsis(scores.iloc[:0]).closeness.empty
