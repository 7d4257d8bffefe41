"""Tests of samples: T.TEST, F.TEST, Z.TEST, CHISQ.TEST and their earlier names."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from smartxl.recalc.arrays import NUMBER
from smartxl.recalc.functions.distributions import special_functions
from smartxl.recalc.functions.given import Given, array_of, numbers
from smartxl.recalc.functions.sums import pairs, refuse_mixed
from smartxl.recalc.registry import function
from smartxl.recalc.values import DIV0, NA, NUM, FailedError, NotComputed
from smartxl.text import Text

__all__: list[str] = []

Sample = NDArray[np.float64]


def _above(t: float, degrees: float, tails: int) -> float:
    share: float = tails * float(special_functions().stdtr(degrees, -abs(t)))
    return share


def _ratio(above: float, below: float) -> float:
    if below == 0:
        raise FailedError(DIV0)
    return above / below


def _samples(one: Given, other: Given) -> tuple[Sample, Sample]:
    refuse_mixed(array_of(one), array_of(other))
    a, b = numbers(one), numbers(other)
    if min(a.size, b.size) < 2:
        raise FailedError(DIV0)
    return a, b


@function("T.TEST TTEST", "aann")
def _t_test(one: Given, other: Given, tails: float, kind: float) -> float:
    sides, how = int(tails), int(kind)
    if sides not in {1, 2} or how not in {1, 2, 3}:
        raise FailedError(NUM)
    if how == 1:
        if array_of(one).size != array_of(other).size:
            raise FailedError(NA)
        x, y = pairs(one, other)
        if x.size < 2:
            raise FailedError(DIV0)
        rest = x - y
        return _above(_ratio(rest.mean(), rest.std(ddof=1) / math.sqrt(rest.size)), rest.size - 1, sides)
    a, b = _samples(one, other)
    s, t = float(a.var(ddof=1)), float(b.var(ddof=1))
    gap = float(a.mean() - b.mean())
    if how == 2:
        degrees = float(a.size + b.size - 2)
        spread = math.sqrt(((a.size - 1) * s + (b.size - 1) * t) / degrees * (1 / a.size + 1 / b.size))
        return _above(_ratio(gap, spread), degrees, sides)
    s, t = s / a.size, t / b.size
    degrees = _ratio((s + t) ** 2, s**2 / (a.size - 1) + t**2 / (b.size - 1))
    return _above(_ratio(gap, math.sqrt(s + t)), degrees, sides)


@function("F.TEST FTEST", "aa")
def _f_test(one: Given, other: Given) -> float:
    a, b = _samples(one, other)
    ratio = _ratio(float(a.var(ddof=1)), float(b.var(ddof=1)))
    if ratio == 0:
        raise FailedError(DIV0)
    above = float(special_functions().fdtrc(a.size - 1, b.size - 1, ratio))
    return 2 * min(above, 1 - above)


@function("Z.TEST ZTEST", "an?o")
def _z_test(given: Given, mean: float, spread: float | None = None) -> float:
    found = numbers(given)
    if not found.size:
        raise FailedError(NA)
    if spread is not None and spread <= 0:
        raise FailedError(NUM)
    if found.size < 2:
        raise FailedError(DIV0)
    known = float(found.std(ddof=1)) if spread is None else spread
    z = _ratio(float(found.mean()) - mean, known / math.sqrt(found.size))
    return float(special_functions().ndtr(-z))


@function("CHISQ.TEST CHITEST", "aa")
def _chisq_test(actual: Given, expected: Given) -> float:
    a, e = array_of(actual), array_of(expected)
    refuse_mixed(a, e)
    a.refuse_errors()
    e.refuse_errors()
    if a.size != e.size or a.size == 1:
        raise FailedError(NA)
    if a.shape != e.shape:
        raise NotComputed(Text("形状不同的 CHISQ.TEST 区域", "CHISQ.TEST of ranges that differ in shape"))
    if not ((a.kind == NUMBER).all() and (e.kind == NUMBER).all()):
        raise NotComputed(Text("CHISQ.TEST 中有非数值", "CHISQ.TEST of what is no number"))
    if (e.num == 0).any():
        raise FailedError(DIV0)
    if (e.num < 0).any():
        raise FailedError(NUM)
    rows, columns = a.shape
    degrees = (rows - 1) * (columns - 1) if min(rows, columns) > 1 else max(rows, columns) - 1
    return float(special_functions().chdtrc(degrees, float(((a.num - e.num) ** 2 / e.num).sum())))
