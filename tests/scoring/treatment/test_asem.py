"""ASEM Sustainable Connectivity (JRC), 51 countries × 49 indicators: what COINr's documentation prints of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smartxl.scoring.treatment import (
    Filler,
    OutlierRule,
    RangeLog,
    Treatment,
    denominate,
    impute,
    transform,
    treat,
    winsorise,
)

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "asem"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the ASEM data are not beside the checkout")


@pytest.fixture(scope="module")
def everything() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "asem_iData.csv", index_col="uCode")


@pytest.fixture(scope="module")
def meta() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "asem_iMeta.csv", index_col="iCode")
    return table[table["Type"] == "Indicator"]


@pytest.fixture(scope="module")
def data(everything: pd.DataFrame, meta: pd.DataFrame) -> pd.DataFrame:
    return everything[meta.index].astype(float)


NAN = float("nan")
COLUMNS = ["skewness_before", "kurtosis_before", "skewness_winsorised", "kurtosis_winsorised"]


@pytest.mark.parametrize(
    ("key", "points", "expected"),
    [
        pytest.param("LPI", 0, [-0.3042681, -0.6567514, NAN, NAN], id="LPI"),
        pytest.param("Flights", 1, [2.1032872, 4.5088794, 1.900658, 3.336065], id="Flights"),
        pytest.param("Ship", 0, [-0.5756680, -0.6814795, NAN, NAN], id="Ship"),
        pytest.param("Bord", 1, [2.1482360, 5.7914905, 1.899211, 4.346298], id="Bord"),
        pytest.param("Elec", 1, [2.2252736, 5.7910268, 1.717744, 2.586062], id="Elec"),
        pytest.param("Gas", 1, [2.8294486, 10.3346494, 1.602518, 1.525576], id="Gas"),
        pytest.param("ConSpeed", 0, [0.4622037, 0.1873214, NAN, NAN], id="ConSpeed, with blanks"),
        pytest.param("Goods", 2, [2.6499733, 8.2666095, 1.140608, 0.1572047], id="Goods"),
        pytest.param("Services", 0, [1.7010849, 2.3756557, NAN, NAN], id="Services"),
    ],
)
def test_the_table_of_details_of_coinrs_article(
    data: pd.DataFrame, key: str, points: int, expected: list[float]
) -> None:
    found = treat(data).record.indicators
    assert found["points"].fillna(0)[key] == points
    assert found[COLUMNS].T[key].tolist() == pytest.approx(expected, abs=5e-7, nan_ok=True)


def test_all_indicators_pass_once_winsorised(data: pd.DataFrame) -> None:
    treated = treat(data)
    assert treated.record.indicators["passed"].all()
    assert treated.record.indicators["transform"].eq("").all()
    pd.testing.assert_frame_equal(treated.data, winsorise(data).data)
    changed = treated.data.ne(data) & data.notna()
    assert int(changed.to_numpy().sum()) == len(treated.record.points)


def test_the_points_of_the_article(everything: pd.DataFrame) -> None:
    """Rows 30 of Flights, 11 and 35 of Goods are marked `winhi` there."""
    points = winsorise(everything[["Flights", "Goods", "Services"]]).record.points
    rows = [
        (everything.index.tolist().index(unit) + 1, key)
        for unit, key in zip(points["unit"], points["indicator"], strict=True)
    ]
    assert rows == [(30, "Flights"), (11, "Goods"), (35, "Goods")]
    assert set(points["side"]) == {"high"}


@pytest.mark.parametrize(
    ("rule", "transformed"),
    [
        pytest.param(OutlierRule(1.5, 3, most=1), {"Flights", "Goods"}, id="qTreat with 1.5 and 3"),
        pytest.param(OutlierRule(most=1), {"Goods"}, id="Treat with one point"),
    ],
)
def test_what_one_point_does_not_mend_is_logged(
    data: pd.DataFrame, rule: OutlierRule, transformed: set[str]
) -> None:
    published = {"Flights": (-0.09502644, -0.8305217), "Goods": (0.03104001, -0.8888965)}
    treated = treat(data[["Flights", "Goods", "Services"]], Treatment(rule))
    found = treated.record.indicators
    assert set(found.index[found["outcome"] == "passed once transformed"]) == transformed
    for key in transformed:
        after = found[["skewness_after", "kurtosis_after"]].T[key].tolist()
        assert after == pytest.approx(published[key], abs=5e-8)
        logged = transform(data, {key: RangeLog()}).data[key]
        pd.testing.assert_series_equal(treated.data[key], logged)


def test_denominators_of_the_metadata(
    data: pd.DataFrame, everything: pd.DataFrame, meta: pd.DataFrame
) -> None:
    by = {str(key): str(name) for key, name in meta["Denominator"].dropna().items()}
    treated = denominate(data, everything[::-1], by)
    for key, name in by.items():
        pd.testing.assert_series_equal(treated.data[key], data[key] / everything[name], check_names=False)
    # Energy is missing for Laos.
    assert treated.record.points[["unit", "indicator"]].to_numpy().tolist() == [
        ["LAO", "Elec"],
        ["LAO", "Gas"],
    ]
    assert treat(treated.data).record.indicators["passed"].all()


def test_group_means_fill_every_blank(data: pd.DataFrame, everything: pd.DataFrame) -> None:
    treated = impute(data, Filler.MEAN, everything["GDP_group"])
    theirs = data.fillna(data.groupby(everything["GDP_group"]).transform("mean"))
    pd.testing.assert_frame_equal(treated.data, theirs, rtol=1e-14)
    assert len(treated.record.points) == data.isna().sum().sum()
