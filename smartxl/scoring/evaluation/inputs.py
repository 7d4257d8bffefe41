"""What evaluation methods take: units × indicators with weights and directions, of which complete units take part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from smartxl.errors import SmartxlError
from smartxl.rules import shown
from smartxl.scoring.checks import refuse_panel
from smartxl.scoring.library.frames import BoolArray, FloatArray, NumberTable, frame_of, table_of
from smartxl.scoring.library.weighing import cost_columns, weight_shares
from smartxl.text import Text

__all__ = ["DecisionTable", "Directions", "Weighting", "decision", "lacking_keys", "said", "share_option"]

Weighting = Mapping[str, float] | pd.Series
Directions = Mapping[str, int] | pd.Series


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Numbers that are compared: `values` (units that are complete, keys), `shares` of the weights, `costs` (keys,).

    Keys that weigh nothing are left out, so that they have no effect. `index` holds all units, `whole` (all units,) says
    which are complete; `left_out` names the others with the keys of which they have no value.
    """

    table: NumberTable
    keys: tuple[str, ...]
    values: FloatArray
    shares: FloatArray
    costs: BoolArray
    whole: BoolArray
    left_out: Mapping[object, tuple[str, ...]]

    @property
    def where(self) -> str:
        """What opens messages."""
        return self.table.where

    @property
    def constant(self) -> BoolArray:
        """Shape (keys,): the units do not differ."""
        return (
            np.asarray(np.ptp(self.values, axis=0) == 0)
            if len(self.values)
            else np.ones(len(self.keys), bool)
        )

    @property
    def units(self) -> pd.Index:
        """The labels of the units that are complete."""
        return self.table.index[self.whole]

    def refuse(self, wrong: BoolArray, what: Text, remedy: Text) -> None:
        """SmartxlError that names the cells (unit/key) where `wrong` is true, shape (complete units, keys)."""
        NumberTable(self.where, self.units, self.keys, self.values).refuse(wrong, what, remedy)

    def series(self, found: FloatArray, name: str) -> pd.Series[float]:
        """One number for each complete unit as a series of all units, NaN for the others."""
        every = np.full(len(self.whole), np.nan)
        every[self.whole] = found
        return pd.Series(every, index=self.table.index, name=name)

    def frame(self, found: FloatArray, columns: list[str] | tuple[str, ...]) -> pd.DataFrame:
        """The same for several numbers, shape (complete units, columns)."""
        every = np.full((len(self.whole), len(columns)), np.nan)
        every[self.whole] = found
        return frame_of(every, self.table.index, pd.Index(columns))


def decision(
    where: str, data: pd.DataFrame, weights: Weighting | None, directions: Directions | None = None
) -> DecisionTable:
    """The numbers of a frame (index: units, columns: indicators), checked; equal weights without `weights`.

    Values that agree in 15 significant digits are equal. Raises SmartxlError for a frame without columns, data of several
    periods, weights or directions that are none, and as `table_of` does; UnknownName for keys that are not the columns.
    """
    table = table_of(data, where)
    refuse_panel(table.index, where)
    if not table.keys:
        raise SmartxlError(
            where,
            Text("没有指标", "there is no indicator"),
            Text("每个指标一列", "give one column per indicator"),
        )
    shares = weight_shares(table, dict.fromkeys(table.keys, 1.0) if weights is None else weights)
    costs, weighs = cost_columns(table, directions), shares > 0
    keys = tuple(key for key, counts in zip(table.keys, weighs.tolist(), strict=True) if counts)
    values = shown(table.values[:, weighs])
    missing = np.isnan(values)
    whole = np.asarray(~missing.any(axis=1))
    left_out = lacking_keys(table.index, keys, missing)
    return DecisionTable(table, keys, values[whole], shares[weighs], costs[weighs], whole, left_out)


def lacking_keys(units: pd.Index, keys: tuple[str, ...], missing: BoolArray) -> dict[object, tuple[str, ...]]:
    """Unit → the keys of which it has no value, of units that lack any; `missing` is of shape (units, keys)."""
    return {
        units[row]: tuple(key for key, gone in zip(keys, missing[row].tolist(), strict=True) if gone)
        for row in np.flatnonzero(missing.any(axis=1)).tolist()
    }


def share_option(where: str, name: str, value: float, *, above: bool = False) -> float:
    """A number between 0 and 1. SmartxlError for another, or for 0 where it has to be `above` it."""
    if not 0 <= value <= 1 or (above and value == 0):
        low = "大于 0、不大于 1" if above else "0 至 1"
        told = "above 0 and at most 1" if above else "from 0 to 1"
        raise SmartxlError(
            where,
            Text(f"{name} 是 {value!r}", f"{name} is {value!r}"),
            Text(f"写{low}的数", f"give a number {told}"),
        )
    return float(value)


def said(*words: Text) -> Text:
    """Several remarks one after the other."""
    return Text("，".join(word.zh for word in words), ", ".join(word.en for word in words))
