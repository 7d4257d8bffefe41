"""Runs of an index over a table: equal to the index itself, replayed, the same on any number of cores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError, UnknownName
from smartxl.model.combination import Combination, RollUp, Ties
from smartxl.model.uncertaintydesign import AnswerError
from smartxl.scoring import Tree, TreeNode, composite, ranks
from smartxl.scoring.uncertainty import (
    COMBINATION,
    EXCLUDED,
    ChoiceOptions,
    Exclusion,
    RankSummary,
    TableModel,
    UncertaintyDesign,
    WeightConcentration,
    WeightSets,
    WeightShares,
    given_runs,
    rank_intervals,
    sobol_of,
    uncertainty,
    weighted_runs,
)

_NODES = (
    TreeNode("total", ""),
    TreeNode("A", "total", 40),
    TreeNode("B", "total", 60),
    TreeNode("a1", "A", 50),
    TreeNode("a2", "A", 30),
    TreeNode("a3", "A", 20),
    TreeNode("b1", "B", 70),
    TreeNode("b2", "B", 30),
)
_LEAVES = ["a1", "a2", "a3", "b1", "b2"]


def tree(method: RollUp | str = "mean", unscored: str = "leave-out") -> Tree:
    how = Combination(method=RollUp(method), floor=1.0, unscored=unscored)  # type: ignore[arg-type]
    return Tree(tuple(TreeNode(node.code, node.parent, node.weight, how) for node in _NODES))


def table(units: int = 30, *, gaps: bool = False, seed: int = 3) -> pd.DataFrame:
    draws = np.random.default_rng(seed)
    values = np.round(draws.uniform(0, 100, (units, len(_LEAVES))), 1)
    if gaps:
        values[draws.random(values.shape) < 0.15] = np.nan
    return pd.DataFrame(values, index=[f"u{place}" for place in range(units)], columns=_LEAVES)


def given(runs: int = 5) -> pd.DataFrame:
    draws = np.random.default_rng(8)
    names = [node.code for node in _NODES[1:]]
    return pd.DataFrame(draws.uniform(0, 3, (runs, len(names))), columns=names)[names[::-1]]


@pytest.mark.parametrize("gaps", [False, True], ids=["complete", "with gaps"])
@pytest.mark.parametrize("unscored", ["leave-out", "zero", "peer-mean", "peer-median"])
@pytest.mark.parametrize("method", ["mean", "geometric", "harmonic", "worst", "sum"])
def test_runs_equal_the_index_with_their_weights(method: str, unscored: str, gaps: bool) -> None:
    data, weights, own = table(gaps=gaps), given(), tree(method, unscored)
    found = weighted_runs(data, own, weights, digits=2)
    for run in range(len(weights)):
        row = weights.iloc[run]
        once = composite(data, own.weighted(row), digits=2)["total"]
        np.testing.assert_allclose(found.scores.loc[run], once, rtol=1e-12)
        np.testing.assert_array_equal(found.ranks.loc[run], ranks(once).astype(float))


def test_a_node_that_is_not_named_keeps_its_weight() -> None:
    data = table()
    found = weighted_runs(data, tree(), pd.DataFrame({"a1": [50.0, 10.0]}, index=["as it is", "other"]))
    np.testing.assert_allclose(found.scores.loc["as it is"], composite(data, tree())["total"], rtol=1e-14)
    np.testing.assert_allclose(found.scores.loc["as it is"], found.base["score"], rtol=1e-14)


@pytest.mark.parametrize("ties", list(Ties))
def test_ranks_follow_the_rule_of_ties(ties: Ties) -> None:
    data = table().round(-1)
    found = weighted_runs(data, tree(), pd.DataFrame({"A": [1.0, 2.0]}), digits=0, ties=ties)
    for run in (0, 1):
        expected = ranks(found.scores.loc[run], ties=ties).astype(float)
        np.testing.assert_array_equal(found.ranks.loc[run], expected)


EVERYTHING = UncertaintyDesign(
    (
        WeightShares(0.3, ("A", "B", "a1", "a2", "a3")),
        WeightConcentration(20, ("B",)),
        ChoiceOptions("treat", ("none", "capped")),
        ChoiceOptions(COMBINATION, ("mean", "geometric"), ("total",)),
        Exclusion(),
    ),
    runs=600,
    seed=11,
)


def model(design: UncertaintyDesign = EVERYTHING, *, gaps: bool = True) -> TableModel:
    return TableModel(
        table(gaps=gaps),
        tree(),
        design,
        steps={"treat": _as_it_is},
        options={
            "treat": {"none": _as_it_is, "capped": _capped},
            COMBINATION: {"mean": "mean", "geometric": Combination(RollUp.GEOMETRIC, floor=1)},
        },
        digits=2,
    )


def _as_it_is(data: pd.DataFrame) -> pd.DataFrame:
    return data


def _capped(data: pd.DataFrame) -> pd.DataFrame:
    return data.clip(upper=60)


def test_every_run_can_be_run_again() -> None:
    runs = uncertainty(model())
    some = runs.parameters.iloc[[3, 250, 599]]
    again = given_runs(model(), some)
    pd.testing.assert_frame_equal(again.scores, runs.scores.loc[some.index], rtol=1e-13)
    pd.testing.assert_frame_equal(again.ranks, runs.ranks.loc[some.index])


def test_a_run_is_the_index_with_its_parameters() -> None:
    runs = uncertainty(model())
    for run in (0, 1, 2, 300):
        taken = {str(name): str(value) for name, value in runs.parameters.T[run].items()}
        names = [str(name) for name in runs.parameters if "weight " in str(name)]
        weights = {name.removeprefix("weight "): float(taken[name]) for name in names}
        if taken[EXCLUDED]:
            weights[taken[EXCLUDED]] = 0.0
        own = tree().weighted(weights)
        if taken[COMBINATION] == "geometric":
            top = Combination(RollUp.GEOMETRIC, floor=1)
            own = Tree((TreeNode("total", "", 1, top), *own.nodes[1:]))
        data = _capped(table(gaps=True)) if taken["treat"] == "capped" else table(gaps=True)
        np.testing.assert_allclose(runs.scores.loc[run], composite(data, own, digits=2)["total"], rtol=1e-12)


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_cores() -> None:
    one, two, other = uncertainty(model()), uncertainty(model(), jobs=2), uncertainty(model(), seed=12)
    assert one.totals.tobytes() == two.totals.tobytes()
    assert one.places.tobytes() == two.places.tobytes()
    pd.testing.assert_frame_equal(one.parameters, two.parameters)
    assert one.totals.tobytes() != other.totals.tobytes()


def test_more_runs_begin_with_the_same_ones() -> None:
    few, many = uncertainty(model(), runs=100), uncertainty(model(), runs=400)
    assert few.totals.tobytes() == many.totals[:100].tobytes()


def test_progress_is_told() -> None:
    said: list[tuple[int, int]] = []
    uncertainty(model(), progress=lambda done, of, _: said.append((done, of)))
    assert said == [(256, 600), (512, 600), (600, 600)]


def test_sobol_tells_which_choice_matters() -> None:
    """Only the cap moves ranks of a table in which the weights hardly vary."""
    design = UncertaintyDesign((WeightShares(0.01), ChoiceOptions("treat", ("none", "capped"))), points=64)
    found = sobol_of(model(design, gaps=False), targets=("mean shift", "u3"))
    totals = found["total"].to_dict()
    assert totals["mean shift", "treat"] > 0.9
    assert totals["mean shift", "weights"] < 0.1
    assert ("u3", "treat") in found.index
    with pytest.raises(SmartxlError, match="no unit 'nobody'"):
        sobol_of(model(design, gaps=False), targets=("nobody",))


def test_sets_are_taken_whole() -> None:
    sets = {"equal": {"A": 50.0, "B": 50.0}, "people": {"A": 20.0, "B": 80.0, "a1": 0.0}}
    runs = uncertainty(TableModel(table(), tree(), UncertaintyDesign((WeightSets(sets),), runs=64)))
    taken = runs.parameters.groupby("weights").agg(["min", "max"])
    assert list(taken.loc["people"]) == [20, 20, 80, 80, 0, 0]
    assert list(taken.loc["equal"]) == [50, 50, 50, 50, 50, 50]


MISTAKES = {
    "unknown step": (ChoiceOptions("normalise", ("minmax",)), "no step 'normalise'"),
    "unknown option": (ChoiceOptions("treat", ("logs",)), "no option logs"),
    "no options": (ChoiceOptions("treat", ()), "no option"),
    "unknown node": (WeightShares(0.2, ("c9",)), "no node c9"),
    "unknown leaf": (Exclusion(("c9",)), "no node c9"),
    "unknown set": (WeightSets({"one": {"c9": 1.0}}), "no node c9"),
    "no sets": (WeightSets(), "sets"),
    "share over 1": (WeightShares(25), "cannot vary"),
    "no concentration": (WeightConcentration(0), "concentration"),
    "leaf as parent": (WeightConcentration(9, ("a1",)), "parents a1"),
    "answers of a table": (AnswerError(0.1), "no rules or answers"),
}


@pytest.mark.parametrize(("variation", "said"), MISTAKES.values(), ids=MISTAKES)
def test_what_the_index_does_not_have_is_refused(variation: object, said: str) -> None:
    with pytest.raises((SmartxlError, UnknownName), match=said):
        model(UncertaintyDesign((variation,)))  # type: ignore[arg-type]


def test_a_weight_varies_in_one_way() -> None:
    with pytest.raises(SmartxlError, match="weight a1"):
        model(UncertaintyDesign((WeightShares(0.1, ("a1",)), WeightConcentration(9, ("A",)))))


WRONG_WEIGHTS = {
    "negative": (pd.DataFrame({"a1": [-1.0]}), "no weight"),
    "blank": (pd.DataFrame({"a1": [np.nan]}), "no weight"),
    "none": (pd.DataFrame({"b1": [0.0], "b2": [0.0]}), "all children of B weigh 0"),
    "unknown": (pd.DataFrame({"z": [1.0]}), "no node z"),
}


@pytest.mark.parametrize(("weights", "said"), WRONG_WEIGHTS.values(), ids=WRONG_WEIGHTS)
def test_weights_that_are_none_are_refused(weights: pd.DataFrame, said: str) -> None:
    with pytest.raises(SmartxlError, match=said):
        weighted_runs(table(), tree(), weights)


def test_a_unit_without_a_score_is_out() -> None:
    data = table()
    data.loc["u4"] = np.nan
    found = RankSummary(uncertainty(TableModel(data, tree(), UncertaintyDesign(runs=50))))
    assert np.isnan(found.units.drop(columns="score").T["u4"].to_numpy(dtype=float)).all()
    assert found.frequencies.T["u4"].to_numpy().sum() == 0
    assert np.isnan(found.orders["u4"].to_numpy()).all()
    assert not np.isnan(found.units["median"].drop("u4").to_numpy()).any()


@pytest.mark.parametrize("ties", [Ties.COMPETITION, Ties.MID])
def test_very_many_units_have_the_same_intervals(ties: Ties) -> None:
    """Without keeping the runs; also where a piece of the work is a single run."""
    data = table(40, gaps=True).round(-1)
    data.loc["u7"] = np.nan
    index = TableModel(data, tree(), UncertaintyDesign((WeightShares(0.5),)), digits=0, ties=ties)
    expected = RankSummary(uncertainty(index, runs=300, seed=4)).units
    found = rank_intervals(index, runs=300, seed=4, jobs=2)
    pd.testing.assert_frame_equal(found.units, expected[found.units.columns])
    pd.testing.assert_frame_equal(found.parameters, uncertainty(index, runs=300, seed=4).parameters)


def test_the_size_of_a_piece_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = uncertainty(model(), runs=90)
    monkeypatch.setattr("smartxl.scoring.uncertainty.runs._AT_ONCE", 130)
    single = uncertainty(model(), runs=90)
    np.testing.assert_allclose(single.totals, whole.totals, rtol=1e-13)
    np.testing.assert_array_equal(single.places, whole.places)
    pd.testing.assert_frame_equal(single.parameters, whole.parameters)
