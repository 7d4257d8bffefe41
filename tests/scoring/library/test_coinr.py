"""Every normalisation and aggregation of COINr under our names, recomputed value by value on the ASEM data."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from smartxl.model.combination import Combination, Counted, RollUp
from smartxl.model.framework import RuleSpec
from smartxl.scoring import Tree, composite, copeland, effective_weights, normalise, outranking, ranks
from smartxl.scoring.treatment import winsorise

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "asem"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the ASEM data are not beside the checkout")
NAN = math.nan
TOLERANCE = 1e-12
REFERENCE = "SGP"

Column = list[float]
"""One indicator over all units, NaN where blank, turned round already where its direction is -1, as COINr does."""


@pytest.fixture(scope="module")
def meta() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "asem_iMeta.csv").set_index("iCode")


@pytest.fixture(scope="module")
def data(meta: pd.DataFrame) -> pd.DataFrame:
    frame = pd.read_csv(FOLDER / "asem_iData.csv").set_index("uCode")
    return frame[[code for code in frame.columns if code in meta.index and meta["Level"][code] == 1]]


@pytest.fixture(scope="module")
def directions(meta: pd.DataFrame, data: pd.DataFrame) -> dict[str, int]:
    return {code: int(meta["Direction"][code]) for code in data.columns}


@pytest.fixture(scope="module")
def tree(meta: pd.DataFrame) -> Tree:
    table = meta[meta["Level"].notna()].reset_index()
    return Tree.from_frame(table, code="iCode", parent="Parent", weight="Weight")


def there(x: Column) -> Column:
    return [value for value in x if not math.isnan(value)]


def rank_from_worst(x: Column) -> Column:
    return [NAN if math.isnan(v) else 1.0 + sum(w < v for w in there(x)) for v in x]


def minmax(x: Column) -> Column:
    low, high = min(there(x)), max(there(x))
    return [(v - low) / (high - low) * 100 for v in x]


def zscore(x: Column) -> Column:
    mean, sd = statistics.fmean(there(x)), statistics.stdev(there(x))
    return [(v - mean) / sd for v in x]


def dist2max(x: Column) -> Column:
    low, high = min(there(x)), max(there(x))
    return [1 - (high - v) / (high - low) for v in x]


def dist2ref(x: Column, place: int) -> Column:
    low, reference = min(there(x)), x[place]
    if reference == low or math.isnan(reference):
        return [NAN] * len(x)  # COINr divides by 0
    return [1 - (reference - v) / (reference - low) for v in x]


def dist2targ(x: Column, target: float) -> Column:
    low = min(there(x))
    return [NAN if math.isnan(v) else min(1.0, (v - low) / (target - low)) for v in x]


@dataclass(frozen=True)
class Case:
    """`spec` is ours; `theirs` computes what COINr's function would from a column that is turned round already."""

    spec: RuleSpec
    theirs: Callable[[Column], Column]
    only_benefits: bool = False


CASES = {
    "n_minmax": Case(RuleSpec("minmax"), minmax),
    "n_minmax l_u": Case(
        RuleSpec("minmax", {"low": 1.0, "high": 5.0}), lambda x: [1 + v * 4 / 100 for v in minmax(x)]
    ),
    "n_zscore": Case(RuleSpec("zscore"), zscore),
    "n_zscore m_sd": Case(
        RuleSpec("zscore", {"centre": 10.0, "spread": 2.0}), lambda x: [10 + 2 * v for v in zscore(x)]
    ),
    "n_borda": Case(RuleSpec("rank", {"first": 0.0}), lambda x: [v - 1 for v in rank_from_worst(x)]),
    "n_rank": Case(RuleSpec("rank"), rank_from_worst),
    "n_prank": Case(
        RuleSpec("percentile", options={"of": "inclusive"}),
        lambda x: [100 * (v - 1) / (len(there(x)) - 1) for v in rank_from_worst(x)],
    ),
    "n_dist2max": Case(RuleSpec("distance", {"full": 1.0}, options={"to": "best"}), dist2max),
    "n_fracmax": Case(
        RuleSpec("distance", {"full": 1.0}, options={"to": "best", "form": "ratio"}),
        lambda x: [v / max(there(x)) for v in x],
        only_benefits=True,
    ),
    "n_scaled": Case(
        RuleSpec("efficacy", {"unacceptable": 3.0, "satisfactory": 50.0, "base": 0.0, "span": 100.0}),
        lambda x: [(v - 3) / (50 - 3) * 100 for v in x],
        only_benefits=True,
    ),
    "n_goalposts": Case(
        RuleSpec("goalposts", {"worst": 3.0, "best": 50.0}),
        lambda x: [NAN if math.isnan(v) else 100 * min(1.0, max(0.0, (v - 3) / (50 - 3))) for v in x],
        only_benefits=True,
    ),
}


def expected(
    data: pd.DataFrame, directions: dict[str, int], theirs: Callable[[Column], Column]
) -> pd.DataFrame:
    columns = {code: theirs([directions[code] * v for v in data[code].tolist()]) for code in data.columns}
    return pd.DataFrame(columns, index=data.index)


def assert_equal(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, wanted, rtol=TOLERANCE, atol=TOLERANCE, check_dtype=False)


@pytest.mark.parametrize("name", CASES)
def test_a_normalisation_of_all_columns(name: str, data: pd.DataFrame, directions: dict[str, int]) -> None:
    case = CASES[name]
    if case.only_benefits:
        data = data[[code for code in data.columns if directions[code] == 1]]
    used = {code: directions[code] for code in data.columns}
    found = normalise(data, case.spec, directions=used)
    assert found.isna().equals(data.isna())
    assert_equal(found, expected(data, used, case.theirs))


def test_distance_to_a_reference_unit(data: pd.DataFrame, directions: dict[str, int]) -> None:
    place = data.index.get_loc(REFERENCE)
    assert isinstance(place, int)
    spec = RuleSpec("distance", {"full": 1.0}, options={"to": "reference", "reference": REFERENCE})
    wanted = expected(data, directions, lambda x: dist2ref(x, place))
    assert 0 < wanted.isna().all().sum() < 5
    assert_equal(normalise(data, spec, directions=directions), wanted)


def test_distance_to_the_targets_of_the_metadata(
    data: pd.DataFrame, directions: dict[str, int], meta: pd.DataFrame
) -> None:
    rules = {
        code: RuleSpec(
            "distance",
            {"full": 1.0, "cap": 1.0, "target": float(meta["Target"][code])},
            options={"to": "target"},
        )
        for code in data.columns
    }
    wanted = pd.DataFrame(
        {
            code: dist2targ(
                [directions[code] * v for v in data[code].tolist()],
                directions[code] * float(meta["Target"][code]),
            )
            for code in data.columns
        },
        index=data.index,
    )
    assert_equal(normalise(data, rules, directions=directions), wanted)


def test_fraction_of_the_maximum_turned_round_as_coinr_has_it(data: pd.DataFrame) -> None:
    """-x/max(-x) is x/min: the larger the worse, and the larger the score; ours with `cost` is min/x."""
    spec = RuleSpec("distance", {"full": 1.0}, options={"to": "worst", "form": "ratio"})
    column = data[["CO2"]]
    theirs = [-v / max(-w for w in column["CO2"]) for v in column["CO2"]]
    assert normalise(column, spec)["CO2"].tolist() == pytest.approx(theirs, rel=TOLERANCE)
    ours = normalise(
        column,
        RuleSpec("distance", {"full": 1.0}, options={"to": "best", "form": "ratio"}),
        directions={"CO2": -1},
    )
    assert ours["CO2"].tolist() == pytest.approx([1 / v for v in theirs], rel=TOLERANCE)


def weighted(values: Column, weights: Column, image: Callable[[float], float]) -> tuple[float, float]:
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v)]
    return math.fsum(w * image(v) for v, w in pairs), math.fsum(w for _, w in pairs)


def amean(values: Column, weights: Column) -> float:
    total, weight = weighted(values, weights, lambda v: v)
    return total / weight if weight else NAN


def gmean(values: Column, weights: Column) -> float:
    total, weight = weighted(values, weights, math.log)
    return math.exp(total / weight) if weight else NAN


def hmean(values: Column, weights: Column) -> float:
    total, weight = weighted(values, weights, lambda v: 1 / v)
    return weight / total if weight else NAN


def genmean(values: Column, weights: Column, p: float) -> float:
    total, weight = weighted(values, weights, lambda v: v**p)
    return float((total / weight) ** (1 / p)) if weight else NAN


MEANS: dict[str, tuple[Combination, Callable[[Column, Column], float]]] = {
    "a_amean": (Combination(), amean),
    "a_gmean": (Combination(RollUp.GEOMETRIC), gmean),
    "a_hmean": (Combination(RollUp.HARMONIC), hmean),
    "a_genmean p=2": (Combination(RollUp.POWER, power=2.0), lambda v, w: genmean(v, w, 2.0)),
    "a_genmean p=-1.5": (Combination(RollUp.POWER, power=-1.5), lambda v, w: genmean(v, w, -1.5)),
}


def climbed(
    scores: pd.DataFrame, meta: pd.DataFrame, mean: Callable[[Column, Column], float], threshold: float = 0.0
) -> pd.DataFrame:
    """All aggregates, level by level, with what is missing left out and a threshold on a node's own children."""
    rows: dict[str, dict[Any, float]] = {str(u): dict(row) for u, row in scores.to_dict("index").items()}
    aggregates = [code for level in (2, 3, 4) for code in meta.index[meta["Level"] == level]]
    for code in aggregates:
        children = list(meta.index[meta["Parent"] == code])
        weights = [float(1 + len(child)) for child in children]
        for row in rows.values():
            values = [row[child] for child in children]
            enough = len(there(values)) / len(values) >= threshold
            row[code] = mean(values, weights) if enough else NAN
    return pd.DataFrame.from_dict(rows, orient="index")[aggregates].set_index(scores.index)


@pytest.fixture(scope="module")
def scores(data: pd.DataFrame, directions: dict[str, int]) -> pd.DataFrame:
    """Min-max from 1 to 100, which every mean can take."""
    return normalise(data, RuleSpec("minmax", {"low": 1.0, "high": 100.0}), directions=directions)


def reweighted(tree: Tree) -> Tree:
    """Weights that differ: in the metadata all are 1."""
    return tree.weighted({node.code: float(1 + len(node.code)) for node in tree.nodes if node.parent})


@pytest.mark.parametrize("name", MEANS)
@pytest.mark.parametrize("threshold", [0.0, 0.7, 1.0])
def test_a_mean_at_every_level(
    name: str, threshold: float, scores: pd.DataFrame, meta: pd.DataFrame, tree: Tree
) -> None:
    how, mean = MEANS[name]
    limited = Combination(how.method, how.power, coverage=threshold, counted=Counted.COUNT)
    table = meta[meta["Level"].notna()].reset_index()
    used = reweighted(Tree.from_frame(table, code="iCode", parent="Parent", weight="Weight", how=limited))
    wanted = climbed(scores, meta, mean, threshold)
    assert_equal(composite(scores, used)[wanted.columns], wanted)
    assert wanted.isna().any(axis=None) == (threshold > 0)
    assert used.inner[0] == "Index"


def test_effective_weights(tree: Tree, meta: pd.DataFrame) -> None:
    found = effective_weights(tree)
    assert found["LPI"] == pytest.approx(1 / 2 / 5 / 8, rel=TOLERANCE)
    assert found[list(tree.leaves)].sum() == pytest.approx(1.0, rel=TOLERANCE)
    assert found["Index"] == 1.0


@pytest.mark.parametrize("node", ["Physical", "Sust", "Index"])
def test_copeland_scores_and_the_outranking_matrix(node: str, scores: pd.DataFrame, tree: Tree) -> None:
    both = scores.join(composite(scores, tree))
    weights = reweighted(tree).children(node)
    columns = both[list(weights)].dropna(axis=1)
    used = {code: weights[code] for code in columns.columns}
    matrix, points = outranking(columns, used), copeland(columns, used)
    whole = math.fsum(used.values())
    rows = {str(unit): row for unit, row in columns.to_dict("index").items()}
    for one in list(rows)[:12]:
        row = [_beats(rows[one], rows[other], used) / whole if one != other else 0.0 for other in rows]
        assert matrix.T[one].tolist() == pytest.approx(row, abs=TOLERANCE)
        verdicts = [(share > 0.5 + TOLERANCE) - (share < 0.5 - TOLERANCE) for share in row]
        assert points[one] == sum(verdicts) + 1  # not against itself


def _beats(mine: dict[Any, float], theirs: dict[Any, float], weights: dict[str, float]) -> float:
    """The weights of the indicators in which one is better, and half of those in which they are equal."""
    better = [w for code, w in weights.items() if mine[code] > theirs[code]]
    equal = [w / 2 for code, w in weights.items() if mine[code] == theirs[code]]
    return math.fsum(better + equal)


def test_ranks(scores: pd.DataFrame, tree: Tree) -> None:
    totals = composite(scores, tree)["Index"]
    found = ranks(totals)
    assert found.to_dict() == {unit: 1 + int((totals > totals[unit]).sum()) for unit in totals.index}


def test_the_whole_way_from_data_to_ranks(data: pd.DataFrame, directions: dict[str, int], tree: Tree) -> None:
    """Winsorise, normalise, combine with the metadata's weights and levels, rank."""
    treated = winsorise(data)
    result = composite(normalise(treated.data, RuleSpec("minmax"), directions=directions), tree, digits=2)
    assert result.shape == (51, 11)
    assert result.notna().all(axis=None)
    assert ((result >= 0) & (result <= 100)).all(axis=None)
    assert sorted(ranks(result["Index"]))[0] == 1
