"""Functions of matrices, and SEQUENCE."""

from __future__ import annotations

import numpy as np

from smartxl.recalc.arrays import NUMBER, Arr
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.operators import finite
from smartxl.recalc.registry import function
from smartxl.recalc.values import NUM, VALUE, FailedError

__all__: list[str] = []


def _matrix(given: Given) -> np.ndarray:
    array = array_of(given)
    array.refuse_errors()
    if not (array.kind == NUMBER).all():
        raise FailedError(VALUE)
    return array.num


@function("MMULT", "aa")
def _mmult(one: Given, other: Given) -> Arr:
    a, b = _matrix(one), _matrix(other)
    if a.shape[1] != b.shape[0]:
        raise FailedError(VALUE)
    with np.errstate(all="ignore"):
        product = a @ b
    if not np.isfinite(product).all():
        raise FailedError(NUM)
    return Arr.numbers(product)


@function("MDETERM", "a")
def _mdeterm(given: Given) -> float:
    matrix = _matrix(given)
    if matrix.shape[0] != matrix.shape[1]:
        raise FailedError(VALUE)
    return finite(float(np.linalg.det(matrix)))


@function("MINVERSE", "a")
def _minverse(given: Given) -> Arr:
    matrix = _matrix(given)
    if matrix.shape[0] != matrix.shape[1]:
        raise FailedError(VALUE)
    try:
        return Arr.numbers(np.linalg.inv(matrix))
    except np.linalg.LinAlgError:
        raise FailedError(NUM) from None


@function("MUNIT", "i")
def _munit(size: int) -> Arr:
    if size < 1:
        raise FailedError(VALUE)
    return Arr.numbers(np.eye(size))


@function("SEQUENCE", "o?ooo")
def _sequence(
    high: float | None, wide: float | None = None, first: float | None = None, by: float | None = None
) -> Arr:
    rows, columns, start, step = (1.0 if each is None else each for each in (high, wide, first, by))
    rows, columns = int(rows), int(columns)
    if rows < 1 or columns < 1:
        raise FailedError(VALUE)
    return Arr.numbers((start + step * np.arange(rows * columns, dtype=np.float64)).reshape(rows, columns))
