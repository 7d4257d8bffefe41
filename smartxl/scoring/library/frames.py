"""Frames as they come in: labels checked, numbers as one array."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError, UnknownName
from smartxl.scoring.checks import in_chinese, listed, refuse_no_frame, refuse_no_numbers, refuse_twice
from smartxl.text import Text

__all__ = [
    "BoolArray",
    "FloatArray",
    "NumberTable",
    "Places",
    "by_key",
    "frame_of",
    "label_of",
    "matching",
    "table_of",
]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Places = slice | NDArray[np.intp]
"""Some rows of an array: all of them as a slice, which copies nothing, or their places."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NumberTable:
    """Checked numbers: `values` (units, keys), NaN for none. `where` opens messages."""

    where: str
    index: pd.Index
    keys: tuple[str, ...]
    values: FloatArray

    def refuse(self, wrong: BoolArray, what: Text, remedy: Text) -> None:
        """SmartxlError that names the cells (unit/key) where `wrong` is true, shape (units, keys)."""
        places = np.argwhere(wrong)
        if len(places):
            cells = listed(f"{label_of(self.index[i])}/{self.keys[j]}" for i, j in places)
            raise SmartxlError(f"{self.where}, {cells}", what, remedy)


def table_of(data: pd.DataFrame, where: str) -> NumberTable:
    """The numbers of a frame (index: units, columns: keys), checked; blanks (NaN, NA, None in a numeric column) are NaN.

    Raises SmartxlError for what is no frame, a unit or key that comes twice, a column that is not numeric, and an
    infinite number.
    """
    refuse_no_frame(data, where)
    keys = tuple(map(str, data.columns.tolist()))
    refuse_twice(where, "column", keys)
    if not data.index.is_unique:
        twice = data.index[data.index.duplicated()]
        raise SmartxlError(
            where,
            Text(
                f"单位 {listed(map(label_of, twice))} 出现两次",
                f"the unit {listed(map(label_of, twice))} comes twice",
            ),
            Text("每个单位只写一次", "give each unit once"),
        )
    table = NumberTable(where, data.index, keys, _numbers(data, where, keys))
    # One pass without a copy: the sum is finite or NaN unless a number is infinite (or there are NaN beside it).
    if not np.isfinite(table.values.sum()):
        table.refuse(
            np.isinf(table.values),
            Text("数是无穷大", "the number is infinite"),
            Text("改正，或让单元格留空", "correct it, or leave the cell blank"),
        )
    return table


def _numbers(data: pd.DataFrame, where: str, keys: tuple[str, ...]) -> FloatArray:
    values = data.to_numpy()
    if values.dtype == np.float64:
        return values
    for key, (_, column) in zip(keys, data.items(), strict=True):
        refuse_no_numbers(column, f"{where}, {key}")
    return data.to_numpy(dtype=np.float64, na_value=np.nan)


def matching(
    where: str, wanted: Sequence[str], given: Sequence[str], *, needs: str, has: str
) -> NDArray[np.intp]:
    """The places of the wanted names among the given, which must be the same names in any order.

    Raises UnknownName for a name that one side lacks; `needs` and `has` say in the message what the two sides are.
    """
    places = {name: place for place, name in enumerate(given)}
    if missing := [name for name in wanted if name not in places]:
        raise UnknownName(
            where,
            Text(
                f"{in_chinese(needs)}{listed(missing)} 没有 {in_chinese(has)}",
                f"the {needs} {listed(missing)} has no {has}",
            ),
            Text(f"已有：{listed(given)}", f"there is: {listed(given)}"),
        )
    if extra := sorted(set(given) - set(wanted)):
        raise UnknownName(
            where,
            Text(
                f"{in_chinese(has)} {listed(extra)} 不属于任何{in_chinese(needs)}",
                f"the {has} {listed(extra)} belongs to no {needs}",
            ),
            Text(f"已有：{listed(wanted)}", f"there is: {listed(wanted)}"),
        )
    return np.array([places[name] for name in wanted], dtype=np.intp)


def by_key(values: Mapping[str, T] | pd.Series, where: str) -> dict[str, T]:
    """A mapping, or a series by its index, with its keys as words. SmartxlError for what has no keys."""
    if not hasattr(values, "items"):
        remedy = Text(
            "给出按键的映射或 Series（Weights 用其 `values`）",
            "give a mapping or a Series by key (of Weights their `values`)",
        )
        raise SmartxlError(
            where, Text(f"{type(values).__name__} 没有键", f"a {type(values).__name__} has no keys"), remedy
        )
    return {str(key): value for key, value in values.items()}


def frame_of(values: FloatArray, index: pd.Index, columns: pd.Index) -> pd.DataFrame:
    """A frame over the array itself, without a copy: nobody else may hold it."""
    return pd.DataFrame(values, index=index, columns=columns, copy=False)


def label_of(label: object) -> str:
    """A label of an index for a message: the levels of a deeper one with a stroke between."""
    return "/".join(map(str, label)) if isinstance(label, tuple) else str(label)
