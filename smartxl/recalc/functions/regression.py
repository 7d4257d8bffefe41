"""Straight lines and growth curves through points: LINEST, LOGEST, TREND, GROWTH, by least squares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from smartxl.recalc.arrays import NUMBER, Arr
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.registry import function
from smartxl.recalc.values import NA, NUM, REF, VALUE, CellError, FailedError, NotComputed, Scalar, as_logical
from smartxl.text import Text

__all__: list[str] = []

Numbers = NDArray[np.float64]
_DEPENDENT = Text("相互线性相关的自变量", "variables that depend on each other")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A line through points: a slope for each variable, what it starts from, and how well it fits."""

    slopes: Numbers
    constant: float
    slope_errors: Numbers
    constant_error: float
    explained: float
    rest: float
    degrees: int


def _whole(given: Given) -> Arr:
    array = array_of(given)
    if not (array.kind == NUMBER).all():
        raise FailedError(VALUE)
    return array


def _check_shapes(y: tuple[int, int], x: tuple[int, int] | None) -> None:
    """Raises FailedError where the variables do not lie beside the values."""
    if x is None or x == y or (y[0] == 1 and x[1] == y[1]) or (y[1] == 1 and x[0] == y[0]):
        return
    raise FailedError(REF)


def _points(ys: Given, xs: Given) -> tuple[Numbers, Numbers, bool]:
    """The values, the variables in columns, and whether each variable is a row of the sheet. Raises FailedError."""
    _check_shapes(array_of(ys).shape, None if xs is None else array_of(xs).shape)
    y = _whole(ys)
    across = y.shape[0] == 1 and y.shape[1] > 1
    if xs is None:
        return y.num.ravel(), np.arange(1.0, y.size + 1).reshape(-1, 1), across
    x = _whole(xs)
    if x.shape == y.shape:
        return y.num.ravel(), x.num.reshape(-1, 1), across
    if across and x.shape[1] == y.size:
        return y.num.ravel(), x.num.T, True
    return y.num.ravel(), x.num, False


def _fit(y: Numbers, x: Numbers, *, constant: bool) -> Fitted:
    """Raises FailedError, and NotComputed for several variables of which one follows from the others."""
    middle = x.mean(axis=0) if constant else np.zeros(x.shape[1])
    level = float(y.mean()) if constant else 0.0
    a, b = x - middle, y - level
    sizes = np.sqrt((a**2).sum(axis=0))
    flat = sizes <= 1e-12 * np.maximum(np.sqrt((x**2).sum(axis=0)), 1e-300)
    if flat.any() and x.shape[1] > 1:
        raise NotComputed(_DEPENDENT)
    count = x.shape[1] - int(flat.sum())
    degrees = y.size - count - int(constant)
    if degrees < 0:
        raise NotComputed(Text("点数少于待定系数", "fewer points than coefficients"))
    slopes, errors, inverse = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros((x.shape[1],) * 2)
    if count:
        scaled = a / sizes
        q, r = np.linalg.qr(scaled)
        if np.abs(np.diag(r)).min() < 1e-7:
            raise NotComputed(_DEPENDENT)
        slopes = np.linalg.solve(r, q.T @ b) / sizes
        root = np.linalg.inv(r) / sizes.reshape(-1, 1)
        inverse = root @ root.T
    rest = float(((b - a @ slopes) ** 2).sum())
    total = float((b**2).sum())
    noise = rest / degrees if degrees else 0.0
    errors = np.sqrt(noise * np.diag(inverse))
    start = level - float(slopes @ middle)
    start_error = math.sqrt(max(noise * (1 / y.size + float(middle @ inverse @ middle)), 0.0))
    return Fitted(slopes, start, errors, start_error, max(total - rest, 0.0), rest, degrees)


def _with_statistics(fit: Fitted, *, constant: bool, exponent: bool) -> Arr:
    wide = fit.slopes.size + 1
    raised = math.exp if exponent else float
    rows: list[list[Scalar]] = [
        [*(raised(float(one)) for one in fit.slopes[::-1]), raised(fit.constant)],
        [*map(float, fit.slope_errors[::-1]), fit.constant_error if constant else NA],
    ]
    total = fit.explained + fit.rest
    if total == 0 or fit.degrees == 0 or fit.rest <= 1e-13 * total:
        raise NotComputed(Text("没有残差的回归的统计量", "statistics of a line that leaves no rest"))
    spread = math.sqrt(fit.rest / fit.degrees)
    quality = fit.explained / fit.slopes.size / (fit.rest / fit.degrees)
    for pair in ((fit.explained / total, spread), (quality, float(fit.degrees)), (fit.explained, fit.rest)):
        rows.append([*pair, *[NA] * (wide - 2)])
    return Arr.of(rows)


def _logical(value: Scalar, otherwise: bool) -> bool:
    if isinstance(value, CellError):
        raise FailedError(VALUE)
    return otherwise if value is None else as_logical(value)


def _estimated(ys: Given, xs: Given, const: Scalar, stats: Scalar, *, exponent: bool) -> Arr:
    constant, statistics = _logical(const, True), _logical(stats, False)
    y, x, _ = _points(ys, xs)
    fit = _fit(_logs(y) if exponent else y, x, constant=constant)
    if statistics:
        return _with_statistics(fit, constant=constant, exponent=exponent)
    found = [*map(float, fit.slopes[::-1]), fit.constant]
    return Arr.of([[math.exp(one) if exponent else one for one in found]])


def _logs(y: Numbers) -> Numbers:
    if (y <= 0).any():
        raise FailedError(NUM)
    found: Numbers = np.log(y)
    return found


@function("LINEST", "a?auu")
def _linest(ys: Given, xs: Given = None, const: Scalar = None, stats: Scalar = None) -> Arr:
    return _estimated(ys, xs, const, stats, exponent=False)


@function("LOGEST", "a?auu")
def _logest(ys: Given, xs: Given = None, const: Scalar = None, stats: Scalar = None) -> Arr:
    return _estimated(ys, xs, const, stats, exponent=True)


def _continued(ys: Given, xs: Given, new: Given, const: Scalar, *, exponent: bool) -> Arr:
    constant = _logical(const, True)
    y, x, across = _points(ys, xs)
    fit = _fit(_logs(y) if exponent else y, x, constant=constant)
    if new is None:
        shape, at = (array_of(ys) if xs is None or x.shape[1] > 1 else array_of(xs)).shape, x
    else:
        wanted = _whole(new)
        if x.shape[1] == 1:
            shape, at = wanted.shape, wanted.num.reshape(-1, 1)
        else:
            at = wanted.num.T if across else wanted.num
            shape = (1, at.shape[0]) if across else (at.shape[0], 1)
        if at.shape[1] != x.shape[1]:
            raise FailedError(REF)
    found = at @ fit.slopes + fit.constant
    return Arr.numbers((np.exp(found) if exponent else found).reshape(shape))


@function("TREND", "a?aau")
def _trend(ys: Given, xs: Given = None, new: Given = None, const: Scalar = None) -> Arr:
    return _continued(ys, xs, new, const, exponent=False)


@function("GROWTH", "a?aau")
def _growth(ys: Given, xs: Given = None, new: Given = None, const: Scalar = None) -> Arr:
    return _continued(ys, xs, new, const, exponent=True)
