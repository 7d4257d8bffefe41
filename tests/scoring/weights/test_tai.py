"""The Technology Achievement Index of the OECD/JRC Handbook (2008): published weights and ranks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.weights import (
    Bounded,
    Bounds,
    DoubtResult,
    Judgements,
    Priority,
    Retain,
    UnitRule,
    ahp,
    benefit_of_doubt,
    direct,
    factor,
)

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "tai"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the TAI data are not beside the checkout")
HANDBOOK = UnitRule(10, source="the Handbook's example has 23 units")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"tai_{name}.csv", index_col=0)


def ranks(scores: pd.Series[float]) -> pd.Series[float]:
    return scores.round(9).rank(ascending=False, method="min")


def test_eigenvalues_and_rotated_loadings_of_tables_16_and_17() -> None:
    result = factor(read("raw"), retain=Retain.SHARE, rule=HANDBOOK)
    share = result.eigenvalues / 8 * 100
    assert share.tolist() == pytest.approx([41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9], abs=0.15)
    assert result.loadings.T["PATENTS"].abs().tolist() == pytest.approx([0.07, 0.97, 0.06, 0.06], abs=0.011)


def test_factor_weights_of_table_18() -> None:
    """Published to two decimals, from data that the Handbook prints rounded."""
    weights = factor(read("raw"), retain=4, rule=HANDBOOK).weights
    published = read("table18_22_weights")["PC_t18"]
    assert dict(weights.values) == pytest.approx(published.to_dict(), abs=0.006)


def test_our_rule_would_refuse_the_handbooks_example() -> None:
    with pytest.raises(SmartxlError, match="23 units are too few for 8 indicators: 24 are needed"):
        factor(read("raw"))


@pytest.fixture(scope="module")
def doubt() -> DoubtResult:
    """Min-max over the 23 countries; every weight between 10 % and 15 % of the sum of weights."""
    raw = read("raw")
    bounds = Bounds(0.10, 0.15, Bounded.WEIGHT_SHARE)
    return benefit_of_doubt((raw - raw.min()) / (raw.max() - raw.min()), bounds)


def test_benefit_of_the_doubt_ranks_of_table_23(doubt: DoubtResult) -> None:
    published = read("table23_ranks_by_weighting")["BOD"]
    assert ranks(doubt.scores)[published.index].astype(int).to_dict() == published.to_dict()


def test_three_countries_come_out_best(doubt: DoubtResult) -> None:
    assert sorted(doubt.scores.index[doubt.scores > 1 - 1e-9]) == ["Finland", "Sweden", "United States"]
    assert doubt.scores["Netherlands"] == pytest.approx(0.75, abs=0.005)


@pytest.mark.parametrize(("column", "same"), [("EW", 23), ("BAP", 23), ("AHP", 20), ("FA", 19)])
def test_ranks_of_table_23_from_published_weights(column: str, same: int) -> None:
    """Two decimals of a weight decide some places: ranks of AHP and FA move by up to two places."""
    values = read("calc_goalpost_normalised")
    stated = read("table18_22_weights")[column]
    weights = direct({str(key): float(value) for key, value in stated.items()})
    published = read("table23_ranks_by_weighting")[column]
    totals = values.to_numpy() @ weights.aligned([str(key) for key in values.columns])
    found = ranks(pd.Series(totals, index=values.index))[published.index]
    assert (found == published).sum() == same
    assert (found - published).abs().max() <= 2


def test_the_matrix_of_table_20_is_consistent_by_every_method() -> None:
    judgements = Judgements.from_frame(read("table20_ahp_matrix"))
    for method in Priority:
        result = ahp(judgements, method)
        assert result.consistency.ratio == pytest.approx(0.0214, abs=0.0001)
        assert result.weights.values["SCHOOLING"] == pytest.approx(0.25, abs=0.005)
        assert result.weights.values["PATENTS"] == pytest.approx(0.23, abs=0.005)
