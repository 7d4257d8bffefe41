"""What holds of all data and trees: bounds, monotony, keys, scales, and how far one cell reaches."""

from __future__ import annotations

import math
import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartxl.model.combination import Combination, Counted, NotApplicable, RollUp, Unscored
from smartxl.model.framework import RuleSpec
from smartxl.scoring import Tree, TreeNode, composite, normalise, ranks

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=30, deadline=None)
LEAVES = ("i1", "i10", "i2", "i3", "i20", "i11")
NAN = math.nan
MEANS = [
    Combination(),
    Combination(RollUp.GEOMETRIC, floor=1.0),
    Combination(RollUp.HARMONIC, floor=1.0),
    Combination(RollUp.POWER, power=2.0),
    Combination(RollUp.WORST),
]
BY_PEERS = [Combination(unscored=Unscored.PEER_MEAN), Combination(unscored=Unscored.PEER_MEDIAN)]
ALONE = [
    *MEANS,
    Combination(RollUp.SUM),
    Combination(unscored=Unscored.ZERO),
    Combination(not_applicable=NotApplicable.LOST),
    Combination(coverage=0.5, counted=Counted.COUNT),
]


@st.composite
def trees(draw: st.DrawFn, hows: list[Combination]) -> Tree:
    """T above A, B and perhaps leaves; A and B above leaves, B perhaps under A."""
    how = st.sampled_from(hows)
    weight = st.integers(1, 5).map(float)
    nodes = [TreeNode("T", "", how=draw(how)), TreeNode("A", "T", draw(weight), draw(how))]
    nodes.append(TreeNode("B", draw(st.sampled_from(["T", "A"])), draw(weight), draw(how)))
    count = draw(st.integers(2, len(LEAVES)))
    parents = ["A", "B", *(draw(st.sampled_from(["T", "A", "B"])) for _ in range(count - 2))]
    nodes += [TreeNode(leaf, parent, draw(weight)) for leaf, parent in zip(LEAVES, parents, strict=False)]
    return Tree(tuple(nodes))


@st.composite
def cases(draw: st.DrawFn, hows: list[Combination], blanks: bool = True) -> tuple[Tree, pd.DataFrame]:
    tree = draw(trees(hows))
    units = draw(st.integers(1, 6))
    score = st.integers(0, 100).map(float)
    cell = st.one_of(score, st.just(NAN)) if blanks else score
    rows = [[draw(cell) for _ in tree.leaves] for _ in range(units)]
    return tree, pd.DataFrame(
        rows, columns=list(tree.leaves), index=[f"u{n}" for n in range(units)], dtype=float
    )


def same(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, wanted, rtol=1e-12, atol=1e-12)


def ancestors(tree: Tree, leaf: str) -> set[str]:
    parents = {node.code: node.parent for node in tree.nodes}
    found = set()
    while leaf := parents[leaf]:
        found.add(leaf)
    return found


@given(cases(MEANS))
@SETTINGS
def test_a_mean_lies_between_what_a_unit_has(case: tuple[Tree, pd.DataFrame]) -> None:
    tree, data = case
    low, high = data.min(axis=1) - 1e-9, data.max(axis=1).clip(lower=1.0) + 1e-9  # 1: the declared floor
    for _, column in composite(data, tree).items():
        assert (column.isna() | ((column >= low) & (column <= high))).all()


@given(cases(ALONE + BY_PEERS))
@SETTINGS
def test_scores_stay_within_0_and_100(case: tuple[Tree, pd.DataFrame]) -> None:
    tree, data = case
    found = composite(data, tree.weighted(_percent(tree)))
    assert (found.isna() | ((found >= -1e-9) & (found <= 100 + 1e-9))).all(axis=None)


def _percent(tree: Tree) -> dict[str, float]:
    """Weights with the sum 100 under each node, as points are given."""
    return {
        child: 100 * weight / sum(tree.children(code).values())
        for code in tree.inner
        for child, weight in tree.children(code).items()
    }


@given(cases(ALONE + BY_PEERS, blanks=False), st.data())
@SETTINGS
def test_a_better_score_makes_no_node_worse(case: tuple[Tree, pd.DataFrame], draw: st.DataObject) -> None:
    tree, data = case
    leaf = draw.draw(st.sampled_from(tree.leaves))
    first, *rest = data[leaf].tolist()
    better = data.assign(**{leaf: [first + draw.draw(st.integers(1, 50)), *rest]})
    before, after = composite(data, tree), composite(better, tree)
    assert (after >= before - 1e-9).all(axis=None)
    assert after.iloc[1:].equals(before.iloc[1:])


@given(cases(ALONE + BY_PEERS), st.randoms(use_true_random=False))
@SETTINGS
def test_no_order_of_units_columns_or_nodes_changes_a_score(
    case: tuple[Tree, pd.DataFrame], chance: random.Random
) -> None:
    tree, data = case
    found = composite(data, tree)
    mixed = data.sample(frac=1, axis=1, random_state=chance.randrange(99)).sample(
        frac=1, random_state=chance.randrange(99)
    )
    same(composite(mixed, tree).loc[data.index], found)
    nodes = chance.sample(tree.nodes, len(tree.nodes))
    same(composite(mixed, Tree(tuple(nodes))).loc[data.index, list(found.columns)], found)


@given(cases([how for how in ALONE + BY_PEERS if how.method is not RollUp.SUM]), st.floats(1e-3, 1e3))
@SETTINGS
def test_only_the_proportions_of_weights_matter(case: tuple[Tree, pd.DataFrame], factor: float) -> None:
    tree, data = case
    scaled = {node.code: factor * node.weight for node in tree.nodes if node.parent}
    same(composite(data, tree.weighted(scaled)), composite(data, tree))


@given(cases([*MEANS, *BY_PEERS, Combination(unscored=Unscored.ZERO), Combination(coverage=0.5)]), st.data())
@SETTINGS
def test_a_leaf_that_does_not_apply_is_as_if_it_were_not_there(
    case: tuple[Tree, pd.DataFrame], draw: st.DataObject
) -> None:
    tree, data = case
    leaf = draw.draw(st.sampled_from(tree.leaves[1:]))
    applies = pd.DataFrame({leaf: False}, index=data.index)
    data[leaf] = NAN
    found = composite(data, tree, applies=applies)
    kept = [node for node in tree.nodes if node.code != leaf]
    for code in ("B", "A"):  # a node that lost its only child goes as well
        if code not in {node.parent for node in kept}:
            kept = [node for node in kept if node.code != code]
            assert found[code].isna().all()
    without = composite(data.drop(columns=leaf), Tree(tuple(kept)))
    same(found[list(without.columns)], without)


@given(cases(ALONE + BY_PEERS, blanks=False), st.data())
@SETTINGS
def test_one_missing_cell_changes_only_what_is_above_it(
    case: tuple[Tree, pd.DataFrame], draw: st.DataObject
) -> None:
    tree, data = case
    leaf = draw.draw(st.sampled_from(tree.leaves))
    holed = data.assign(**{leaf: [*data[leaf].tolist()[:-1], NAN]})
    before, after = composite(data, tree), composite(holed, tree)
    assert after.iloc[:-1].equals(before.iloc[:-1])
    beside = [code for code in tree.inner if code not in ancestors(tree, leaf)]
    assert after[beside].equals(before[beside])


PEER_SPECS = {
    "minmax": RuleSpec("minmax"),
    "zscore": RuleSpec("zscore"),
    "rank": RuleSpec("rank"),
    "percentile": RuleSpec("percentile", options={"of": "inclusive"}),
    "distance": RuleSpec("distance", options={"to": "best"}),
    "goalposts": RuleSpec("goalposts", {"worst": 10.0, "best": 90.0}),
}
READINGS = cases([Combination()]).map(lambda case: case[1])


@pytest.mark.parametrize("name", PEER_SPECS)
@given(data=READINGS, chance=st.randoms(use_true_random=False))
@SETTINGS
def test_no_order_of_units_or_columns_changes_a_normalised_value(
    name: str, data: pd.DataFrame, chance: random.Random
) -> None:
    mixed = data.sample(frac=1, axis=1, random_state=chance.randrange(99))
    mixed = mixed.sample(frac=1, random_state=chance.randrange(99))
    found = normalise(mixed, PEER_SPECS[name]).loc[data.index, data.columns]
    same(found, normalise(data, PEER_SPECS[name]))


@pytest.mark.parametrize("name", ["minmax", "percentile", "goalposts"])
@given(data=READINGS)
@SETTINGS
def test_normalised_values_stay_within_0_and_100_and_blanks_blank(name: str, data: pd.DataFrame) -> None:
    found = normalise(data, PEER_SPECS[name])
    assert (found.isna() | ((found >= 0) & (found <= 100))).all(axis=None)
    assert found[data.isna()].isna().all(axis=None)


@pytest.mark.parametrize("name", PEER_SPECS)
@given(data=READINGS)
@SETTINGS
def test_the_better_reading_has_the_better_value(name: str, data: pd.DataFrame) -> None:
    for direction in (1, -1) if name != "goalposts" else (1,):
        found = normalise(data, PEER_SPECS[name], directions=dict.fromkeys(data.columns, direction))
        for key in data.columns:
            ordered = found[key][(direction * data[key]).sort_values().index].dropna()
            assert ordered.is_monotonic_increasing


@pytest.mark.parametrize("name", PEER_SPECS)
@given(data=READINGS)
@SETTINGS
def test_groups_are_normalised_as_if_alone(name: str, data: pd.DataFrame) -> None:
    groups = pd.Series([n % 2 for n in range(len(data))], index=data.index)
    found = normalise(data, PEER_SPECS[name], groups=groups)
    for group in groups.unique():
        mine = groups[groups == group].index
        same(found.loc[mine], normalise(data.loc[mine], PEER_SPECS[name]))


@given(READINGS)
@SETTINGS
def test_ranks_are_those_of_counting(data: pd.DataFrame) -> None:
    column = data["i1"]
    counted = [pd.NA if math.isnan(x) else 1 + int((column > x).sum()) for x in column.tolist()]
    assert ranks(column).tolist() == counted
