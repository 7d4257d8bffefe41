"""Columns divided by a size of each unit: per inhabitant, per square kilometre, per unit of GDP."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.checks import listed
from smartxl.scoring.treatment.record import Point, Record, Treated, points_frame, rows_frame
from smartxl.scoring.treatment.table import DataTable, FloatArray, IndicatorColumn, table_of
from smartxl.text import Text

__all__ = ["Denominator", "denominate"]

_WHERE = "denominate"
_CONVENTIONS = {
    "formula": "value · factor / denominator, both of the same unit",
    "denominator 0 or missing": "the result is blank",
}


@dataclass(frozen=True, slots=True)
class Denominator:
    """Divide by the column `by` of the denominators, times `factor` (1000: per thousand); SmartxlError for 0 or less."""

    by: str
    factor: float = 1.0

    def __post_init__(self) -> None:
        if not (self.factor > 0 and math.isfinite(self.factor)):
            raise SmartxlError(
                Text(f"分母 {self.by}", f"denominator {self.by}"),
                Text(f"系数“{self.factor}”不大于 0", f"the factor {self.factor!r} is not above 0"),
                Text("写一个系数，如 1000", "give a factor such as 1000"),
            )


def denominate(
    data: pd.DataFrame, denominators: pd.DataFrame | pd.Series, by: Mapping[str, Denominator | str]
) -> Treated:
    """x·factor/denominator for the indicators named in `by`; the others stay as they were.

    `data`: index units, columns indicators. `denominators`: index units, columns sizes (or one named series); more units
    and columns than needed are allowed, units are matched by label. `by`: indicator → `Denominator`, or the name of a
    column (factor 1). Where a unit with a value has the denominator 0 or none the result is blank, a row of
    `record.points` and a note. `record.indicators`: denominator, factor, emptied (how many).

    Raises UnknownName for an indicator, denominator or unit that is not there, SmartxlError for a negative denominator
    (it would turn the indicator round), a result too large, and data that is no table of numbers.
    """
    table = table_of(data, _WHERE, compares=False)
    chosen = dict(zip(table.require(by), map(_named, by.values()), strict=True))
    sizes = _sizes(table, denominators, chosen.values())
    values, points, notes = table.values.copy(), list[Point](), list[str]()
    rows: dict[str, Mapping[str, object]] = {}
    for place, key in enumerate(table.keys):
        if key not in chosen:
            continue
        by_this, size = chosen[key], sizes[chosen[key].by]
        values[:, place] = _divided(table.column(key), size, by_this)
        emptied = _emptied(table, key, size)
        points += emptied
        rows[key] = {"denominator": by_this.by, "factor": by_this.factor, "emptied": len(emptied)}
        if emptied:
            lost = listed(table.units[point.unit] for point in emptied)
            notes.append(f"{key}: {by_this.by} is 0 or missing for {lost}; left blank")
    kinds = {"denominator": "object", "factor": "float64", "emptied": "Int64"}
    record = Record(
        _WHERE, points_frame(table, points), rows_frame(table, rows, kinds), dict(_CONVENTIONS), tuple(notes)
    )
    return Treated(table.frame(values), record)


def _named(chosen: Denominator | str) -> Denominator:
    return chosen if isinstance(chosen, Denominator) else Denominator(chosen)


def _sizes(
    table: DataTable, denominators: pd.DataFrame | pd.Series, chosen: Collection[Denominator]
) -> dict[str, FloatArray]:
    """Each denominator that is used, in the order of the units of the data, shape (units,)."""
    frame = denominators.to_frame() if isinstance(denominators, pd.Series) else denominators
    names = [str(name) for name in frame.columns]
    used = dict.fromkeys(each.by for each in chosen)
    for name in used:
        if name not in names:
            near = get_close_matches(str(name), names, n=3) or names
            raise UnknownName(
                _WHERE,
                Text(f"没有分母“{name}”", f"there is no denominator {name!r}"),
                Text(f"可用的有：{listed(near)}", f"one of: {listed(near)}"),
            )
    if not used:
        return {}
    # Other columns are none of our business: names and groups of the units often stand beside the sizes.
    sizes = table_of(
        frame.loc[:, [name in used for name in names]],
        f"{_WHERE}, denominators",
        "denominator",
        compares=False,
    )
    places = _places(table, sizes)
    for column in map(sizes.column, used):
        what = Text(
            "分母是负数，会使指标反向", "the denominator is negative and would turn the indicator round"
        )
        column.refuse_where(column.values < 0, what, Text("改正", "correct it"))
    return {name: sizes.column(name).values[places] for name in used}


def _places(table: DataTable, sizes: DataTable) -> list[int]:
    at = {unit: place for place, unit in enumerate(sizes.units)}
    missing = [unit for unit in table.units if unit not in at]
    if missing:
        raise UnknownName(
            _WHERE,
            Text(f"分母表中没有单位 {listed(missing)}", f"the denominators have no unit {listed(missing)}"),
            Text("补上，没有数时留空", "add it, with a blank where there is no number"),
        )
    return [at[unit] for unit in table.units]


def _divided(column: IndicatorColumn, size: FloatArray, chosen: Denominator) -> FloatArray:
    usable = np.where(size > 0, size, np.nan)
    with np.errstate(over="ignore"):
        result: FloatArray = column.values * chosen.factor / usable
    column.refuse_where(
        np.isinf(result),
        Text(f"除以 {chosen.by} 后数过大", f"divided by {chosen.by} it is too large a number"),
        Text("检查分母和系数", "check the denominator and the factor"),
    )
    return result


def _emptied(table: DataTable, key: str, size: FloatArray) -> list[Point]:
    before = table.column(key).values
    lost = ~np.isnan(before) & ~(size > 0)
    return [
        Point(
            int(unit),
            key,
            "denominator 0" if size[unit] == 0 else "no denominator",
            float(before[unit]),
            math.nan,
        )
        for unit in np.flatnonzero(lost)
    ]
