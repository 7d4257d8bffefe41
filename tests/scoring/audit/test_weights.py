"""Importance and weights optimised to it: analytic cases, laws, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring import Tree, TreeNode
from smartxl.scoring.audit import ImportanceMeasure, influence, optimised_weights


def flat(keys: list[str], **weights: float) -> Tree:
    return Tree((TreeNode("R", ""), *(TreeNode(key, "R", weights.get(key, 1.0)) for key in keys)))


@pytest.fixture(scope="module")
def independent() -> pd.DataFrame:
    """Uncorrelated columns of the same variance, exactly."""
    values = np.random.default_rng(8).normal(size=(400, 3))
    values = np.linalg.qr(values - values.mean(axis=0))[0]
    return pd.DataFrame(values, columns=list("abc"))


def test_parts_of_the_variance_of_uncorrelated_columns(independent: pd.DataFrame) -> None:
    """w² each; so is the linear r²."""
    found = influence(independent, flat(list("abc"), a=3, b=2))
    expected = np.array([9, 4, 1]) / 14
    assert found["variance"].tolist() == pytest.approx(expected.tolist())
    assert found["r_squared"].tolist() == pytest.approx(expected.tolist())
    assert found["ratio"].tolist() == pytest.approx(expected.tolist(), abs=0.04)


def test_a_bent_relation_shows_in_the_ratio_alone() -> None:
    """y = x + 3·x²: of x² the mean is the square of x, which no line shows."""
    x = np.linspace(-1, 1, 201)
    data = pd.DataFrame({"x": x, "square": 3 * x**2})
    found = influence(data, flat(["x", "square"]))
    assert found["ratio"]["x"] == pytest.approx(1, abs=1e-3)
    assert found["r_squared"]["x"] < 0.4


@pytest.mark.parametrize("measure", list(ImportanceMeasure))
def test_uncorrelated_columns_weigh_by_their_intended_importance(
    independent: pd.DataFrame, measure: ImportanceMeasure
) -> None:
    """Importances w or w²: the answer is the target, or its root."""
    target = {"a": 1, "b": 2, "c": 4}
    found = optimised_weights(independent, flat(list("abc")), target, measure=measure)
    assert found.reached
    assert found.table["obtained"].tolist() == pytest.approx([1 / 7, 2 / 7, 4 / 7], abs=1e-6)
    roots = np.array(list(target.values())) ** (1.0 if measure is ImportanceMeasure.CORRELATION else 0.5)
    tolerance = 0.1 if measure is ImportanceMeasure.RATIO else 1e-6
    assert list(found.weights.values()) == pytest.approx((roots / roots.sum()).tolist(), abs=tolerance)


def test_a_level_below_is_weighed_against_the_root() -> None:
    """Nodes N and M with two leaves each; weights count among siblings."""
    values = np.random.default_rng(4).normal(size=(60, 4))
    tree = Tree(
        (
            *(TreeNode("R", ""), TreeNode("N", "R"), TreeNode("M", "R")),
            *(TreeNode("a", "N"), TreeNode("b", "N"), TreeNode("c", "M"), TreeNode("d", "M")),
        )
    )
    found = optimised_weights(pd.DataFrame(values, columns=list("abcd")), tree, "equal", depth=2)
    assert found.gap <= np.abs(found.table["nominal"] - 0.25).max()
    weights = found.table["weight"]
    assert (weights["a"] + weights["b"], weights["c"] + weights["d"]) == pytest.approx((1, 1))


def test_other_means_are_weighed_by_trying(independent: pd.DataFrame) -> None:
    tree = Tree((TreeNode("R", "", how="geometric"), *(TreeNode(key, "R") for key in "abc")))  # type: ignore[arg-type]
    found = optimised_weights(independent + 10, tree, {"a": 1, "b": 1, "c": 2})
    assert found.reached
    assert found.weights["c"] > 0.4


@pytest.mark.parametrize(
    ("order", "told"),
    [
        pytest.param({"target": {"a": 1}}, "has no target", id="not all named"),
        pytest.param({"target": {"a": -1, "b": 1, "c": 1}}, "are no target", id="below 0"),
        pytest.param({"target": "alike"}, "is no target", id="no such word"),
        pytest.param({"of": "a"}, "0 nodes", id="a leaf"),
    ],
)
def test_what_cannot_be_optimised(independent: pd.DataFrame, order: dict[str, object], told: str) -> None:
    with pytest.raises(SmartxlError, match=told):
        optimised_weights(independent, flat(list("abc")), **order)  # type: ignore[arg-type]


def test_scores_that_do_not_vary_are_named(independent: pd.DataFrame) -> None:
    with pytest.raises(SmartxlError, match="b"):
        optimised_weights(independent.assign(b=1.0), flat(list("abc")))
    with pytest.raises(UnknownName):
        optimised_weights(independent, flat(["a", "b", "x"]))
