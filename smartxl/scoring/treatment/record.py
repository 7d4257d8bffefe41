"""What every treatment returns: the new data, and a record of each cell it moved, filled or emptied, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from smartxl.scoring.treatment.table import DataTable

__all__ = ["Point", "Record", "Treated", "points_frame", "rows_frame"]


@dataclass(frozen=True, slots=True)
class Point:
    """One cell, by position and key: what was done, on which side, from how many values of which group."""

    unit: int
    indicator: str
    method: str
    before: float
    after: float
    side: str = ""
    group: str = ""
    values: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What was done.

    `points`: a frame with one row for each cell that was moved, filled or emptied by itself, in the order of the
    columns, then of the units: unit, indicator (the caller's labels), method, before, after, side (high, low or
    blank), group, values (how many values stand behind `after`). The columns are the same for every treatment, so that
    `pd.concat` joins the records of several steps. A formula for a whole column is one row of `indicators`.
    `indicators`: a frame, index indicator, with what the treatment says of each; its columns depend on the treatment.
    `conventions`: every choice that changes a number, name → choice. `notes`: what a reader has to know.
    """

    method: str
    points: pd.DataFrame
    indicators: pd.DataFrame
    conventions: Mapping[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Treated:
    """The treated data, with the labels and the order of the data given, as float64; and the record."""

    data: pd.DataFrame
    record: Record


def points_frame(table: DataTable, points: Iterable[Point]) -> pd.DataFrame:
    """Points as the frame that `Record` describes."""
    rows = []
    for point in points:
        unit, indicator = table.label(point.unit, point.indicator)
        rest = (point.method, point.before, point.after, point.side, point.group, point.values)
        rows.append((unit, indicator, *rest))
    names = [field.name for field in fields(Point)]
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    kinds: dict[str, str] = {"before": "float64", "after": "float64", "values": "Int64"}
    return frame.astype(kinds)


def rows_frame(
    table: DataTable, rows: Mapping[str, Mapping[str, object]], kinds: Mapping[str, str]
) -> pd.DataFrame:
    """One row per indicator that has one, in the order of the data; `kinds`: column → dtype, blanks where absent."""
    keys = [key for key in table.keys if key in rows]
    labels = [table.columns[table.keys.index(key)] for key in keys]
    cells = {
        name: pd.Series([rows[key].get(name, _blank(kind)) for key in keys], dtype=kind)
        for name, kind in kinds.items()
    }
    frame = pd.DataFrame(cells, columns=list(kinds))
    frame.index = pd.Index(labels, name="indicator", dtype=table.columns.dtype)
    return frame


def _blank(kind: str) -> object:
    return {"float64": np.nan, "object": ""}.get(kind, pd.NA)
