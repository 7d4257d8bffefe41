"""The data that is treated: units × indicators, checked once, blanks allowed; labels are matched as text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError, UnknownName
from smartxl.rules import shown
from smartxl.scoring.checks import (
    SHOWN,
    in_chinese,
    listed,
    numbers_of,
    refuse_no_frame,
    refuse_panel,
    refuse_twice,
)
from smartxl.text import Text

__all__ = ["BoolArray", "DataTable", "FloatArray", "IndicatorColumn", "table_of"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class IndicatorColumn:
    """One indicator's values, shape (units,), NaN where there is none; `where` opens messages."""

    where: str
    units: tuple[str, ...]
    values: FloatArray

    @property
    def known(self) -> FloatArray:
        """The values that are there."""
        return self.values[~np.isnan(self.values)]

    def refuse_where(self, wrong: BoolArray, what: Text, remedy: Text) -> None:
        """SmartxlError that names the units where `wrong` is true, shape (units,)."""
        if wrong.any():
            named = listed(self.units[i] for i in np.flatnonzero(wrong))
            raise SmartxlError(f"{self.where}, {named}", what, remedy)

    def refuse_equal(self, why: Text) -> None:
        """SmartxlError where the column has no value, or one and the same for all units."""
        if not len(self.known):
            raise SmartxlError(
                self.where,
                Text(f"没有值；{why.zh}", f"there is no value; {why.en}"),
                Text("不用该指标", "leave the indicator out"),
            )
        if np.ptp(shown(self.known)) == 0:
            raise SmartxlError(
                self.where,
                Text(f"各单位的值相同；{why.zh}", f"all units have the same value; {why.en}"),
                Text("该指标不作处理", "leave the indicator as it is"),
            )


@dataclass(frozen=True, slots=True, eq=False)
class DataTable:
    """A checked frame. `units` and `keys` are its labels as text; `values`, shape (units, keys), NaN for a blank."""

    where: str
    units: tuple[str, ...]
    keys: tuple[str, ...]
    values: FloatArray
    index: pd.Index
    columns: pd.Index

    def column(self, key: str) -> IndicatorColumn:
        """One indicator, by key."""
        return IndicatorColumn(f"{self.where}, {key}", self.units, self.values[:, self.keys.index(key)])

    def label(self, unit: int, key: str) -> tuple[Hashable, Hashable]:
        """The labels of a cell as the caller's frame has them."""
        return self.index[unit], self.columns[self.keys.index(key)]

    def require(self, names: Iterable[object], kind: str = "indicator") -> tuple[str, ...]:
        """The names as text; UnknownName for one that is no column."""
        texts = tuple(map(str, names))
        for name in texts:
            if name not in self.keys:
                near = get_close_matches(name, self.keys, n=3) or self.keys[:SHOWN]
                raise UnknownName(
                    self.where,
                    Text(f"没有 {in_chinese(kind)}“{name}”", f"there is no {kind} {name!r}"),
                    Text(f"可用的有：{', '.join(near)}", f"one of: {', '.join(near)}"),
                )
        return texts

    def frame(self, values: FloatArray) -> pd.DataFrame:
        """Values, shape (units, keys), under the labels of the caller's frame."""
        return pd.DataFrame(values, index=self.index, columns=self.columns)


def table_of(frame: pd.DataFrame, where: str, kind: str = "indicator", *, compares: bool = True) -> DataTable:
    """A frame (index: units, columns: indicators), checked; blanks become NaN.

    `compares`: what is done to a unit depends on the other units, so that data of several periods are refused. Raises
    SmartxlError for what is no frame, no column, a unit or column that comes twice, a column that is not numeric and a
    value that is infinite.
    """
    refuse_no_frame(frame, where)
    keys, units = tuple(map(str, frame.columns)), tuple(map(str, frame.index))
    if not keys:
        raise SmartxlError(
            where,
            Text(f"没有 {in_chinese(kind)}", f"there is no {kind}"),
            Text(f"每个 {in_chinese(kind)} 一列", f"give one column per {kind}"),
        )
    if compares:
        refuse_panel(frame.index, where)
    refuse_twice(where, kind, keys)
    refuse_twice(where, "unit", units)
    pairs = zip(keys, frame.items(), strict=True)
    columns = [numbers_of(column, f"{where}, {key}") for key, (_, column) in pairs]
    table = DataTable(where, units, keys, np.column_stack(columns), frame.index, frame.columns)
    for key in keys:
        column = table.column(key)
        column.refuse_where(
            np.isinf(column.values),
            Text("值是无穷大", "the value is infinite"),
            Text("改正，或让单元格留空", "correct it, or leave the cell blank"),
        )
    return table
