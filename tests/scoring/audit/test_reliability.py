"""α, KMO and components: laws, textbook cases, and what has no answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smartxl.errors import SmartxlError
from smartxl.scoring.audit import UnitsUsed, cronbach, kmo, principal_components


def table(seed: int = 1, units: int = 200, keys: int = 5) -> pd.DataFrame:
    """Columns with a common part."""
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(units, 1)) + generator.normal(size=(units, keys))
    return pd.DataFrame(values, columns=[f"i{k}" for k in range(keys)])


def test_parallel_columns_follow_spearman_and_brown() -> None:
    """k columns with the same correlation r: k·r/(1 + (k − 1)·r)."""
    r, keys = 0.4, 6
    root = np.linalg.cholesky(np.full((keys, keys), r) + (1 - r) * np.eye(keys))
    basis = np.linalg.qr(np.random.default_rng(2).normal(size=(50, keys)) - 0.0)[0]
    basis = np.linalg.qr(basis - basis.mean(axis=0))[0]
    found = cronbach(pd.DataFrame(basis @ root.T))
    expected = keys * r / (1 + (keys - 1) * r)
    assert found.standardised == pytest.approx(expected, abs=1e-12)
    assert found.alpha == pytest.approx(expected, abs=1e-12)


def test_units_of_measurement_matter_to_alpha_alone() -> None:
    data = table()
    scaled = data * [1, 10, 100, 1, 1]
    assert cronbach(scaled).standardised == pytest.approx(cronbach(data).standardised)
    assert cronbach(scaled).alpha < cronbach(data).alpha - 0.2


def test_blanks_pair_by_pair_or_complete_units_only() -> None:
    data = table()
    data.loc[0:20, "i0"] = np.nan
    complete = cronbach(data, UnitsUsed.COMPLETE)
    assert (complete.units, cronbach(data).units) == (179, 179)
    assert complete.standardised == pytest.approx(cronbach(data.dropna()).standardised)
    assert cronbach(data, "pairwise").standardised != complete.standardised


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(table(units=3), "no inverse", id="fewer units than columns"),
        pytest.param(table(keys=2), "3 are needed", id="two columns"),
        pytest.param(table().assign(i1=1.0, i2=1.0, i3=1.0), "2 indicators vary", id="constant columns"),
    ],
)
def test_why_there_is_no_kmo(data: pd.DataFrame, told: str) -> None:
    found = kmo(data)
    assert np.isnan(found.overall)
    assert told in found.why.en


def test_a_constant_column_takes_no_part() -> None:
    data = table()
    more = data.assign(same=7.0)
    assert kmo(more).overall == pytest.approx(kmo(data).overall)
    assert cronbach(more).standardised == pytest.approx(cronbach(data).standardised)
    found = principal_components(more)
    assert found.constant == ("same",)
    assert found.eigenvalues["eigenvalue"].sum() == pytest.approx(5)


def test_rotation_keeps_what_is_explained() -> None:
    found = principal_components(table(), 3)
    before = (found.loadings.iloc[:, :3] ** 2).sum(axis=1)
    after = (found.rotated**2).sum(axis=1)
    assert after.tolist() == pytest.approx(before.tolist())
    assert (found.loadings.to_numpy() @ found.loadings.to_numpy().T) == pytest.approx(
        table().corr().to_numpy()
    )


def test_components_need_two_units_and_columns() -> None:
    with pytest.raises(SmartxlError, match="2 of each are needed"):
        principal_components(table(units=1))
