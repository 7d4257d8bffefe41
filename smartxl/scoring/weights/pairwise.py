"""Pairwise judgements: how many times more important one key is than another, checked and made reciprocal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError
from smartxl.scoring.weights.result import FloatArray
from smartxl.text import Text

__all__ = ["RECIPROCAL_TOLERANCE", "SAATY_MAX", "Judgements"]

SAATY_MAX = 9.0
"""The largest judgement of the fundamental scale."""

RECIPROCAL_TOLERANCE = 0.05
"""How far a·b may be from 1: enough for 3 beside 0.33 and 7 beside 0.14, too little for 3 beside 0.25."""

_WHERE = "weights (AHP)"


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """A reciprocal matrix, shape (keys, keys), 1 on the diagonal; NaN where nobody judged the pair.

    Rows and columns are in the order of `keys`; entry (i, j) says how many times more important i is than j.
    Build it with `from_frame` or `from_pairs`, which check.
    """

    keys: tuple[str, ...]
    matrix: FloatArray

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        tolerance: float = RECIPROCAL_TOLERANCE,
        largest: float = SAATY_MAX,
    ) -> Judgements:
        """From a frame whose index and columns hold the same keys, in any order; blanks are missing judgements.

        One triangle is enough. Where both are filled, the number of 1 or more counts and the other becomes its
        reciprocal. Raises SmartxlError, naming the pair, for a product off 1 by more than `tolerance`, a number of 0
        or less, one beyond `largest`, a diagonal that is not 1, keys that do not match, and judgements that fall
        into groups which nothing compares.
        """
        keys, columns = tuple(map(str, frame.index)), tuple(map(str, frame.columns))
        _check_keys(keys, columns)
        values = _numbers(frame.set_axis(columns, axis=1)[list(keys)], keys)
        return cls._build(keys, values, tolerance, largest)

    @classmethod
    def from_pairs(
        cls,
        keys: Sequence[str],
        pairs: Mapping[tuple[str, str], float],
        *,
        tolerance: float = RECIPROCAL_TOLERANCE,
        largest: float = SAATY_MAX,
    ) -> Judgements:
        """From (more important, less important) → judgement; a pair may stand either way round. Errors as above."""
        _check_keys(tuple(keys), tuple(keys))
        place = {key: i for i, key in enumerate(keys)}
        values = np.full((len(place), len(place)), np.nan)
        for (row, column), value in pairs.items():
            for key in (row, column):
                if key not in place:
                    raise SmartxlError(
                        f"{_WHERE}, {row}/{column}",
                        Text(f"{key} 不是键", f"{key} is no key"),
                        Text(f"用 {', '.join(keys)}", f"use {', '.join(keys)}"),
                    )
            values[place[row], place[column]] = value
        return cls._build(tuple(keys), values, tolerance, largest)

    @classmethod
    def _build(
        cls, keys: tuple[str, ...], values: FloatArray, tolerance: float, largest: float
    ) -> Judgements:
        np.fill_diagonal(values, np.where(np.isnan(np.diagonal(values)), 1.0, np.diagonal(values)))
        for i, row in enumerate(keys):
            if values[i, i] != 1:
                raise SmartxlError(
                    f"{_WHERE}, {row}/{row}",
                    Text(f"对角线上是 {values[i, i]:g}", f"{values[i, i]:g} on the diagonal"),
                    Text("写 1", "write 1"),
                )
            for j in range(i + 1, len(keys)):
                pair = f"{_WHERE}, {row}/{keys[j]}"
                values[i, j] = _settle(pair, values[i, j], values[j, i], tolerance, largest)
                values[j, i] = 1 / values[i, j]
        built = cls(keys, values)
        built.refuse_islands()
        return built

    @property
    def known(self) -> NDArray[np.bool_]:
        """Shape (keys, keys): true where a judgement stands, the diagonal included."""
        return ~np.isnan(self.matrix)

    @property
    def missing(self) -> int:
        """How many pairs nobody judged."""
        return int((~self.known).sum()) // 2

    def ordered(self, keys: Sequence[str]) -> Judgements:
        """The same judgements with rows and columns in another order of the keys; SmartxlError for other keys."""
        if sorted(keys) != sorted(self.keys):
            wrong = ", ".join(sorted(set(keys).symmetric_difference(self.keys)))
            raise SmartxlError(
                _WHERE,
                Text(f"键不一致：{wrong}", f"keys do not match: {wrong}"),
                Text("各位专家用同样的键", "give all experts the same keys"),
            )
        places = [self.keys.index(key) for key in keys]
        return Judgements(tuple(keys), self.matrix[np.ix_(places, places)])

    def replaced(self, row: int, column: int, value: float) -> Judgements:
        """A copy with one judgement and its reciprocal replaced; NaN takes it out."""
        matrix = self.matrix.copy()
        matrix[row, column], matrix[column, row] = value, 1 / value
        return Judgements(self.keys, matrix)

    def connected(self) -> NDArray[np.bool_]:
        """Shape (keys,): true for the keys that judgements connect, over others, with the first."""
        reached: NDArray[np.bool_] = self.known[0]
        for _ in self.keys:
            reached = np.asarray(self.known[reached].any(axis=0), dtype=np.bool_)
        return reached

    def refuse_islands(self) -> None:
        """SmartxlError where no chain of judgements compares some keys with the others."""
        reached = self.connected()
        if not reached.all():
            apart = ", ".join(key for key, there in zip(self.keys, reached, strict=True) if not there)
            raise SmartxlError(
                _WHERE,
                Text(
                    f"{apart} 与 {self.keys[0]} 之间没有判断，直接或间接都没有",
                    f"no judgement compares {apart} with {self.keys[0]}, directly or over others",
                ),
                Text(
                    f"至少判断 {len(self.keys) - 1} 对，把所有的键连起来",
                    f"judge at least {len(self.keys) - 1} pairs that connect all keys",
                ),
            )


def _check_keys(rows: tuple[str, ...], columns: tuple[str, ...]) -> None:
    if not rows:
        raise SmartxlError(
            _WHERE,
            Text("没有键", "there is no key"),
            Text("给出所比较的键", "give the keys that were compared"),
        )
    if len(set(rows)) < len(rows) or len(set(columns)) < len(columns):
        twice = sorted({key for names in (rows, columns) for key in names if names.count(key) > 1})
        raise SmartxlError(
            _WHERE,
            Text(f"键 {', '.join(twice)} 出现两次", f"the key {', '.join(twice)} comes twice"),
            Text("每个键只写一次", "give each key once"),
        )
    wrong = sorted(set(rows).symmetric_difference(columns))
    if wrong:
        raise SmartxlError(
            _WHERE,
            Text(f"{', '.join(wrong)} 只在行或只在列中", f"{', '.join(wrong)} is a row or a column only"),
            Text("行和列用同样的键", "use the same keys for both"),
        )


def _numbers(frame: pd.DataFrame, keys: tuple[str, ...]) -> FloatArray:
    blank = frame.isna().to_numpy()
    values = np.column_stack([pd.to_numeric(column, errors="coerce") for _, column in frame.items()])
    for i, j in np.argwhere(np.isnan(values) & ~blank):
        raise SmartxlError(
            f"{_WHERE}, {keys[i]}/{keys[j]}",
            Text(f"{frame.iat[i, j]!r} 不是数", f"{frame.iat[i, j]!r} is no number"),
            Text("写一个数或留空", "write a number or leave it blank"),
        )
    return np.array(values, dtype=np.float64)


def _settle(pair: str, upper: float, lower: float, tolerance: float, largest: float) -> float:
    """The judgement of one pair from its two cells, either of which may be NaN."""
    for value in (upper, lower):
        if not math.isnan(value) and not 0 < value < math.inf:
            raise SmartxlError(
                pair,
                Text(f"{value:g} 不能作判断", f"{value:g} is no judgement"),
                Text("写大于 0 的数", "write a number above 0"),
            )
    if math.isnan(upper) or math.isnan(lower):
        settled = upper if math.isnan(lower) else 1 / lower
    elif abs(upper * lower - 1) > tolerance:
        raise SmartxlError(
            pair,
            Text(
                f"一边 {upper:g}、另一边 {lower:g}，不是互为倒数（乘积 {upper * lower:.3g}）",
                f"{upper:g} one way and {lower:g} the other are not reciprocal (product {upper * lower:.3g})",
            ),
            Text(
                f"另一边写 {1 / upper:.4g}，或改正这一边",
                f"write {1 / upper:.4g} for the other way, or correct the first",
            ),
        )
    else:
        settled = upper if upper >= 1 else 1 / lower
    # A typed 0.11 stands for 1/9.
    if max(settled, 1 / settled) > largest * (1 + tolerance):
        raise SmartxlError(
            pair,
            Text(
                f"{settled:.4g} 超出 1 至 {largest:g} 的标度",
                f"{settled:.4g} is beyond the scale of 1 to {largest:g}",
            ),
            Text("改正，或写明更大的标度", "correct it, or state a larger scale"),
        )
    return settled
