"""Principal components of columns: eigenvalues, shares, loadings, and the loadings after a varimax rotation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.rules import shown
from smartxl.scoring.audit.numbers import checked_table
from smartxl.scoring.treatment.table import FloatArray
from smartxl.scoring.weights.factor import Retain, components, pointing_up, retained, varimax
from smartxl.text import Text

__all__ = ["Components", "principal_components"]


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Principal components of the correlation matrix of complete units.

    `eigenvalues`: a row for each component (PC1 …): eigenvalue, deviation (its root, as R's `prcomp` prints), share,
    cumulative. `vectors` (unit length), `loadings` (vector times root of the eigenvalue): indicators × components;
    `rotated`: of the `kept` ones after varimax with Kaiser's normalisation of rows, F1 …, not sorted. The sign of a
    component is free: here its loadings have no negative sum. `left_out` are units that are not complete, `constant` columns
    that do not vary.
    """

    eigenvalues: pd.DataFrame
    vectors: pd.DataFrame
    loadings: pd.DataFrame
    rotated: pd.DataFrame
    kept: int
    units: int
    left_out: tuple[str, ...]
    constant: tuple[str, ...]


def principal_components(data: pd.DataFrame, retain: Retain | str | int = Retain.KAISER) -> Components:
    """Principal components of the columns (index: units, columns: indicators); units with a blank are left out, named.

    `retain`: which components are rotated, by a rule (Kaiser: eigenvalue above 1) or their number. COINr's `get_PCA` leaves
    out units and scales columns likewise. Raises SmartxlError for fewer than 2 complete units or columns that vary, a number
    of components outside 1 … columns, and as `statistics`.
    """
    where = "principal components"
    retain = choice(Retain, retain, where, "retain") if isinstance(retain, str) else retain
    table = checked_table(data, where)
    whole = ~np.isnan(table.values).any(axis=1)
    values = table.values[whole]
    varies = np.zeros(len(table.keys), dtype=np.bool_)
    if len(values):
        varies |= np.ptp(shown(values), axis=0) > 0
    if len(values) < 2 or varies.sum() < 2:
        raise SmartxlError(
            where,
            Text(
                f"{len(values)} 个单位数据齐全，其中 {varies.sum()} 个指标有差别",
                f"{len(values)} units are complete, and {varies.sum()} indicators vary over them",
            ),
            Text("各至少要 2 个", "2 of each are needed"),
        )
    keys = table.columns[varies]
    found, vectors = components(values[:, varies])
    kept = retained(found, retain)
    vectors = pointing_up(vectors)
    loadings = vectors * np.sqrt(found)
    names = [f"PC{place + 1}" for place in range(len(found))]
    return Components(
        _eigenvalues(found, names),
        pd.DataFrame(vectors, keys, names),
        pd.DataFrame(loadings, keys, names),
        pd.DataFrame(_rotated(loadings[:, :kept]), keys, [f"F{place + 1}" for place in range(kept)]),
        kept,
        len(values),
        tuple(table.units[i] for i in np.flatnonzero(~whole)),
        tuple(table.keys[i] for i in np.flatnonzero(~varies)),
    )


def _rotated(loadings: FloatArray) -> FloatArray:
    return pointing_up(varimax(loadings) if loadings.shape[1] > 1 else loadings)


def _eigenvalues(found: FloatArray, names: list[str]) -> pd.DataFrame:
    share = found / found.sum()
    return pd.DataFrame(
        {"eigenvalue": found, "deviation": np.sqrt(found), "share": share, "cumulative": np.cumsum(share)},
        index=pd.Index(names, name="component"),
    )
