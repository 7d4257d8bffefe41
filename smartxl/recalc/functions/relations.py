"""How two rows of numbers go together: CORREL, SLOPE, FORECAST and their like."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from smartxl.recalc.arrays import ERROR
from smartxl.recalc.functions.given import Given, array_of, numbers
from smartxl.recalc.functions.sums import added, pairs
from smartxl.recalc.operators import finite
from smartxl.recalc.registry import function
from smartxl.recalc.values import DIV0, FailedError, NotComputed
from smartxl.text import Text

__all__: list[str] = []

Numbers = NDArray[np.float64]


def _deviations(found: Numbers) -> float:
    mean = added(found) / found.size
    return added((found - mean) ** 2)


def _two(one: Given, other: Given, least: int = 1) -> tuple[Numbers, Numbers]:
    a, b = pairs(one, other)
    if a.size < least:
        raise FailedError(DIV0)
    return a, b


def _covariance(a: Numbers, b: Numbers) -> float:
    return added((a - a.mean()) * (b - b.mean()))


def _divided(above: float, below: float) -> float:
    if below == 0:
        raise FailedError(DIV0)
    return finite(above / below)


@function("CORREL PEARSON", "aa")
def _correl(one: Given, other: Given) -> float:
    a, b = _two(one, other)
    return _divided(_covariance(a, b), math.sqrt(_deviations(a) * _deviations(b)))


@function("RSQ", "aa")
def _rsq(ys: Given, xs: Given) -> float:
    return _correl(ys, xs) ** 2


@function("COVAR COVARIANCE.P", "aa")
def _covar(one: Given, other: Given) -> float:
    a, b = _two(one, other)
    return _covariance(a, b) / a.size


@function("COVARIANCE.S", "aa")
def _covariance_s(one: Given, other: Given) -> float:
    a, b = _two(one, other, 2)
    return _covariance(a, b) / (a.size - 1)


@function("SLOPE", "aa")
def _slope(ys: Given, xs: Given) -> float:
    y, x = _two(ys, xs)
    return _divided(_covariance(x, y), _deviations(x))


@function("INTERCEPT", "aa")
def _intercept(ys: Given, xs: Given) -> float:
    y, x = _two(ys, xs)
    return float(y.mean() - _slope(ys, xs) * x.mean())


@function("FORECAST FORECAST.LINEAR", "naa")
def _forecast(at: float, ys: Given, xs: Given) -> float:
    return finite(_intercept(ys, xs) + _slope(ys, xs) * at)


@function("STEYX", "aa")
def _steyx(ys: Given, xs: Given) -> float:
    y, x = _two(ys, xs, 3)
    rest = _deviations(y) - _divided(_covariance(x, y) ** 2, _deviations(x))
    return math.sqrt(max(rest, 0.0) / (y.size - 2))


@function("PERCENTOF", "aa")
def _percentof(part: Given, whole: Given) -> float:
    if any(array_of(one).has(ERROR) for one in (part, whole)):
        raise NotComputed(Text("含错误值的 PERCENTOF", "PERCENTOF of errors"))
    return _divided(added(numbers(part)), added(numbers(whole)))
