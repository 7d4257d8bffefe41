"""What every weighting method returns: weights by key that sum to 1, and every convention that led to them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartxl.errors import SmartxlError, UnknownName
from smartxl.text import Text, both

__all__ = ["FloatArray", "Weights", "direct", "equal", "normalised"]

FloatArray = NDArray[np.float64]

_SUM_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by key, each between 0 and 1, with sum 1.

    `method` names the method, `conventions` every choice that changes the numbers (name → choice made), `notes`
    what the reader of the numbers has to know. Raises SmartxlError for values that are no weights.
    """

    values: Mapping[str, float]
    method: str
    conventions: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for key, value in self.values.items():
            if not math.isfinite(value) or value < 0:
                raise SmartxlError(
                    Text(f"权重（{self.method}），{key}", f"weights ({self.method}), {key}"),
                    Text(f"“{value}”不是权重", f"{value!r} is no weight"),
                    Text("写不小于 0 的数", "give a number of 0 or more"),
                )
        total = math.fsum(self.values.values())
        if abs(total - 1) > _SUM_TOLERANCE:
            raise SmartxlError(
                Text(f"权重（{self.method}）", f"weights ({self.method})"),
                Text(f"之和是 {total:.6g}，不是 1", f"the sum is {total:.6g}, not 1"),
                Text("用 `direct` 建立", "build them with `direct`"),
            )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, in the order of the input."""
        return tuple(self.values)

    def percent(self, digits: int | None = None) -> dict[str, float]:
        """Weights in percent. With `digits` rounded so that they still sum to 100.

        The units of the last digit that rounding down leaves over go to the largest remainders; of equal
        remainders to the key that comes first in the alphabet, so that no order of columns changes a weight.
        """
        if digits is None:
            return {key: 100 * value for key, value in self.values.items()}
        scale = 10**digits
        # A remainder of 0.9999999999 is a whole unit that binary fractions fell short of.
        exact = {key: round(100 * scale * value, 6) for key, value in self.values.items()}
        units = {key: math.floor(value) for key, value in exact.items()}
        left = 100 * scale - sum(units.values())
        for key in sorted(exact, key=lambda k: (units[k] - exact[k], k))[:left]:
            units[key] += 1
        return {key: value / scale for key, value in units.items()}

    def series(self) -> pd.Series[float]:
        """The weights as a series, indexed by key."""
        return pd.Series(dict(self.values), dtype="float64", name=self.method)

    def aligned(self, keys: Sequence[str]) -> FloatArray:
        """The weights in the order of `keys`, shape (len(keys),); UnknownName unless these are exactly the keys."""
        missing = sorted(set(self.values).symmetric_difference(keys))
        if missing or len(keys) != len(self.values):
            wrong = both(", ".join(missing)) if missing else Text("有键出现两次", "a key that comes twice")
            raise UnknownName(
                Text(f"权重（{self.method}）", f"weights ({self.method})"),
                Text(f"键不一致：{wrong.zh}", f"keys do not match: {wrong.en}"),
                Text("权重的每个键各写一次", "give each key of the weights once"),
            )
        return np.array([self.values[key] for key in keys], dtype=np.float64)


def normalised(
    keys: Sequence[str],
    raw: FloatArray,
    method: str,
    conventions: Mapping[str, str],
    notes: Iterable[str] = (),
) -> Weights:
    """Weights from non-negative numbers, shape (len(keys),), divided by their sum.

    Raises SmartxlError where all are 0: then the method has nothing to tell the keys apart.
    """
    total = float(raw.sum())
    if not total > 0:
        raise SmartxlError(
            Text(f"权重（{method}）", f"weights ({method})"),
            Text("这种方法给每个键的权重都是 0", "the method gives every key the weight 0"),
            Text(
                "检查各单位的值是否不同，或改用等权、直接给权重",
                "check that the values differ between units, or use equal or direct weights",
            ),
        )
    shares = (raw / total).tolist()
    return Weights(dict(zip(keys, shares, strict=True)), method, dict(conventions), tuple(notes))


def direct(points: Mapping[str, float]) -> Weights:
    """Weights that somebody states, in any unit (points, percent, shares): each divided by the sum.

    Raises SmartxlError for no keys, a negative or missing number, or a sum of 0.
    """
    for key, value in points.items():
        if not math.isfinite(value) or value < 0:
            raise SmartxlError(
                Text(f"直接给定的权重，{key}", f"direct weights, {key}"),
                Text(f"“{value}”不是权重", f"{value!r} is no weight"),
                Text("写不小于 0 的数", "give a number of 0 or more"),
            )
    raw = np.array(list(points.values()), dtype=np.float64)
    stated = {"scale": f"stated with the sum {float(raw.sum()):.6g}, divided by it"}
    return normalised(tuple(points), raw, "direct", stated)


def equal(keys: Sequence[str]) -> Weights:
    """The same weight for each key; SmartxlError for no keys or a key that comes twice."""
    twice = sorted({key for key in keys if list(keys).count(key) > 1})
    if twice or not keys:
        what = (
            Text(f"键 {', '.join(twice)} 出现两次", f"the keys {', '.join(twice)} come twice")
            if twice
            else Text("没有键", "there is no key")
        )
        raise SmartxlError(Text("等权", "equal weights"), what, Text("每个键只写一次", "give each key once"))
    return normalised(tuple(keys), np.ones(len(keys)), "equal", {"share": f"1/{len(keys)} each"})
