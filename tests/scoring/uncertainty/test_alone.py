"""One thing at a time, and weights from which another unit leads: against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smartxl.errors import SmartxlError
from smartxl.model.answers import Answer, State
from smartxl.model.combination import Combination, RollUp
from smartxl.model.definition import Definition
from smartxl.model.uncertaintydesign import UncertaintyDesign
from smartxl.scoring import Tree, TreeNode, composite, normalise
from smartxl.scoring.uncertainty import (
    RoundModel,
    TableModel,
    leave_one_out,
    one_at_a_time,
    reversals,
    robustness_of,
    threshold_weights,
    tornado,
)
from smartxl.scoring.uncertainty.weighing import SiblingSet, WeightedRun, at_share

_TREE = Tree(
    (
        TreeNode("total", ""),
        TreeNode("A", "total", 60),
        TreeNode("B", "total", 40),
        TreeNode("a1", "A", 50),
        TreeNode("a2", "A", 50),
        TreeNode("b1", "B", 100),
    )
)
_DATA = pd.DataFrame(
    {"a1": [90.0, 50, 20], "a2": [70.0, 60, 10], "b1": [20.0, 90, 50]}, index=["one", "two", "three"]
)


def model(data: pd.DataFrame = _DATA, tree: Tree = _TREE) -> TableModel:
    return TableModel(data, tree, UncertaintyDesign(()))


def test_a_weight_at_a_time() -> None:
    """two leads: .6·55 + .4·90 = 69 to .6·80 + .4·20 = 56; with A at 77 % one would lead, at 66 % it does not."""
    found = one_at_a_time(model(), 0.1)
    assert found[["node", "change"]].to_numpy().tolist() == [
        [node, change] for node in ("A", "B", "a1", "a2") for change in (-0.1, 0.1)
    ]
    assert set(found["leader"]) == {"two"}
    assert (found["mean_shift"] == 0).all()
    far = one_at_a_time(model(), 0.3).set_index(["node", "change"])
    assert list(far.loc[("A", 0.3), :])[1:] == [pytest.approx(2 / 3), 1, "one", "one"]


def test_a_tornado_of_totals() -> None:
    """A from 60 % to 54 % and 66 %; B from 40 % to 36 % and 44 %; a1 from 50 % to 45 % and 55 % of A."""
    found = tornado(model(), "one").set_index("node")
    assert found.index.tolist() == ["A", "B", "a1", "a2"]
    np.testing.assert_allclose(found.loc[["A"], ["base", "down", "up"]].to_numpy()[0], [56, 52.4, 59.6])
    np.testing.assert_allclose(found.loc[["B"], ["down", "up"]].to_numpy()[0], [58.4, 53.6])
    np.testing.assert_allclose(found.loc[["a1"], ["down", "up"]].to_numpy()[0], [55.4, 56.6])
    with pytest.raises(SmartxlError, match="no unit"):
        tornado(model(), "nobody")
    with pytest.raises(SmartxlError, match="no share"):
        tornado(model(), "one", 10)


def test_an_indicator_left_out() -> None:
    """Without b1 nothing of B is left: A has everything, and one leads with 80 to 55 and 15."""
    found = leave_one_out(model()).set_index("node")
    assert found.index.tolist() == ["a1", "a2", "b1"]
    assert list(found.loc["b1", ["mean_shift", "largest_shift", "leader"]]) == [
        pytest.approx(2 / 3),
        1,
        "one",
    ]
    assert found.loc["a1", "leader"] == "two"


def test_the_weight_from_which_another_leads() -> None:
    """56 + … : one and two are equal where w·80 + (1 - w)·20 = w·55 + (1 - w)·90, w = 70/95."""
    found = threshold_weights(model()).set_index("node")
    assert list(found.loc["A", ["ahead", "behind"]]) == ["two", "one"]
    assert found.loc["A", "crossing"] == pytest.approx(100 * 70 / 95, rel=1e-13)
    assert found.loc["B", "crossing"] == pytest.approx(100 * 25 / 95, rel=1e-13)
    assert found.loc["A", "weight"] == 60
    # Within A one has 90 and 70, two 50 and 60: 0.4·70 is more than 0.6·(90 - 50).
    assert found.loc["a1", "behind"] == ""
    assert np.isnan(found["crossing"]["a1"])
    assert found["exact"].all()


def test_a_tie_has_no_leader_to_be_passed() -> None:
    assert threshold_weights(model(_DATA.assign(a1=50.0, a2=50.0, b1=50.0))).empty


def test_a_tie_at_the_end_of_the_range_has_nothing_beyond_it() -> None:
    """Without b1 (A at 100 %) two draws level with one, and passes it at no weight."""
    data = pd.DataFrame({"a1": [26.6, 36.6], "a2": [90.2, 80.2], "b1": [90.0, 20]}, index=["one", "two"])
    found = threshold_weights(model(data)).set_index("node")
    assert found.loc[["A", "B"], "behind"].to_list() == ["", ""]


def test_curved_totals_are_searched() -> None:
    how = Combination(RollUp.GEOMETRIC)
    curved = Tree(tuple(TreeNode(n.code, n.parent, n.weight, how) for n in _TREE.nodes))
    found = threshold_weights(model(tree=curved)).set_index("node")
    # A: √(90·70) and √(50·60); equal where w·ln A₁ + (1 - w)·ln 20 = w·ln A₂ + (1 - w)·ln 90.
    above, below = np.log(np.sqrt(6300) / np.sqrt(3000)), np.log(90 / 20)
    assert found.loc["A", "crossing"] == pytest.approx(100 * below / (above + below), rel=1e-10)
    assert not found.loc["A", "exact"]


numbers = st.one_of(st.none(), st.integers(0, 100).map(float))
rows = st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=2, max_size=5)


@given(rows)
@example([[None, None, 1.0], [None, 1.0, 3.0]])
def test_beyond_a_crossing_the_other_leads(cells: list[list[float | None]]) -> None:
    """Also where data are missing: there totals are quotients, and the crossing is exact all the same."""
    data = pd.DataFrame(cells, columns=["a1", "a2", "b1"], dtype="float64").set_axis(
        [f"u{place}" for place in range(len(cells))]
    )
    parents = {node.code: node.parent for node in _TREE.nodes}
    for row in threshold_weights(model(data)).dropna(subset="crossing").itertuples():
        whole = sum(_TREE.children(parents[str(row.node)]).values())
        sibling = next(code for code in _TREE.children(parents[str(row.node)]) if code != row.node)
        crossing, now = float(str(row.crossing)) / 100, float(str(row.weight)) / 100
        beyond = 1e-7 if crossing > now else -1e-7
        for step, ahead in ((-beyond, row.ahead), (beyond, row.behind)):
            share = crossing + step
            if not 0 <= share <= 1:  # a crossing so near to the end that there is no room for the step
                continue
            weights = {str(row.node): share * whole, sibling: (1 - share) * whole}
            totals = composite(data, _TREE.weighted(weights))["total"].to_dict()
            assert totals[str(ahead)] >= max(totals[str(row.ahead)], totals[str(row.behind)]) - 1e-9


def test_a_unit_that_leaves_turns_an_order() -> None:
    """Scores relative to the best: without three, whose b is far out, b counts more between the others."""
    data = pd.DataFrame({"a": [10.0, 8, 0], "b": [1.0, 3, 100]}, index=["one", "two", "three"])
    flat = Tree((TreeNode("total", ""), TreeNode("a", "total", 50), TreeNode("b", "total", 50)))
    index = TableModel(
        data, flat, UncertaintyDesign(()), steps={"normalise": lambda d: normalise(d, "minmax")}
    )
    # With three: one 50 + 0, two 40 + 1; without it: one 50 + 0, two 0 + 50, three gone.
    assert reversals(index).to_numpy().tolist() == []
    index = TableModel(
        data.assign(b=[1.0, 3, 100], a=[10.0, 9, 0]),
        flat.weighted({"a": 40.0, "b": 60.0}),
        UncertaintyDesign(()),
        steps={"normalise": lambda d: normalise(d, "minmax")},
    )
    assert reversals(index).to_numpy().tolist() == [["three", "one", "two"]]


def test_of_a_round_rules_that_compare_nothing_turn_nothing(
    city: Definition, answers: tuple[Answer, ...]
) -> None:
    ranks, found = robustness_of(city, answers, design=UncertaintyDesign(runs=20))
    assert found.reversals == ()
    assert "no score depends on other units" in found.notes[0].en
    assert [group.group for group in ranks.groups] == ["@department", "@district"]
    silent = ranks.groups[1].units[-1]
    assert (silent.unit, silent.median, silent.out.en) == ("D2", None, "no score")


def test_of_a_round_crossings_are_those_of_totals_before_rounding(
    city: Definition, answers: tuple[Answer, ...]
) -> None:
    """U2 leads with B alone; as the weight of A has nothing to do with it, U1 passes it nowhere: more answers make it so."""
    more = (*answers, Answer("U2", "i10/level", State.VALUE, 0.2))
    model_ = RoundModel(city, more, UncertaintyDesign(()))
    found = threshold_weights(model_).dropna(subset="crossing")
    assert len(found)
    assert found["exact"].all()
    for row in found.itertuples():
        unit_class, node = str(row.unit_class), str(row.node)
        children = city.framework.children(city.framework.by_code[node].parent, unit_class)
        siblings = {child.code: child.weights[unit_class] for child in children}
        run = WeightedRun(SiblingSet(unit_class, "", siblings), node, float(str(row.crossing)) / 100)
        totals = dict(zip(model_.units, at_share(model_.unrounded, [run])[0], strict=True))
        assert totals[str(row.ahead)] == pytest.approx(totals[str(row.behind)], abs=1e-9)
