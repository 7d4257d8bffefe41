"""What can be told of each column and each unit alone: COINr's tables `get_stats` and `get_data_avail`, unrounded."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from smartxl.errors import UnknownName
from smartxl.rules import shown
from smartxl.scoring.audit.numbers import checked_table
from smartxl.scoring.checks import listed
from smartxl.scoring.library.tree import Tree
from smartxl.scoring.treatment.moments import Estimator, shape_of
from smartxl.scoring.treatment.table import BoolArray, DataTable, FloatArray
from smartxl.text import Text

__all__ = ["applicable", "availability", "leaves_below", "statistics"]


def statistics(data: pd.DataFrame) -> pd.DataFrame:
    """Statistics of each column (index: units, columns: indicators), blanks left out.

    Index indicator; columns minimum, maximum, mean, median, deviation (n − 1), skewness and kurtosis (type 2, see
    `Estimator.SAMPLE`), values, non_zero, unique, same (how many share the commonest value), and as shares coverage (of the
    units), non_zero_share, unique_share, same_share (of the values). NaN where a number is not defined. Values that agree in
    15 digits are equal. Names in COINr: Frc.Avail is coverage, and so on; its table is rounded to 3 significant digits.

    Raises SmartxlError for what is no frame, labels that come twice, columns that are not numeric and infinite values.
    """
    table = checked_table(data, "statistics")
    rows = [_of_column(table.column(key).values) for key in table.keys]
    frame = pd.DataFrame(rows, index=table.columns.rename("indicator"))
    return frame.astype(dict.fromkeys(("values", "non_zero", "unique", "same"), "int64"))


def _of_column(values: FloatArray) -> dict[str, float]:
    known = np.sort(values[~np.isnan(values)])
    count = len(known)
    shape = shape_of(values, Estimator.SAMPLE)
    _, times = np.unique(shown(known), return_counts=True)
    non_zero, same = int(np.count_nonzero(known)), int(times.max(initial=0))
    return {
        "minimum": float(known[0]) if count else math.nan,
        "maximum": float(known[-1]) if count else math.nan,
        "mean": float(known.mean()) if count else math.nan,
        "median": float(np.median(known)) if count else math.nan,
        "deviation": float(known.std(ddof=1)) if count > 1 else math.nan,
        "skewness": shape.skewness,
        "kurtosis": shape.kurtosis,
        "values": count,
        "non_zero": non_zero,
        "unique": len(times),
        "same": same,
        "coverage": count / len(values) if len(values) else math.nan,
        "non_zero_share": non_zero / count if count else math.nan,
        "unique_share": len(times) / count if count else math.nan,
        "same_share": same / count if count else math.nan,
    }


def availability(
    data: pd.DataFrame, tree: Tree | None = None, *, applies: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What is there of each unit (index: units, columns: indicators).

    Index unit; columns missing, zero, coverage (share of the indicators that apply), non_zero_share (of the values). With a
    `tree` one column more for each node above the leaves: the share of its indicators that is there, by count. NaN where
    nothing applies. `applies`: booleans, False where an indicator does not apply to a unit; what is not in it applies.

    Raises UnknownName for leaves that are no columns, SmartxlError as `statistics`.
    """
    table = checked_table(data, "availability")
    known, asked = ~np.isnan(table.values), applicable(table, applies)
    zero = (table.values == 0).sum(axis=1)
    values = known.sum(axis=1)
    columns: dict[str, FloatArray] = {
        "missing": (asked & ~known).sum(axis=1),
        "zero": zero,
        "coverage": _share(values, asked.sum(axis=1)),
        "non_zero_share": _share(values - zero, values),
    }
    for code, leaves in leaves_below(tree).items() if tree else ():
        places = [table.keys.index(leaf) for leaf in table.require(leaves)]
        columns[code] = _share(known[:, places].sum(axis=1), asked[:, places].sum(axis=1))
    return pd.DataFrame(columns, index=table.index.rename("unit"))


def applicable(table: DataTable, applies: pd.DataFrame | None) -> BoolArray:
    """Where an indicator applies or has a value all the same, shape (units, keys). UnknownName for labels not in the data."""
    found = np.ones(table.values.shape, dtype=np.bool_)
    if applies is None:
        return found
    units = {unit: place for place, unit in enumerate(table.units)}
    if unknown := [str(unit) for unit in applies.index if str(unit) not in units]:
        raise UnknownName(
            table.where,
            Text(f"数据中没有单位 {listed(unknown)}", f"the data have no unit {listed(unknown)}"),
            Text("去掉，或改正", "take it out or correct it"),
        )
    keys = table.require(applies.columns)
    rows = [units[str(unit)] for unit in applies.index]
    found[np.ix_(rows, [table.keys.index(key) for key in keys])] = applies.to_numpy(dtype=np.bool_)
    return np.asarray(found | ~np.isnan(table.values), dtype=np.bool_)


def leaves_below(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Each node above the leaves with the leaves below it, from the root down."""
    below: dict[str, tuple[str, ...]] = {leaf: (leaf,) for leaf in tree.leaves}
    for code in reversed(tree.inner):
        below[code] = tuple(leaf for child in tree.children(code) for leaf in below[child])
    return {code: below[code] for code in tree.inner}


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    found = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return np.asarray(found, dtype=np.float64)
