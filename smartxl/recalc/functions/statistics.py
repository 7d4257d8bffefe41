"""Functions of the numbers in ranges: spread, order, relation; text, TRUE and FALSE in ranges are passed over."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.given import Given, numbers
from smartxl.recalc.functions.sums import added, numbers_a, pairs
from smartxl.recalc.planes import Ref
from smartxl.recalc.registry import function
from smartxl.recalc.values import DIV0, NA, NUM, FailedError, NotComputed
from smartxl.text import Text

__all__: list[str] = []

Numbers = NDArray[np.float64]


def _deviations(found: Numbers) -> float:
    mean = added(found) / found.size
    return added((found - mean) ** 2)


def _variance(found: Numbers, less: int) -> float:
    if found.size <= less:
        raise FailedError(DIV0)
    return _deviations(found) / (found.size - less)


@function("VAR VAR.S", "(r)")
def _var(*given: Given) -> float:
    return _variance(numbers(*given), 1)


@function("VARP VAR.P", "(r)")
def _varp(*given: Given) -> float:
    return _variance(numbers(*given), 0)


@function("VARA", "(r)")
def _vara(*given: Given) -> float:
    return _variance(numbers_a(*given), 1)


@function("VARPA", "(r)")
def _varpa(*given: Given) -> float:
    return _variance(numbers_a(*given), 0)


@function("STDEV STDEV.S", "(r)")
def _stdev(*given: Given) -> float:
    return math.sqrt(_variance(numbers(*given), 1))


@function("STDEVP STDEV.P", "(r)")
def _stdevp(*given: Given) -> float:
    return math.sqrt(_variance(numbers(*given), 0))


@function("STDEVA", "(r)")
def _stdeva(*given: Given) -> float:
    return math.sqrt(_variance(numbers_a(*given), 1))


@function("STDEVPA", "(r)")
def _stdevpa(*given: Given) -> float:
    return math.sqrt(_variance(numbers_a(*given), 0))


def _some(found: Numbers) -> Numbers:
    if not found.size:
        raise FailedError(NUM)
    return found


@function("DEVSQ", "(r)")
def _devsq(*given: Given) -> float:
    return _deviations(_some(numbers(*given)))


@function("AVEDEV", "(r)")
def _avedev(*given: Given) -> float:
    found = _some(numbers(*given))
    return added(np.abs(found - added(found) / found.size)) / found.size


@function("GEOMEAN", "(r)")
def _geomean(*given: Given) -> float:
    found = _some(numbers(*given))
    if (found <= 0).any():
        raise FailedError(NUM)
    return float(np.exp(np.log(found).mean()))


@function("HARMEAN", "(r)")
def _harmean(*given: Given) -> float:
    found = _some(numbers(*given))
    if (found <= 0).any():
        raise FailedError(NUM)
    return float(found.size / (1 / found).sum())


@function("MEDIAN", "(r)")
def _median(*given: Given) -> float:
    return float(np.median(_some(numbers(*given))))


@function("MODE MODE.SNGL", "(s)")
def _mode(*given: Given) -> float:
    if any(isinstance(one, str | bool) or _is_blank(one) for one in given):
        raise NotComputed(Text("MODE 的文字、逻辑值、空单元格参数", "MODE of texts, TRUE or blank cells"))
    counts = Counter(numbers(*given).tolist())
    if not counts or max(counts.values()) < 2:
        raise FailedError(NA)
    most = max(counts.values())
    return next(float(number) for number, count in counts.items() if count == most)


@function("MODE.MULT", "(a)")
def _modes(*given: Given) -> Arr:
    if not all(isinstance(one, Ref | Arr) for one in given):
        raise NotComputed(Text("MODE.MULT 的单个参数", "MODE.MULT of single values"))
    counts = Counter(numbers(*given).tolist())
    most = max(counts.values(), default=0)
    if most < 2:
        raise FailedError(NA)
    return Arr.of([[float(number)] for number, count in counts.items() if count == most])


def _is_blank(given: Given) -> bool:
    return isinstance(given, Ref) and given.is_cell and given.sheet.get(given.top, given.left) is None


@function("SKEW", "(r)")
def _skew(*given: Given) -> float:
    found = numbers(*given)
    n = found.size
    if n < 3:
        raise FailedError(DIV0)
    spread = math.sqrt(_variance(found, 1))
    if spread == 0:
        raise FailedError(DIV0)
    return float(n / ((n - 1) * (n - 2)) * (((found - found.mean()) / spread) ** 3).sum())


@function("SKEW.P", "(r)")
def _skew_p(*given: Given) -> float:
    found = numbers(*given)
    if found.size < 3:
        raise FailedError(DIV0)
    spread = math.sqrt(_variance(found, 0))
    if spread == 0:
        raise FailedError(DIV0)
    return float((((found - found.mean()) / spread) ** 3).sum() / found.size)


@function("KURT", "(r)")
def _kurt(*given: Given) -> float:
    found = numbers(*given)
    n = found.size
    if n < 4:
        raise FailedError(DIV0)
    spread = math.sqrt(_variance(found, 1))
    if spread == 0:
        raise FailedError(DIV0)
    fourth = (((found - found.mean()) / spread) ** 4).sum()
    return float(
        n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    )


def _ordered(given: Given, place: float, *, largest: bool) -> float:
    found = np.sort(_some(numbers(given)))
    if place != int(place):
        raise NotComputed(
            Text("LARGE、SMALL 的非整数位次", "LARGE and SMALL at a place that is no whole number")
        )
    k = int(place)
    if not 1 <= k <= found.size:
        raise FailedError(NUM)
    return float(found[-k] if largest else found[k - 1])


@function("LARGE", "an")
def _large(given: Given, place: float) -> float:
    return _ordered(given, place, largest=True)


@function("SMALL", "an")
def _small(given: Given, place: float) -> float:
    return _ordered(given, place, largest=False)


@function("RANK RANK.EQ", "nr?n")
def _rank(number: float, among: Given, order: float = 0.0) -> float:
    found = numbers(among)
    if not (found == number).any():
        raise FailedError(NA)
    return float(1 + ((found < number) if order else (found > number)).sum())


@function("RANK.AVG", "nr?n")
def _rank_avg(number: float, among: Given, order: float = 0.0) -> float:
    found = numbers(among)
    same = int((found == number).sum())
    return _rank(number, among, order) + (same - 1) / 2


def _between(found: Numbers, place: float) -> float:
    """The value at a place counted from 0, straight between its neighbours."""
    low = math.floor(place)
    high = min(low + 1, found.size - 1)
    return float(found[low] + (found[high] - found[low]) * (place - low))


def _percentile(found: Numbers, share: float) -> float:
    if not 0 <= share <= 1:
        raise FailedError(NUM)
    return _between(np.sort(_some(found)), share * (found.size - 1))


@function("PERCENTILE PERCENTILE.INC", "an")
def _percentile_inc(given: Given, share: float) -> float:
    return _percentile(numbers(given), share)


def _percentile_without_ends(found: Numbers, share: float) -> float:
    place = share * (_some(found).size + 1)
    if not 0 < share < 1 or place < 1 or place > found.size:
        raise FailedError(NUM)
    return _between(np.sort(found), place - 1)


@function("PERCENTILE.EXC", "an")
def _percentile_exc(given: Given, share: float) -> float:
    return _percentile_without_ends(numbers(given), share)


@function("QUARTILE QUARTILE.INC", "an")
def _quartile(given: Given, number: float) -> float:
    found = numbers(given)
    if number < 0 or int(number) > 4:
        raise FailedError(NUM)
    return _percentile(found, int(number) / 4)


@function("QUARTILE.EXC", "an")
def _quartile_exc(given: Given, number: float) -> float:
    return _percentile_without_ends(numbers(given), int(number) / 4)


@function("PERCENTRANK PERCENTRANK.INC", "an?i")
def _percentrank(given: Given, number: float, digits: int = 3) -> float:
    found = np.sort(_some(numbers(given)))
    if digits < 1:
        raise FailedError(NUM)
    if not found[0] <= number <= found[-1]:
        raise FailedError(NA)
    if found.size == 1:
        return 1.0
    below = int((found < number).sum())
    if (found == number).any():
        share = below / (found.size - 1)
    else:
        low, high = found[below - 1], found[below]
        share = (below - 1 + (number - low) / (high - low)) / (found.size - 1)
    scale = 10.0**digits
    return math.floor(round(share * scale, 9)) / scale


@function("PERCENTRANK.EXC", "an?i")
def _percentrank_exc(given: Given, number: float, digits: int = 3) -> float:
    found = np.sort(_some(numbers(given)))
    if digits < 1:
        raise FailedError(NUM)
    if not found[0] <= number <= found[-1]:
        raise FailedError(NA)
    below = int((found < number).sum())
    if (found == number).any():
        place = float(below + 1)
    else:
        low, high = found[below - 1], found[below]
        place = below + float((number - low) / (high - low))
    scale = 10.0**digits
    return math.floor(round(place / (found.size + 1) * scale, 9)) / scale


@function("TRIMMEAN", "an")
def _trimmean(given: Given, share: float) -> float:
    found = np.sort(_some(numbers(given)))
    if not 0 <= share < 1:
        raise FailedError(NUM)
    cut = int(found.size * share / 2 + 1e-9)
    return added(found[cut : found.size - cut]) / (found.size - 2 * cut)


@function("FREQUENCY", "aa")
def _frequency(given: Given, limits: Given) -> Arr:
    found, edges = numbers(given), numbers(limits)
    if not edges.size:
        raise NotComputed(Text("FREQUENCY 没有分界值", "FREQUENCY without limits"))
    order = np.argsort(edges, kind="stable")
    counts = np.zeros(edges.size + 1)
    before = -math.inf
    for index in order.tolist():
        counts[index] = float(((found > before) & (found <= edges[index])).sum())
        before = float(edges[index])
    counts[-1] = float((found > before).sum())
    return Arr.numbers(counts.reshape(-1, 1))


@function("STANDARDIZE", "nnn")
def _standardize(number: float, mean: float, spread: float) -> float:
    if spread <= 0:
        raise FailedError(NUM)
    return (number - mean) / spread


@function("PROB", "aan?n")
def _prob(values: Given, shares: Given, low: float, high: float | None = None) -> float:
    x, p = pairs(values, shares)
    if (p < 0).any() or abs(p.sum() - 1) > 1e-9:
        raise FailedError(NUM)
    inside = (x == low) if high is None else (x >= low) & (x <= high)
    return float(p[inside].sum())
