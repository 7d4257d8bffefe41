"""The Technology Achievement Index of the OECD/JRC Handbook (2008), 23 countries × 8 indicators.

The Handbook's tables rest on data of more digits than it prints: the last digit may differ by one. KMO, and α with an
indicator deleted, were run with R's psych 2.2.9 on the same data.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smartxl.model.audit import AuditRow, AuditVerdict
from smartxl.scoring import Tree, TreeNode
from smartxl.scoring.audit import audit, compensability, cronbach, kmo, principal_components

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "tai"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the TAI data are not beside the checkout")

LOADINGS = {
    "PATENTS": [0.07, 0.97, 0.06, 0.06],
    "ROYALTIES": [0.13, 0.07, -0.07, 0.93],
    "INTERNET": [0.79, -0.21, 0.21, 0.42],
    "EXPORTS": [-0.64, 0.56, -0.04, 0.36],
    "TELEPHONES_LOG": [0.37, 0.17, 0.38, 0.68],
    "ELECTRICITY_LOG": [0.82, -0.04, 0.25, 0.35],
    "SCHOOLING": [0.88, 0.23, -0.09, 0.09],
    "UNIVERSITY": [0.08, 0.04, 0.96, 0.04],
}


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"tai_{name}.csv", index_col=0)


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree((TreeNode("TAI", ""), *(TreeNode(key, "TAI") for key in LOADINGS)))


def test_alpha_is_as_in_the_handbook() -> None:
    found = cronbach(read("raw"))
    assert round(found.standardised, 2) == 0.70
    psych = [0.70388693, 0.64355296, 0.63504045, 0.77433617, 0.60164747, 0.62529068, 0.66171200, 0.70584428]
    assert found.items["standardised"].tolist() == pytest.approx(psych, abs=1e-8)
    rest = [0.25764731, 0.53149013, 0.56768679, -0.11004370, 0.70464576, 0.60848352, 0.45238251, 0.24819918]
    assert found.items["rest"].tolist() == pytest.approx(rest, abs=1e-8)


def test_eigenvalues_of_table_16() -> None:
    found = principal_components(read("raw")).eigenvalues
    assert (100 * found["share"]).tolist() == pytest.approx(
        [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9], abs=0.13
    )
    assert (100 * found["cumulative"]).tolist() == pytest.approx(
        [41.9, 63.7, 76.0, 87.2, 93.2, 96.9, 99.1, 100], abs=0.13
    )


def test_rotated_loadings_of_table_17() -> None:
    found = principal_components(read("raw"), 4).rotated
    assert found.to_numpy() == pytest.approx(pd.DataFrame(LOADINGS).T.to_numpy(), abs=0.016)
    variance = (found**2).sum().tolist()
    assert variance == pytest.approx([2.64, 1.39, 1.19, 1.76], abs=0.025)


def test_sampling_adequacy() -> None:
    found = kmo(read("raw"))
    assert found.overall == pytest.approx(0.50056723, abs=1e-8)
    psych = [0.25997191, 0.34927024, 0.68251736, 0.37582842, 0.51981033, 0.59310003, 0.52617630, 0.55649506]
    assert found.items.tolist() == pytest.approx(psych, abs=1e-8)


def test_ranks_of_table_38(tree: Tree) -> None:
    """The 23 ranks of the arithmetic mean are the Handbook's; of the geometric one 20 are, the others by 2 places at most."""
    published = read("table38_ranks_by_aggregation")
    found = compensability(100 * read("calc_goalpost_normalised"), tree).table.loc[published.index]
    assert found["arithmetic_rank"].tolist() == published["LIN"].tolist()
    off = (found["geometric_rank"] - published["GME"]).abs()
    assert ((off == 0).sum(), off.max()) == (20, 2)


def rows_of(data: pd.DataFrame, tree: Tree) -> dict[tuple[str, str], AuditRow]:
    """The first row of each check and place."""
    rows: dict[tuple[str, str], AuditRow] = {}
    for row in audit(data, tree).report.rows:
        rows.setdefault((row.check, row.subject), row)
    return rows


def test_the_rows_of_its_audit(tree: Tree) -> None:
    rows = rows_of(read("raw"), tree)
    assert round(rows["coherence.alpha", "TAI"].value or 0, 2) == 0.70
    assert rows["coherence.alpha", "TAI"].verdict is AuditVerdict.PASS
    assert rows["coherence.alpha-deleted", "EXPORTS"].verdict is AuditVerdict.FLAG
    assert rows["coherence.alpha-deleted", "UNIVERSITY"].verdict is AuditVerdict.PASS
    assert rows["coherence.components", "TAI"].value == 2
    assert rows["coherence.negative", "INTERNET"].other == "EXPORTS"
    assert rows["coherence.kmo", "TAI"].verdict is AuditVerdict.FLAG


def test_who_moves_under_the_geometric_mean(tree: Tree) -> None:
    korea = rows_of(100 * read("calc_goalpost_normalised"), tree)["compensability.shift", "Korea, Rep. of"]
    assert (korea.verdict, korea.evidence.en) == (AuditVerdict.FLAG, "rank 5 → 16")
