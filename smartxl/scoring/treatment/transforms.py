"""Transforms of whole columns, all rising: logarithms with and without a shift, and Box-Cox."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.special import boxcox
from scipy.stats import boxcox_normmax

from smartxl.errors import SmartxlError
from smartxl.model.options import choice
from smartxl.scoring.treatment.moments import Estimator, shape_of
from smartxl.scoring.treatment.record import Record, Treated, points_frame, rows_frame
from smartxl.scoring.treatment.table import FloatArray, IndicatorColumn, table_of
from smartxl.text import Text

__all__ = [
    "Base",
    "BoxCox",
    "GoalpostLog",
    "Log",
    "RangeLog",
    "Transform",
    "Transformed",
    "UnitLog",
    "apply",
    "transform",
]


class Base(StrEnum):
    """The base of a logarithm: e (`NATURAL`) or 10 (`TEN`)."""

    NATURAL = "e"
    TEN = "10"


@dataclass(frozen=True, slots=True, eq=False)
class Transformed:
    """A column, shape (units,), after `formula` with its numbers filled in as `parameters`."""

    values: FloatArray
    formula: str
    parameters: Mapping[str, float]

    @property
    def said(self) -> str:
        """`min 2, a 0.5`: the parameters as text with all their digits."""
        return ", ".join(f"{name} {value!r}" for name, value in self.parameters.items())


@dataclass(frozen=True, slots=True)
class Log:
    """ln(x) or log10(x); all values must be above 0."""

    base: Base = Base.NATURAL

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", choice(Base, str(self.base), "logarithm", "base"))

    def apply(self, column: IndicatorColumn) -> Transformed:
        """The column under this transform; SmartxlError for values of 0 or less."""
        _refuse_not_positive(column, Text("取带平移的对数", "take a logarithm with a shift"))
        if self.base is Base.TEN:
            return Transformed(np.log10(column.values), "log10(x)", {})
        return Transformed(np.log(column.values), "ln(x)", {})

    def __str__(self) -> str:
        return "log10(x)" if self.base is Base.TEN else "ln(x)"


@dataclass(frozen=True, slots=True)
class RangeLog:
    """ln(x − min + a), a = `share`·(max − min): COINr's `log_CT` with share 0.01, the second stage of its `Treat`.

    With `mirrored` a column whose skewness is 0 or less is turned round and back, −ln(max + a − x): COINr's
    `log_CT_plus`. The sign of the skewness is the same for both estimators. Raises SmartxlError for a share that is not
    above 0.
    """

    share: float = 0.01
    mirrored: bool = False

    def __post_init__(self) -> None:
        if not (self.share > 0 and math.isfinite(self.share)):
            raise SmartxlError(
                Text("极差对数", "range log"),
                Text(f"比例“{self.share}”不大于 0", f"the share {self.share!r} is not above 0"),
                Text("写一个比例，如 0.01", "give a share such as 0.01"),
            )

    def apply(self, column: IndicatorColumn) -> Transformed:
        """The column under this transform; SmartxlError where all values are equal."""
        column.refuse_equal(
            Text("按极差平移的对数没有极差可用", "a logarithm shifted by the range has no range")
        )
        low, high = float(column.known.min()), float(column.known.max())
        a = self.share * (high - low)
        if self.mirrored and shape_of(column.values, Estimator.POPULATION).skewness <= 0:
            return Transformed(-np.log(high + a - column.values), "−ln(max + a − x)", {"max": high, "a": a})
        return Transformed(np.log(column.values - low + a), "ln(x − min + a)", {"min": low, "a": a})

    def __str__(self) -> str:
        turned = "; −ln(max + a − x) where the skewness is 0 or less" if self.mirrored else ""
        return f"ln(x − min + a), a = {self.share:g}·(max − min){turned}"


@dataclass(frozen=True, slots=True)
class UnitLog:
    """ln(x − min + 1): the COIN Tool's logarithm, COINr's `log_CT_orig`; what it does depends on the unit of x."""

    def apply(self, column: IndicatorColumn) -> Transformed:
        """The column under this transform; SmartxlError where all values are equal."""
        column.refuse_equal(Text("取对数后都会是 0", "the logarithm would make them all 0"))
        low = float(column.known.min())
        return Transformed(np.log(column.values - low + 1), str(self), {"min": low})

    def __str__(self) -> str:
        return "ln(x − min + 1)"


@dataclass(frozen=True, slots=True)
class GoalpostLog:
    """ln((max − 1)·(x − min)/(max − min) + 1), from 0 to ln(max): the formula of the Global Innovation Index 2020.

    It is the one that COINr documents as `log_GII` (whose code gives the values back as they were). Where max is 1 or
    less it is flat or falls; such a column is refused.
    """

    def apply(self, column: IndicatorColumn) -> Transformed:
        """The column under this transform; SmartxlError for equal values, and for a largest value of 1 or less."""
        column.refuse_equal(
            Text("最小与最大之间取对数没有极差可用", "a logarithm between min and max has no range")
        )
        low, high = float(column.known.min()), float(column.known.max())
        if high <= 1:
            what = Text(
                f"最大值是 {high:g}；不大于 1 时，这种对数会使指标反向",
                f"the largest value is {high:g}; with 1 or less this logarithm turns the indicator round",
            )
            raise SmartxlError(
                column.where,
                what,
                Text(
                    "换一种平移的对数，或换计量单位", "take a logarithm with another shift, or another unit"
                ),
            )
        inner = (high - 1) * (column.values - low) / (high - low) + 1
        return Transformed(np.log(inner), str(self), {"min": low, "max": high})

    def __str__(self) -> str:
        return "ln((max − 1)·(x − min)/(max − min) + 1)"


@dataclass(frozen=True, slots=True)
class BoxCox:
    """(x^λ − 1)/λ, and ln(x) for λ = 0 (Box & Cox, JRSS B 26, 1964).

    `power` is λ; None takes the λ of the largest likelihood under a normal distribution (scipy's `boxcox_normmax`).
    With `shifted` x − min + 1 comes in the place of x first, as COINr's `boxcox` does by default; without it all values
    must be above 0.
    """

    power: float | None = None
    shifted: bool = True

    def __post_init__(self) -> None:
        if self.power is not None and not math.isfinite(self.power):
            raise SmartxlError(
                "Box-Cox",
                Text(f"“{self.power}”不能作幂", f"{self.power!r} is no power"),
                Text("写一个数，或用 None 取最可能的", "give a number, or None for the likeliest"),
            )

    def apply(self, column: IndicatorColumn) -> Transformed:
        """The column under this transform; SmartxlError for equal values, and without the shift for 0 or less."""
        column.refuse_equal(Text("没有可改变的分布", "there is no distribution to change"))
        parameters: dict[str, float] = {}
        values = column.values
        if self.shifted:
            parameters["min"] = float(column.known.min())
            values = values - parameters["min"] + 1
        else:
            _refuse_not_positive(column, Text("加上平移", "take it with the shift"))
        parameters["λ"] = self._power(values[~np.isnan(values)])
        return Transformed(boxcox(values, parameters["λ"]), self._formula, parameters)

    def _power(self, known: FloatArray) -> float:
        if self.power is not None:
            return float(self.power)
        return float(boxcox_normmax(np.sort(known), method="mle"))

    @property
    def _formula(self) -> str:
        return "Box-Cox of x − min + 1" if self.shifted else "Box-Cox of x"

    def __str__(self) -> str:
        power = "of the largest likelihood" if self.power is None else f"{self.power:g}"
        return f"{self._formula}, λ {power}"


Transform = Log | RangeLog | UnitLog | GoalpostLog | BoxCox
"""Any of the transforms; all keep the order of the units and leave blanks blank."""


def apply(chosen: Transform, column: IndicatorColumn) -> Transformed:
    """The column under a transform; SmartxlError where it is not defined, and for a result that is no finite number."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        done = chosen.apply(column)
    lost = ~np.isnan(column.values) & ~np.isfinite(done.values)
    column.refuse_where(
        lost,
        Text(f"{chosen} 的结果不是有限的数", f"{chosen} is no finite number"),
        Text("换一种变换，或换计量单位", "take another transform, or another unit"),
    )
    return done


def transform(data: pd.DataFrame, transforms: Mapping[str, Transform]) -> Treated:
    """The columns that are named, transformed (data: index units, columns indicators); the others as they were.

    `transforms`: indicator → transform; `dict.fromkeys(data.columns, Log())` for all. The record's `indicators` have
    formula, parameters (text), values (how many). Raises UnknownName for a key that is no column, SmartxlError for a
    column that the transform is not defined on, and for data that is no table of numbers.
    """
    table = table_of(data, "transform")
    if not hasattr(transforms, "items"):
        remedy = Text(
            "写明指标：dict.fromkeys(data.columns, Log()) 为全部",
            "name the indicators: dict.fromkeys(data.columns, Log()) for all",
        )
        raise SmartxlError(
            "transform", Text(f"{transforms} 没有写明指标", f"{transforms!r} says no indicator"), remedy
        )
    named = dict(zip(table.require(transforms), transforms.values(), strict=True))
    values, rows = table.values.copy(), {}
    for key, chosen in named.items():
        column = table.column(key)
        done = apply(chosen, column)
        values[:, table.keys.index(key)] = done.values
        rows[key] = {"formula": done.formula, "parameters": done.said, "values": len(column.known)}
    kinds = {"formula": "object", "parameters": "object", "values": "Int64"}
    conventions = {
        "blanks": "stay blank; min and max are those of the values that are there",
        **{f"transform of {key}": str(chosen) for key, chosen in named.items()},
    }
    record = Record("transform", points_frame(table, ()), rows_frame(table, rows, kinds), conventions)
    return Treated(table.frame(values), record)


def _refuse_not_positive(column: IndicatorColumn, remedy: Text) -> None:
    if not len(column.known):
        raise SmartxlError(
            column.where,
            Text("没有可变换的值", "there is no value to transform"),
            Text("不用该指标", "leave the indicator out"),
        )
    column.refuse_where(
        column.values <= 0,
        Text("值不大于 0，没有对数", "the value is 0 or less and has no logarithm"),
        remedy,
    )
