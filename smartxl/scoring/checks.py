"""What every frame is checked for, whoever reads it: names that come twice, columns that hold no numbers."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import SupportsIndex

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError
from smartxl.text import Text

__all__ = [
    "SHOWN",
    "in_chinese",
    "listed",
    "numbers_of",
    "refuse_no_frame",
    "refuse_no_numbers",
    "refuse_no_series",
    "refuse_panel",
    "refuse_twice",
    "whole_number",
]

SHOWN = 5
"""How many names a message lists before it counts the rest."""
_KINDS = {
    "code": "代码",
    "column": "列",
    "direction": "方向",
    "expert": "专家",
    "group": "组",
    "indicator": "指标",
    "item": "项",
    "leaf": "末级指标",
    "node": "节点",
    "denominator": "分母",
    "period": "期",
    "rule": "规则",
    "unit": "单位",
    "weight": "权重",
}


def listed(names: Iterable[object]) -> str:
    """Names for a message: the first few, and how many more."""
    texts = [str(name) for name in names]
    more = f" … (+{len(texts) - SHOWN})" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more


def in_chinese(kind: str) -> str:
    """What messages call a unit, an indicator, a column."""
    return _KINDS.get(kind, kind)


def refuse_twice(where: str, kind: str, names: Sequence[str]) -> None:
    """Raises SmartxlError when a name comes twice."""
    if len(set(names)) < len(names):
        twice = [name for name, times in Counter(names).items() if times > 1]
        raise SmartxlError(
            where,
            Text(f"{in_chinese(kind)} {listed(twice)} 出现两次", f"the {kind} {listed(twice)} comes twice"),
            Text(f"每个 {in_chinese(kind)} 只写一次", f"give each {kind} once"),
        )


def refuse_no_frame(data: object, where: str) -> None:
    """Raises SmartxlError for anything but a frame."""
    if not isinstance(data, pd.DataFrame):
        remedy = Text(
            "给出 pandas DataFrame，索引为单位，列为指标",
            "give a pandas DataFrame, index units, columns indicators",
        )
        if isinstance(data, pd.Series):
            remedy += Text(
                "：由 Series 得到：series.to_frame('key')", ": of a Series, series.to_frame('key')"
            )
        raise SmartxlError(
            where, Text(f"{type(data).__name__} 不是表", f"a {type(data).__name__} is no table"), remedy
        )


def refuse_no_series(labels: object, where: str, kind: str) -> None:
    """Raises SmartxlError for anything but a series, which says whose label is which."""
    if not isinstance(labels, pd.Series):
        what = Text(
            f"{type(labels).__name__} 没有说明各是谁的 {in_chinese(kind)}",
            f"a {type(labels).__name__} does not say whose {kind} is which",
        )
        raise SmartxlError(
            where,
            what,
            Text(
                f"给出 pandas Series：索引为单位，值为 {in_chinese(kind)}",
                f"give a pandas Series: index units, values {kind}s",
            ),
        )


def refuse_panel(index: pd.Index, where: str) -> None:
    """Raises SmartxlError for an index of several levels: periods must not be pooled without a word."""
    if index.nlevels > 1:
        levels = listed(map(str, index.names))
        remedy = Text(
            "每次给一期；各期算作一期时用普通索引",
            "give one period at a time, or a plain index where all periods shall count as one",
        )
        raise SmartxlError(
            where,
            Text(
                f"索引有 {levels} 几级，各期会混在一起",
                f"the index has the levels {levels}: periods would be pooled",
            ),
            remedy,
        )


def whole_number(value: object, where: str, what: str) -> int:
    """A whole number of any kind, numpy's too. Raises SmartxlError for another value."""
    if not isinstance(value, bool) and isinstance(value, SupportsIndex):
        return operator.index(value)
    raise SmartxlError(
        where,
        Text(f"{what} 是 {value!r}", f"{what} is {value!r}"),
        Text("写整数，如 2", "give a whole number, such as 2"),
    )


def refuse_no_numbers(column: pd.Series, where: str) -> None:
    """Raises SmartxlError for a column of anything but real numbers; truth values are none."""
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        raise SmartxlError(
            where,
            Text("该列不是数", "the column is not numeric"),
            Text("先转换为数", "convert it to numbers first"),
        )
    if pd.api.types.is_complex_dtype(column):
        raise SmartxlError(
            where, Text("是复数", "the numbers are complex"), Text("写实数", "give real numbers")
        )


def numbers_of(column: pd.Series, where: str) -> NDArray[np.float64]:
    """A column's numbers, NaN for a blank. Raises as `refuse_no_numbers`."""
    refuse_no_numbers(column, where)
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
