"""ASEM Sustainable Connectivity (JRC), 51 countries × 49 indicators: what COINr prints and computes of it.

Printed: COINr's articles "Analysis" and "Weights" (1.0.0). What is marked as run was computed by COINr's own functions
(1.1.14, R 4.2.2) on the same data, where its documentation prints nothing.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smartxl.model.audit import AuditVerdict
from smartxl.scoring import Tree
from smartxl.scoring.audit import (
    audit,
    availability,
    correlation_flags,
    correlations,
    cronbach,
    influence,
    node_scores,
    optimised_weights,
    principal_components,
    statistics,
)
from smartxl.scoring.treatment import Filler, denominate, impute, treat

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "asem"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the ASEM data are not beside the checkout")


@pytest.fixture(scope="module")
def everything() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "asem_iData.csv", index_col="uCode")


@pytest.fixture(scope="module")
def meta() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "asem_iMeta.csv", index_col="iCode")


@pytest.fixture(scope="module")
def tree(meta: pd.DataFrame) -> Tree:
    nodes = meta[meta["Level"].notna()].reset_index()
    return Tree.from_frame(nodes, code="iCode", parent="Parent", weight="Weight")


@pytest.fixture(scope="module")
def raw(everything: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    return everything[list(tree.leaves)].astype(float)


@pytest.fixture(scope="module")
def scores(everything: pd.DataFrame, meta: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """The steps of COINr's `build_example_coin`: denominators, group means, treatment, min-max with directions."""
    by = {str(key): str(name) for key, name in meta["Denominator"].dropna().items() if key in raw.columns}
    filled = impute(denominate(raw, everything, by).data, Filler.MEAN, everything["EurAsia_group"]).data
    treated = treat(filled).data
    scaled = (treated - treated.min()) / (treated.max() - treated.min())
    directions = meta["Direction"][treated.columns]
    return 100 * (scaled * directions + directions.lt(0))


PRINTED = {
    "LPI": [2.07, 4.23, 3.41, 3.42, 0.538, -0.304, -0.657, 51, 51, 51, 1, 1, 1],
    "Flights": [0.99, 211, 38.6, 25.6, 46.7, 2.10, 4.51, 51, 51, 51, 1, 1, 1],
    "Ship": [0, 21.2, 12, 12.7, 6.84, -0.576, -0.681, 51, 42, 43, 1, 0.824, 0.843],
    "Bord": [0, 122, 23.6, 18, 24.8, 2.15, 5.79, 51, 45, 30, 1, 0.882, 0.588],
    "Elec": [0, 110, 16.2, 6.91, 22.7, 2.23, 5.79, 51, 47, 46, 1, 0.922, 0.902],
}
COLUMNS = (
    *("minimum", "maximum", "mean", "median", "deviation", "skewness", "kurtosis"),
    *("values", "non_zero", "unique", "coverage", "non_zero_share", "unique_share"),
)


@pytest.mark.parametrize("key", PRINTED)
def test_the_table_of_statistics(raw: pd.DataFrame, key: str) -> None:
    found = statistics(raw).loc[[key], list(COLUMNS)].to_numpy()[0]
    rounded = [float(f"{value:.3g}") for value in found]
    assert rounded == PRINTED[key]


def test_which_raw_indicators_are_flagged(raw: pd.DataFrame, tree: Tree) -> None:
    """Of the first five COINr prints OUT for Flights, Bord and Elec."""
    rows = {row.subject: row for row in audit(raw, tree).report.rows if row.check == "data.skewness"}
    flagged = [key for key in PRINTED if rows[key].verdict is AuditVerdict.FLAG]
    assert flagged == ["Flights", "Bord", "Elec"]
    assert "outliers: GBR 210.82" in rows["Flights"].evidence.en


def test_availability_of_units(raw: pd.DataFrame, tree: Tree) -> None:
    found = availability(raw, tree)
    assert found.loc[["BGD"], ["missing", "zero"]].to_numpy().tolist() == [[6, 1]]
    assert found["coverage"]["BGD"] == pytest.approx(0.877551, abs=5e-7)
    assert found["non_zero_share"][["AUS", "AUT", "BGD"]].tolist() == pytest.approx(
        [0.9387755, 0.9591837, 0.9767442], abs=5e-8
    )
    groups = found.loc[["BGD"], ["ConEcFin", "Instit", "P2P", "Physical"]].to_numpy()[0].tolist()
    assert groups == pytest.approx([1, 0.8333333, 0.75, 0.875], abs=5e-8)


def test_correlations_and_which_are_significant(raw: pd.DataFrame, tree: Tree) -> None:
    """COINr prints NA where p is above 0.05."""
    found = correlations(raw[list(tree.children("Environ"))])
    by = {
        frozenset(pair): place for place, pair in enumerate(zip(found["first"], found["second"], strict=True))
    }
    printed = {"MatCon": 0.7222051, "PrimEner": 0.3268484, "Renew": -0.5986338}
    for key, value in printed.items():
        row = found.iloc[by[frozenset(("CO2", key))]]
        assert row["correlation"] == pytest.approx(value, abs=5e-8)
        assert row["p"] < 0.05
    blank = [("Forest", "CO2"), ("Forest", "MatCon"), ("Forest", "PrimEner"), ("Renew", "PrimEner")]
    assert all(found["p"][by[frozenset(pair)]] > 0.05 for pair in blank)


def test_correlations_with_denominators(raw: pd.DataFrame, everything: pd.DataFrame) -> None:
    sizes = everything[["Area", "Energy", "GDP", "Population"]].astype(float)
    found = correlations(raw, sizes)
    high = found[found["correlation"].abs() > 0.7]
    pairs = dict(
        zip(zip(high["first"], high["second"], strict=True), high["correlation"].round(2), strict=True)
    )
    assert pairs == {
        **{("CultGood", "Energy"): 0.71, ("CultGood", "GDP"): 0.85, ("FDI", "Energy"): 0.74},
        **{("FDI", "GDP"): 0.85, ("Goods", "GDP"): 0.80, ("PRemit", "GDP"): 0.71},
        **{("Research", "GDP"): 0.78, ("Services", "GDP"): 0.77, ("StMob", "Energy"): 0.73},
        ("StMob", "GDP"): 0.84,
    }


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        pytest.param(
            (0.75, None),
            {("CPI", "FreePress"): 0.761, ("CPI", "NGOs"): 0.768},
            id="high",
        ),
        pytest.param(
            (None, -0.5),
            {("CostImpEx", "TBTs"): -0.697, ("RTAs", "TBTs"): -0.752, ("TBTs", "TIRcon"): -0.623},
            id="negative",
        ),
    ],
)
def test_flagged_correlations(
    scores: pd.DataFrame,
    tree: Tree,
    limits: tuple[float | None, float | None],
    expected: dict[tuple[str, str], float],
) -> None:
    """COINr flags one level; the pairs of higher levels stand beside."""
    above, below = limits
    found = correlation_flags(scores, tree, above=above, below=below)
    of_leaves = found[found["first"].isin(tree.leaves)]
    pairs = zip(of_leaves["first"], of_leaves["second"], of_leaves["correlation"].round(3), strict=True)
    assert {tuple(sorted((str(one), str(two)))): value for one, two, value in pairs} == expected


def test_alpha(raw: pd.DataFrame, scores: pd.DataFrame, tree: Tree) -> None:
    """Printed for the raw values; run for the normalised ones."""
    assert cronbach(raw[list(tree.children("P2P"))]).alpha == pytest.approx(0.05126659, abs=5e-9)
    run = {"Physical": 0.6633660084, "Social": 0.8856673722, "SusEcFin": -0.3768289531}
    for node, alpha in run.items():
        assert cronbach(scores[list(tree.children(node))]).alpha == pytest.approx(alpha, abs=1e-9)


def test_components_of_the_social_pillar(raw: pd.DataFrame, tree: Tree) -> None:
    found = principal_components(raw[list(tree.children("Social"))])
    printed = [2.2042, 1.1256, 0.9788, 0.78834, 0.77153, 0.56836, 0.42463, 0.36068, 0.25760]
    assert found.eigenvalues["deviation"].tolist() == pytest.approx(printed, abs=5e-5)
    shares = [0.5398, 0.1408, 0.1065, 0.06905, 0.06614, 0.03589, 0.02003, 0.01445, 0.00737]
    assert found.eigenvalues["share"].tolist() == pytest.approx(shares, abs=6e-5)
    assert (found.units, len(found.left_out)) == (37, 14)


def test_weights_of_components_on_the_second_level(scores: pd.DataFrame, tree: Tree) -> None:
    nodes = node_scores(scores, tree)
    of_conn = principal_components(nodes[list(tree.children("Conn"))]).vectors["PC1"]
    of_sust = principal_components(nodes[list(tree.children("Sust"))]).vectors["PC1"]
    assert of_conn.tolist() == pytest.approx(
        [0.5117970, 0.3049926, 0.3547671, 0.5081540, 0.5108455], abs=5e-8
    )
    assert of_sust.abs().tolist() == pytest.approx([0.6513188, 0.7443677, 0.1473108], abs=5e-8)
    assert np.sign(of_sust["Social"]) == -np.sign(of_sust["Environ"])


def test_effective_weights_and_correlations_with_the_parent(scores: pd.DataFrame, tree: Tree) -> None:
    found = influence(scores, tree)
    assert found["effective"][["Goods", "Renew"]].tolist() == pytest.approx([0.02, 1 / 30])
    assert found["correlation"][["Conn", "Sust"]].tolist() == pytest.approx([0.9397805, 0.8382873], abs=5e-8)
    assert found["variance"][["Conn", "Sust"]].sum() == pytest.approx(1)


def test_weights_that_balance_the_sub_indices(scores: pd.DataFrame, tree: Tree) -> None:
    """COINr stops at Conn 0.3902 by default and prints what that gives; run to the end it comes to 0.3853166."""
    printed = influence(scores, tree.weighted({"Conn": 0.3902439, "Sust": 0.6097561}))
    assert printed["correlation"][["Conn", "Sust"]].tolist() == pytest.approx(
        [0.8971336, 0.8925119], abs=5e-8
    )
    found = optimised_weights(scores, tree, "equal")
    assert found.reached
    assert found.weights == pytest.approx({"Conn": 0.3853166047, "Sust": 0.6146833953}, abs=1e-8)
    balanced = influence(scores, tree.weighted(found.weights))["correlation"]
    assert balanced["Conn"] == pytest.approx(balanced["Sust"], abs=1e-9)


def test_a_target_that_only_a_negative_weight_reaches(scores: pd.DataFrame, tree: Tree) -> None:
    """Run in COINr to the end: Conn −0.1000511."""
    target = {"Sust": 2, "Conn": 1}
    bound, free = (optimised_weights(scores, tree, target, negative=below) for below in (False, True))
    assert (bound.reached, bound.weights["Conn"]) == (False, 0)
    assert free.reached
    assert free.weights["Conn"] == pytest.approx(-0.1000511417, abs=1e-7)


def test_own_parents_and_others(scores: pd.DataFrame, tree: Tree) -> None:
    """Run: Flights correlates 0.645 with Physical and 0.777 with P2P."""
    rows = {
        row.subject: row for row in audit(scores, tree).report.rows if row.check == "coherence.other-parent"
    }
    assert rows["Flights"].other == "P2P"
    assert rows["Flights"].verdict is AuditVerdict.FLAG
    assert "P2P 0.78" in rows["Flights"].evidence.en
    assert rows["Goods"].verdict is AuditVerdict.PASS


def test_the_whole_audit_is_quick(scores: pd.DataFrame, raw: pd.DataFrame, tree: Tree) -> None:
    start = time.process_time()
    audit(scores, tree, raw=raw)
    assert time.process_time() - start < 2
