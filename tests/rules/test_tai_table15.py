"""Table 15 of the OECD/JRC Handbook (2008): years of schooling of 23 countries, normalised in eleven ways.

Every printed digit follows from the printed years: no value is left out.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from smartxl.model.framework import RuleSpec
from smartxl.rules import build_peer

TABLE = Path(__file__).parents[3] / "shared" / "data" / "tai" / "tai_table15_schooling_normalisations.csv"
pytestmark = pytest.mark.skipif(not TABLE.is_file(), reason="the TAI data are not beside the checkout")

AS_PRINTED = {"full": 1.0}
COLUMNS = {
    "rank": (RuleSpec("rank"), 0),
    "zscore": (RuleSpec("zscore", {"ddof": 1.0}), 2),
    "minmax": (RuleSpec("minmax", {"high": 1.0}), 2),
    "dist_mean_ratio": (RuleSpec("distance", AS_PRINTED, options={"to": "mean", "form": "ratio"}), 2),
    "dist_best_ratio": (RuleSpec("distance", AS_PRINTED, options={"to": "best", "form": "ratio"}), 2),
    "dist_worst_ratio": (RuleSpec("distance", AS_PRINTED, options={"to": "worst", "form": "ratio"}), 2),
    "diff_mean": (RuleSpec("distance", AS_PRINTED, options={"to": "mean", "form": "difference"}), 2),
    "diff_worst": (RuleSpec("distance", AS_PRINTED, options={"to": "worst", "form": "difference"}), 2),
    "above_below_mean_p20": (RuleSpec("aroundmean", {"p": 0.2}), 0),
    "percentile": (RuleSpec("percentile", options={"of": "share"}), 1),
    "categorical": (
        RuleSpec(
            "categories",
            {
                "thresholds": (0.0, 5.0, 15.0, 35.0, 65.0, 85.0, 95.0),
                "points": (0.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0),
            },
            options={"of": "share"},
        ),
        0,
    ),
}


@pytest.fixture(scope="module")
def table() -> dict[str, np.ndarray]:
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != "country"]
    return {name: np.array([float(row[name]) for row in rows]) for name in names}


def test_every_column_is_tried(table: dict[str, np.ndarray]) -> None:
    assert {"value", *COLUMNS} == set(table)
    assert len(table["value"]) == 23


@pytest.mark.parametrize("name", COLUMNS)
def test_all_countries_to_the_printed_digit(name: str, table: dict[str, np.ndarray]) -> None:
    spec, digits = COLUMNS[name]
    scores = build_peer(spec).score(table["value"])
    np.testing.assert_array_equal(scores.round(digits) + 0.0, table[name])


def test_the_population_deviation_would_miss_most_z_scores(table: dict[str, np.ndarray]) -> None:
    scores = build_peer(RuleSpec("zscore", {"ddof": 0.0})).score(table["value"])
    assert (scores.round(2) != table["zscore"]).sum() == 18


def test_interpolated_percentiles_would_miss_a_category(table: dict[str, np.ndarray]) -> None:
    """Spain's 7.3 years lie below Excel's interpolated 15th percentile, 7.48; the table gives them 40 points."""
    assert np.percentile(table["value"], 15) == pytest.approx(7.48)
    assert table["categorical"][table["value"] == 7.3].tolist() == [40]
