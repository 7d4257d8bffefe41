"""Trees: what a table of nodes becomes, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import Combination, Counted, NotApplicable, RollUp, Unscored
from smartxl.scoring import Tree, TreeNode, effective_weights

GEOMETRIC = Combination(RollUp.GEOMETRIC)


@pytest.fixture
def frame() -> pd.DataFrame:
    """Leaves first, as COINr's metadata have them; B is no deeper than A's child."""
    rows: list[tuple[str, str | None, float]] = [
        ("i1", "A", 1.0),
        ("i10", "A", 3.0),
        ("i2", "B", 2.0),
        ("i3", "T", 1.0),
        ("A", "T", 2.0),
    ]
    rows += [("B", "A", 4.0), ("T", None, math.nan)]
    return pd.DataFrame(rows, columns=["code", "parent", "weight"])


def test_order_is_from_the_root_down_siblings_as_the_author_has_them(frame: pd.DataFrame) -> None:
    tree = Tree.from_frame(frame)
    assert tree.root == "T"
    assert tree.depth == {"T": 0, "i3": 1, "A": 1, "i1": 2, "i10": 2, "B": 2, "i2": 3}
    assert tree.inner == ("T", "A", "B")
    assert tree.leaves == ("i3", "i1", "i10", "i2")
    assert tree.children("A") == {"i1": 1.0, "i10": 3.0, "B": 4.0}
    assert tree.children("i1") == {}


def test_columns_may_have_other_names_and_weights_may_be_absent(frame: pd.DataFrame) -> None:
    renamed = frame.rename(columns={"code": "iCode", "parent": "Parent"}).drop(columns="weight")
    tree = Tree.from_frame(renamed, code="iCode", parent="Parent", weight=None)
    assert set(tree.children("A").values()) == {1.0}


def test_codes_may_be_whole_numbers() -> None:
    table = pd.DataFrame({"code": [1, 2, 10], "parent": [math.nan, 1, 1], "weight": [math.nan, 1, 2]})
    assert Tree.from_frame(table).children("1") == {"2": 1.0, "10": 2.0}


def hows(tree: Tree) -> dict[str, Combination]:
    return {node.code: node.how for node in tree.nodes if node.code in tree.inner}


@pytest.mark.parametrize(
    ("how", "geometric"),
    [
        pytest.param(GEOMETRIC, {"T", "A", "B"}, id="all"),
        pytest.param({"A": GEOMETRIC}, {"A"}, id="by code"),
        pytest.param({1: GEOMETRIC}, {"A"}, id="by depth"),
        pytest.param({0: GEOMETRIC, 2: GEOMETRIC}, {"T", "B"}, id="by depths"),
        pytest.param({1: Combination(), "A": GEOMETRIC}, {"A"}, id="the code goes first"),
    ],
)
def test_how_by_code_or_depth(frame: pd.DataFrame, how: Any, geometric: set[str]) -> None:
    found = hows(Tree.from_frame(frame, how=how))
    assert {code for code, way in found.items() if way == GEOMETRIC} == geometric
    assert {code for code, way in found.items() if way == Combination()} == set(found) - geometric


def test_how_from_columns(frame: pd.DataFrame) -> None:
    frame["f"] = [None, None, None, None, "power", "worst", None]
    frame["p"] = [None, None, None, None, 2, None, None]
    frame["blank"] = [None, None, None, None, "zero", None, "peer-mean"]
    frame["na"] = [None] * 6 + ["lost"]
    frame["count"] = [None] * 6 + ["count"]
    frame["least"] = [math.nan] * 6 + [0.5]
    parts = {"method": "f", "power": "p", "unscored": "blank", "not_applicable": "na", "counted": "count"}
    tree = Tree.from_frame(frame, how=Combination(floor=1.0), parts={**parts, "coverage": "least"})
    assert hows(tree) == {
        "T": Combination(
            floor=1.0,
            unscored=Unscored.PEER_MEAN,
            not_applicable=NotApplicable.LOST,
            coverage=0.5,
            counted=Counted.COUNT,
        ),
        "A": Combination(RollUp.POWER, power=2.0, floor=1.0, unscored=Unscored.ZERO),
        "B": Combination(RollUp.WORST, floor=1.0),
    }


def test_other_weights_by_code(frame: pd.DataFrame) -> None:
    tree = Tree.from_frame(frame).weighted({"i10": 5.0, "i1": 0.0})
    assert tree.children("A") == {"i1": 0.0, "i10": 5.0, "B": 4.0}
    assert Tree.from_frame(frame).weighted(pd.Series({"i1": 0.0, "i10": 5.0})) == tree
    with pytest.raises(UnknownName, match="there is no node i11"):
        tree.weighted({"i11": 1.0})


def test_effective_weights_are_products_of_shares(frame: pd.DataFrame) -> None:
    found = effective_weights(Tree.from_frame(frame))
    assert list(found.index) == ["T", "i3", "A", "i1", "i10", "B", "i2"]
    expected = [1, 1 / 3, 2 / 3, 2 / 3 / 8, 2 / 3 * 3 / 8, 1 / 3, 1 / 3]
    assert found.tolist() == pytest.approx(expected, rel=1e-15)


ROOT = TreeNode("T", "")
LEAF = TreeNode("i1", "T")
REFUSED = {
    "code twice": ((ROOT, LEAF, LEAF), "the code i1 comes twice"),
    "no code": ((ROOT, LEAF, TreeNode("", "T")), "a node has no code"),
    "unknown parent": ((ROOT, LEAF, TreeNode("i2", "U")), "tree, i2: its parent U is no node"),
    "no root": ((TreeNode("T", "i1"), LEAF), "every node has a parent"),
    "two roots": ((ROOT, LEAF, TreeNode("U", "")), "T, U have no parent"),
    "a circle": ((ROOT, LEAF, TreeNode("A", "B"), TreeNode("B", "A")), "A, B go round in a circle"),
    "own parent": ((ROOT, LEAF, TreeNode("A", "A")), "A go round in a circle"),
    "negative weight": ((ROOT, LEAF, TreeNode("i2", "T", -1.0)), "tree, i2: -1.0 is no weight"),
    "no weight": ((ROOT, LEAF, TreeNode("i2", "T", math.nan)), "tree, i2: nan is no weight"),
    "all weigh 0": ((ROOT, TreeNode("i1", "T", 0.0)), "tree, T: all its children weigh 0"),
    "only a root": ((ROOT,), "tree, T: it has no children"),
    "nothing": ((), "every node has a parent"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    nodes, message = REFUSED[case]
    with pytest.raises(SmartxlError) as caught:
        Tree(nodes)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"weight": "w"}, "there is no column w"),
        ({"how": {"Z": GEOMETRIC}}, "there is no node Z"),
        ({"how": {7: GEOMETRIC}}, "there is no depth 7"),
        ({"parts": {"metod": "f"}}, "metod is no part of a combination"),
        ({"parts": {"method": "f"}}, "tree, A: 'mode' is no method"),
        ({"parts": {"power": "f"}}, "tree, A: 'mode' is no power"),
    ],
    ids=str,
)
def test_a_table_that_does_not_fit(frame: pd.DataFrame, arguments: dict[str, Any], message: str) -> None:
    frame["f"] = [None, None, None, None, "mode", None, None]
    with pytest.raises(SmartxlError) as caught:
        Tree.from_frame(frame, **arguments)
    assert message in str(caught.value)


def test_a_weight_that_is_a_word(frame: pd.DataFrame) -> None:
    frame["weight"] = ["much", *["1"] * 6]
    with pytest.raises(SmartxlError, match="'much' is no weight"):
        Tree.from_frame(frame)


def test_an_unknown_node_has_no_children(frame: pd.DataFrame) -> None:
    with pytest.raises(UnknownName, match="there is no node Z"):
        Tree.from_frame(frame).children("Z")
