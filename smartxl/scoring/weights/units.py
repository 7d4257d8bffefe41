"""The data that data-driven methods weigh: units × indicators, checked, and the rule for how many units they need."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError
from smartxl.rules import shown
from smartxl.scoring.checks import listed, numbers_of, refuse_no_frame, refuse_panel, refuse_twice
from smartxl.scoring.weights.result import FloatArray
from smartxl.text import Text

__all__ = ["Data", "UnitRule", "data_of", "min_max"]


@dataclass(frozen=True, slots=True)
class UnitRule:
    """How many units a method needs: `at_least`, and `per_indicator` for each indicator; `source` says why."""

    at_least: int
    per_indicator: float = 0.0
    source: str = "set by the caller"

    def needs(self, indicators: int) -> int:
        """The number of units for this number of indicators."""
        return max(self.at_least, math.ceil(self.per_indicator * indicators))

    def __str__(self) -> str:
        each = f" and {self.per_indicator:g} per indicator" if self.per_indicator else ""
        return f"at least {self.at_least}{each} ({self.source})"


@dataclass(frozen=True, slots=True)
class Data:
    """Checked numbers, shape (units, keys), no NaN. `where` opens messages; `costs` are keys where less is better."""

    where: str
    units: tuple[str, ...]
    keys: tuple[str, ...]
    values: FloatArray
    costs: frozenset[str]

    @property
    def is_cost(self) -> NDArray[np.bool_]:
        """Shape (keys,): true where less is better."""
        return np.array([key in self.costs for key in self.keys], dtype=np.bool_)

    def refuse_where(self, wrong: NDArray[np.bool_], what: Text, remedy: Text) -> None:
        """SmartxlError that names the cells (unit, key) where `wrong` is true, shape (units, keys)."""
        places = np.argwhere(wrong)
        if len(places):
            named = listed(f"{self.units[i]}/{self.keys[j]}" for i, j in places)
            raise SmartxlError(f"{self.where}, {named}", what, remedy)

    def refuse_constant(self, why: Text) -> None:
        """SmartxlError that names the indicators with one and the same value for all units."""
        constant = [
            key for key, same in zip(self.keys, np.ptp(self.values, axis=0) == 0, strict=True) if same
        ]
        if constant:
            raise SmartxlError(
                f"{self.where}, {', '.join(constant)}",
                Text(f"各单位的值相同；{why.zh}", f"all units have the same value; {why.en}"),
                Text(
                    "该指标不用这种方法，直接给权重",
                    "leave the indicator out of the method and give it a direct weight",
                ),
            )


def data_of(frame: pd.DataFrame, method: str, rule: UnitRule, costs: Collection[str] = ()) -> Data:
    """The numbers of a frame (index: units, columns: indicator keys), checked.

    Raises SmartxlError for what is no frame, data of several periods, a unit or key that comes twice, a cost that is no
    column, a value that is missing or no number, and for fewer units than the rule asks for.
    """
    where = f"weights ({method})"
    refuse_no_frame(frame, where)
    refuse_panel(frame.index, where)
    keys, units = tuple(map(str, frame.columns)), tuple(map(str, frame.index))
    refuse_twice(where, "indicator", keys)
    refuse_twice(where, "unit", units)
    unknown = sorted(set(costs) - set(keys))
    if unknown:
        raise SmartxlError(
            where,
            Text(f"{', '.join(unknown)} 不是列", f"{', '.join(unknown)} is no column"),
            Text("用列的键指明越小越好的指标", "name costs by the keys of the columns"),
        )
    values = shown(_numbers(frame, where, keys))  # equal is what agrees in 15 digits, here as for ranks
    data = Data(where, units, keys, values, frozenset(costs))
    data.refuse_where(
        ~np.isfinite(values),
        Text("值缺失，或不是有限的数", "the value is missing or no finite number"),
        Text(
            "按声明的方法补上，或不用该单位或指标",
            "fill it by a declared imputation, or leave out the unit or the indicator",
        ),
    )
    _refuse_few(where, rule, len(units), len(keys))
    return data


def _numbers(frame: pd.DataFrame, where: str, keys: tuple[str, ...]) -> FloatArray:
    if not keys:
        raise SmartxlError(
            where,
            Text("没有指标", "there is no indicator"),
            Text("每个指标一列", "give one column per indicator"),
        )
    pairs = zip(keys, frame.items(), strict=True)
    return np.column_stack([numbers_of(column, f"{where}, {key}") for key, (_, column) in pairs])


def _refuse_few(where: str, rule: UnitRule, units: int, indicators: int) -> None:
    needed = rule.needs(indicators)
    if units < needed:
        each = f"，每个指标 {rule.per_indicator:g} 个" if rule.per_indicator else ""
        raise SmartxlError(
            where,
            Text(
                f"{units} 个单位对 {indicators} 个指标太少：需要 {needed} 个（至少 {rule.at_least} 个{each}）",
                f"{units} units are too few for {indicators} indicators: {needed} are needed, {rule}",
            ),
            Text(
                "用专家权重或等权，或写明另一条规则并为之负责",
                "use expert or equal weights, or state another rule and answer for it",
            ),
        )


def min_max(data: Data) -> FloatArray:
    """Values mapped to 0 (worst unit) … 1 (best unit), shape (units, keys), costs turned round.

    Raises SmartxlError for an indicator with the same value for all units, which has no worst and best.
    """
    data.refuse_constant(Text("min-max 没有极差可用", "min-max has no range"))
    low, high = data.values.min(axis=0), data.values.max(axis=0)
    scaled = (data.values - low) / (high - low)
    return np.asarray(np.where(data.is_cost, 1 - scaled, scaled), dtype=np.float64)
