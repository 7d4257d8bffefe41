"""`composite` and `coverage`: every policy node by node, matched by key."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import Combination, Counted, NotApplicable, RollUp, Unscored
from smartxl.rules import combine
from smartxl.scoring import Over, Tree, TreeNode, composite, coverage

NAN = math.nan


def two_levels(how: Combination = Combination(), top: Combination = Combination()) -> Tree:  # noqa: B008
    return Tree(
        (
            TreeNode("T", "", how=top),
            TreeNode("A", "T", 60.0, how),
            TreeNode("i3", "T", 40.0),
            TreeNode("i1", "A", 3.0),
            TreeNode("i10", "A", 1.0),
            TreeNode("i2", "A", 4.0),
        )
    )


@pytest.fixture
def data() -> pd.DataFrame:
    values = {
        "i1": [10.0, NAN, 30.0, NAN],
        "i10": [20.0, 50.0, 60.0, NAN],
        "i2": [40.0, 80.0, 20.0, NAN],
        "i3": [100.0, 0.0, NAN, 70.0],
    }
    return pd.DataFrame(values, index=["a", "b", "c", "d"])


def scored(data: pd.DataFrame, how: Combination, **more: Any) -> list[float]:
    return composite(data, two_levels(how), **more)["A"].tolist()


def close(expected: list[float]) -> Any:
    return pytest.approx(expected, rel=1e-14, nan_ok=True)


def test_weights_and_columns_are_matched_by_key(data: pd.DataFrame) -> None:
    found = composite(data, two_levels())
    assert list(found.columns) == ["T", "A"]
    assert found.index.equals(data.index)
    assert found["A"].tolist() == close([26.25, 370 / 5, 230 / 8, NAN])
    assert found["T"].tolist() == close([0.6 * 26.25 + 40, 0.6 * 74, 230 / 8, 70])
    for columns in (["i2", "i10", "i3", "i1"], ["i3", "i2", "i1", "i10"]):
        assert composite(data[columns], two_levels()).equals(found)


METHODS = {
    "sum": (Combination(RollUp.SUM), [(30 + 20 + 160) / 100, 370 / 5 * 8 / 100, 230 / 100, NAN]),
    "geometric": (
        Combination(RollUp.GEOMETRIC),
        [
            math.exp((3 * math.log(10) + math.log(20) + 4 * math.log(40)) / 8),
            math.exp((math.log(50) + 4 * math.log(80)) / 5),
            math.exp((3 * math.log(30) + math.log(60) + 4 * math.log(20)) / 8),
            NAN,
        ],
    ),
    "harmonic": (
        Combination(RollUp.HARMONIC),
        [8 / (3 / 10 + 1 / 20 + 4 / 40), 5 / (1 / 50 + 4 / 80), 8 / (3 / 30 + 1 / 60 + 4 / 20), NAN],
    ),
    "power": (
        Combination(RollUp.POWER, power=2.0),
        [math.sqrt(x) for x in (7100 / 8, 28100 / 5, 7900 / 8)] + [NAN],
    ),
    "worst": (Combination(RollUp.WORST), [10, 50, 20, NAN]),
    "zero": (Combination(unscored=Unscored.ZERO), [26.25, 370 / 8, 28.75, 0.0]),
    "peer mean": (
        Combination(unscored=Unscored.PEER_MEAN),
        [26.25, (3 * 20 + 370) / 8, 28.75, (3 * 20 + 130 / 3 + 4 * 140 / 3) / 8],
    ),
    "peer median": (
        Combination(unscored=Unscored.PEER_MEDIAN),
        [26.25, (3 * 20 + 370) / 8, 28.75, (3 * 20 + 50 + 4 * 40) / 8],
    ),
    "half of the weight": (Combination(coverage=0.7), [26.25, NAN, 28.75, NAN]),
    "half of the children": (
        Combination(coverage=2 / 3, counted=Counted.COUNT),
        [26.25, 74.0, 28.75, NAN],
    ),
}


@pytest.mark.parametrize("case", METHODS)
def test_methods_and_policies_for_what_is_missing(case: str, data: pd.DataFrame) -> None:
    how, expected = METHODS[case]
    assert scored(data, how) == close(expected)


APPLIES = pd.DataFrame({"i1": [True, False], "i3": [True, True]}, index=["a", "b"])


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Combination(), 74.0),
        (Combination(not_applicable=NotApplicable.LOST), 370 / 8),
        (Combination(unscored=Unscored.ZERO), 74.0),
        (Combination(unscored=Unscored.PEER_MEAN), 74.0),
        (Combination(coverage=1.0), 74.0),
        (Combination(RollUp.SUM), 370 / 5 * 8 / 100),
    ],
    ids=["spread", "lost", "not zero", "not imputed", "covered", "sum"],
)
def test_what_does_not_apply(how: Combination, expected: float, data: pd.DataFrame) -> None:
    assert scored(data, how, applies=APPLIES)[1] == pytest.approx(expected, rel=1e-14)


def test_a_node_of_which_nothing_applies_does_not_apply(data: pd.DataFrame) -> None:
    """Unit d has no score under A: where A is 0 its total is 28, where A does not apply it is 70."""
    top = Combination(unscored=Unscored.ZERO)
    none = pd.DataFrame(False, index=["d"], columns=["i10", "i1", "i2"])
    assert composite(data, two_levels(top=top)).loc["d", "T"] == pytest.approx(28.0)
    assert composite(data, two_levels(top=top), applies=none).loc["d", "T"] == 70.0
    lost = two_levels(top=Combination(not_applicable=NotApplicable.LOST))
    assert composite(data, lost, applies=none).loc["d", "T"] == pytest.approx(28.0)


def test_peers_are_those_of_the_group(data: pd.DataFrame) -> None:
    groups = pd.Series({"a": "x", "b": "x", "c": "y", "d": "y"})
    found = scored(data, Combination(unscored=Unscored.PEER_MEAN), groups=groups)
    assert found == close([26.25, (3 * 10 + 370) / 8, 28.75, 28.75])


def test_peers_are_those_of_the_period(data: pd.DataFrame) -> None:
    panel = pd.concat({2023: data, 2024: data + 1}, names=["year", "unit"])
    how = Combination(unscored=Unscored.PEER_MEDIAN)
    each = composite(panel, two_levels(how), periods="year", over=Over.PERIOD)
    assert each["A"].loc[2023].tolist() == scored(data, how)
    assert each["A"].loc[2024].tolist() == scored(data + 1, how)
    pooled = composite(panel, two_levels(how), periods="year", over=Over.ALL)
    median = [statistics.median([10, 30, 11, 31]), statistics.median([20, 50, 60, 21, 51, 61])]
    third = statistics.median([40, 80, 20, 41, 81, 21])
    assert pooled["A"].loc[2023].tolist()[3] == pytest.approx((3 * median[0] + median[1] + 4 * third) / 8)


def test_peers_without_any_score_leave_the_child_out(data: pd.DataFrame) -> None:
    data["i2"] = NAN
    found = scored(data, Combination(unscored=Unscored.PEER_MEDIAN))
    assert found == close([12.5, (3 * 20 + 50) / 4, 37.5, (3 * 20 + 50) / 4])


@pytest.mark.parametrize(
    ("digits", "a", "t"),
    [
        (None, 230 / 8, 0.6 * 26.25 + 40),
        (1, 28.8, 55.8),
        (0, 29.0, 56.0),
        ({"A": 1}, 28.8, 0.6 * 26.3 + 40),
        ({0: 1}, 230 / 8, 55.8),
        ({0: 2, 1: 0, "A": 1}, 28.8, 55.78),
    ],
    ids=str,
)
def test_rounding_by_code_or_depth_before_going_up(
    digits: Any, a: float, t: float, data: pd.DataFrame
) -> None:
    found = composite(data, two_levels(), digits=digits)
    assert found.loc["c", "A"] == pytest.approx(a, rel=1e-14)
    assert found.loc["a", "T"] == pytest.approx(t, rel=1e-14)


def test_leaves_and_nodes_under_one_parent_of_any_depth() -> None:
    nodes = [
        TreeNode("T", ""),
        TreeNode("x", "T", 2.0),
        TreeNode("A", "T"),
        TreeNode("y", "A"),
        TreeNode("B", "A"),
    ]
    tree = Tree((*nodes, TreeNode("z", "B"), TreeNode("u", "B", 3.0)))
    data = pd.DataFrame([[1.0, 2.0, 3.0, 4.0]], columns=["u", "x", "y", "z"], index=["unit"])
    assert composite(data, tree).loc["unit"].to_dict() == {
        "T": pytest.approx((2 * 2 + (3 + 1.75) / 2) / 3),
        "A": pytest.approx((3 + 1.75) / 2),
        "B": 1.75,
    }


def test_many_units_in_parts_are_each_scored_as_alone() -> None:
    """Three levels, nodes of different size, blanks; against `combine` node by node for single units."""
    rng = np.random.default_rng(7)
    parents = [f"g{rng.integers(7)}" for _ in range(40)]
    nodes = [TreeNode("T", ""), *(TreeNode(f"g{k}", "T", 1.0 + k) for k in range(7))]
    tree = Tree((*nodes, *(TreeNode(f"i{k}", parent, 1.0 + k % 5) for k, parent in enumerate(parents))))
    values = rng.random((9001, 40)) * 100
    values[rng.random(values.shape) < 0.2] = NAN
    data = pd.DataFrame(values, columns=[f"i{k}" for k in range(40)])
    found = composite(data, tree, digits={1: 2})
    for unit in (0, 4500, 9000):
        for code in tree.inner:
            children = tree.children(code)
            row = pd.concat([data.loc[unit], found.loc[unit]])[list(children)]
            alone = combine(Combination(), row.to_numpy(), list(children.values()))
            digits = 15 if code == "T" else 2
            assert found.loc[unit, code] == pytest.approx(round(float(alone), digits), abs=1e-9)


def test_coverage_counts_leaves_by_weight_or_number(data: pd.DataFrame) -> None:
    by_weight = coverage(data, two_levels())
    assert list(by_weight.columns) == ["T", "A"]
    assert by_weight["A"].tolist() == close([1, 5 / 8, 1, 0])
    assert by_weight["T"].tolist() == close([1, 1 - 0.6 * 3 / 8, 0.6, 0.4])
    by_number = coverage(data, two_levels(), counted=Counted.COUNT)
    assert by_number["T"].tolist() == close([1, 3 / 4, 3 / 4, 1 / 4])


def test_coverage_leaves_out_what_does_not_apply(data: pd.DataFrame) -> None:
    none = pd.DataFrame(False, index=["d"], columns=["i1", "i10", "i2"])
    found = coverage(data, two_levels(), applies=none)
    assert found.T["d"].tolist() == close([1.0, NAN])
    assert coverage(data, two_levels(), applies=APPLIES).T["b"].tolist() == close([1, 1])


REFUSED: dict[str, tuple[type[SmartxlError], Callable[[pd.DataFrame], object], str]] = {
    "leaf without a column": (
        UnknownName,
        lambda d: composite(d.drop(columns="i10"), two_levels()),
        "the leaf i10 has no column",
    ),
    "column without a leaf": (
        UnknownName,
        lambda d: composite(d.assign(i4=1.0), two_levels()),
        "the column i4 belongs to no leaf",
    ),
    "a node as a column": (
        UnknownName,
        lambda d: composite(d.assign(A=1.0), two_levels()),
        "the column A belongs to no leaf",
    ),
    "text": (SmartxlError, lambda d: composite(d.astype(str), two_levels()), "i1: the column is not numeric"),
    "digits of no node": (
        UnknownName,
        lambda d: composite(d, two_levels(), digits={"Z": 1}),
        "there is no node Z",
    ),
    "applies to no leaf": (
        UnknownName,
        lambda d: composite(d, two_levels(), applies=pd.DataFrame({"i4": [False]}, index=["a"])),
        "i4 is no column of the data",
    ),
    "applies to no unit": (
        UnknownName,
        lambda d: coverage(d, two_levels(), applies=pd.DataFrame({"i1": [False]}, index=["z"])),
        "z is no unit of the data",
    ),
    "applies in numbers": (
        SmartxlError,
        lambda d: composite(d, two_levels(), applies=pd.DataFrame({"i1": [0]}, index=["b"])),
        "a cell is neither True nor False",
    ),
    "applies twice": (
        SmartxlError,
        lambda d: composite(d, two_levels(), applies=pd.DataFrame({"i1": [True] * 2}, index=["b", "b"])),
        "a unit comes twice",
    ),
    "a score that does not apply": (
        SmartxlError,
        lambda d: composite(d, two_levels(), applies=pd.DataFrame({"i1": [False]}, index=["a"])),
        "composite, a/i1: there is a score, but it does not apply",
    ),
    "peers of a unit without a group": (
        SmartxlError,
        lambda d: scored(
            d, Combination(unscored=Unscored.PEER_MEAN), groups=pd.Series({"a": 1, "b": 1, "c": 1})
        ),
        "d has no group",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, data: pd.DataFrame) -> None:
    kind, call, message = REFUSED[case]
    with pytest.raises(kind) as caught:
        call(data)
    assert message in str(caught.value)
