"""Published indices and worked examples, through the library."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from smartxl.model.combination import Combination, RollUp
from smartxl.model.framework import RuleSpec
from smartxl.scoring import Tree, TreeNode, composite, normalise, ranks

DATA = Path(__file__).parents[4] / "shared" / "data"
HDI, TAI = DATA / "hdi" / "hdi_2022_table1.csv", DATA / "tai"
GEOMETRIC = Combination(RollUp.GEOMETRIC)

needs_hdi = pytest.mark.skipif(not HDI.is_file(), reason="the HDI data are not beside the checkout")
needs_tai = pytest.mark.skipif(not TAI.is_dir(), reason="the TAI data are not beside the checkout")

HDI_RULES = {
    "le": RuleSpec("goalposts", {"worst": 20.0, "best": 85.0}),
    "eys": RuleSpec("goalposts", {"worst": 0.0, "best": 18.0}),
    "mys": RuleSpec("goalposts", {"worst": 0.0, "best": 15.0}),
    "gnipc": RuleSpec("loggoalposts", {"worst": 100.0, "best": 75000.0}),
}
HDI_TREE = Tree(
    (
        TreeNode("HDI", "", how=GEOMETRIC),
        TreeNode("le", "HDI"),
        TreeNode("education", "HDI"),
        TreeNode("gnipc", "HDI"),
        TreeNode("eys", "education"),
        TreeNode("mys", "education"),
    )
)


@pytest.fixture(scope="module")
def countries() -> pd.DataFrame:
    frame = pd.read_csv(HDI, index_col="iso3")
    return frame[frame["hdi"].notna()]


@needs_hdi
def test_hdi_2022_of_all_countries_to_three_decimals(countries: pd.DataFrame) -> None:
    found = composite(normalise(countries[list(HDI_RULES)], HDI_RULES), HDI_TREE, digits={"HDI": 1})
    assert len(found) == 193
    assert (found["HDI"] / 100).round(6).to_dict() == countries["hdi"].to_dict()


@needs_hdi
def test_hdi_ranks_are_those_of_the_rounded_index(countries: pd.DataFrame) -> None:
    raw = composite(normalise(countries[list(HDI_RULES)], HDI_RULES), HDI_TREE)["HDI"]
    assert ranks(raw, digits=1).to_dict() == countries["hdi_rank"].astype(int).to_dict()
    assert (ranks(raw) != countries["hdi_rank"]).sum() == 27


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(TAI / f"tai_{name}.csv", index_col=0)


@pytest.fixture(scope="module")
def achievements() -> pd.DataFrame:
    """The Handbook's raw data by the goalposts of Saisana et al. (2005); logarithms as the data have them."""
    posts = read("goalposts_saisana2005_table1")
    rules = {}
    for key, post in posts.iterrows():
        low, high = float(post["min"]), float(post["max"])
        if post["transform"] == "log10":
            low, high = math.log10(low), math.log10(high)
        rules[str(key)] = RuleSpec("goalposts", {"worst": low, "best": high})
    return normalise(read("raw"), rules)


def index_of(weights: dict[str, float], how: Combination) -> Tree:
    return Tree(
        (TreeNode("TAI", "", how=how), *(TreeNode(key, "TAI", weight) for key, weight in weights.items()))
    )


@needs_tai
def test_tai_normalised_as_published(achievements: pd.DataFrame) -> None:
    published = read("calc_goalpost_normalised")
    found = (achievements / 100).loc[published.index, published.columns]
    pd.testing.assert_frame_equal(found, published, rtol=0, atol=1e-12)


@needs_tai
@pytest.mark.parametrize("column", ["EW", "BAP"])
def test_tai_ranks_of_table_23(achievements: pd.DataFrame, column: str) -> None:
    weights = {str(key): float(value) for key, value in read("table18_22_weights")[column].items()}
    total = composite(achievements, index_of(weights, Combination()))["TAI"]
    published = read("table23_ranks_by_weighting")[column]
    assert ranks(total)[published.index].to_dict() == published.to_dict()


@needs_tai
def test_tai_ranks_of_table_38() -> None:
    """LIN is the mean of goalpost scores, as EW in table 23; GME the geometric mean of the raw data.

    A geometric mean's ranks do not change when a column is divided by a number: here by its best.
    """
    published = read("table38_ranks_by_aggregation")
    assert published["LIN"].to_dict() == read("table23_ranks_by_weighting")["EW"].to_dict()
    shares = normalise(read("raw"), RuleSpec("distance", options={"to": "best", "form": "ratio"}))
    total = composite(shares, index_of(dict.fromkeys(map(str, shares.columns), 1.0), GEOMETRIC))["TAI"]
    assert ranks(total)[published.index].to_dict() == published["GME"].to_dict()


@needs_tai
def test_goalposts_before_a_geometric_mean_are_another_index(achievements: pd.DataFrame) -> None:
    total = composite(achievements, index_of(dict.fromkeys(map(str, achievements.columns), 1.0), GEOMETRIC))[
        "TAI"
    ]
    published = read("table38_ranks_by_aggregation")["GME"]
    assert (ranks(total)[published.index] == published).sum() == 20


def one(scores: dict[str, float], how: Combination) -> float:
    frame = pd.DataFrame([scores], index=["unit"])
    return float(composite(frame, index_of(dict.fromkeys(scores, 1.0), how))["TAI"].iloc[0])


def test_geometric_mean_of_efficacy_coefficients() -> None:
    scores = {"a": 75.368, "b": 96.844, "c": 74.940, "d": 83.404}
    assert one(scores, GEOMETRIC) == pytest.approx(82.185, abs=5e-4)


@pytest.mark.parametrize(
    ("points", "share"), [((1, 3, 4, 1), 56.25), ((3, 4, 2), 75.0), ((3, math.nan, 4, 2, math.nan), 75.0)]
)
def test_u4ssc_counts_reported_indicators_only(points: tuple[float, ...], share: float) -> None:
    frame = pd.DataFrame([points], index=["city"], columns=[f"i{n}" for n in range(len(points))])
    scores = normalise(frame, RuleSpec("direct", {"full": 4.0}))
    values = dict(zip(scores.columns, scores.to_numpy()[0].tolist(), strict=True))
    assert one(values, Combination()) == share


def test_what_does_not_apply_spreads_its_points() -> None:
    """75 points that a unit can earn are worth 100: what it earned is multiplied by 4/3."""
    weights = {"i1": 45.0, "i2": 30.0, "i10": 25.0}
    data = pd.DataFrame({"i1": [100.0], "i2": [100.0], "i10": [math.nan]}, index=["unit"])
    applies = pd.DataFrame({"i10": [False]}, index=["unit"])
    total = composite(data, index_of(weights, Combination(RollUp.SUM)), applies=applies)
    assert total.loc["unit", "TAI"] == 100.0
    half = composite(data.replace(100.0, 60.0), index_of(weights, Combination(RollUp.SUM)), applies=applies)
    assert half.loc["unit", "TAI"] == pytest.approx(60.0 * 0.75 * 4 / 3)
