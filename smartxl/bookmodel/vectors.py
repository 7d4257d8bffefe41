"""Functions of Excel over many scenarios at once, for what is nothing but numbers; all else is calculated one by one.

What is given is a column of values, one for each scenario, a single value, or the area of a sheet, some of whose cells are
columns. Each gives, scenario by scenario, the very value that the engine gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from smartxl.recalc.arrays import ERROR, LOGICAL, NUMBER, Arr
from smartxl.recalc.functions.mathematics import rounded
from smartxl.recalc.place import PlaceOf, Value
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import Function, signature
from smartxl.recalc.values import DIV0, FailedError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.bookmodel.addresses import Key

__all__ = ["VECTORS", "ScenarioPlace", "Unliftable", "plain_numbers", "seen", "vector"]

Numbers = "NDArray[np.float64]"
_MAX_ELEMENTS = 8_000_000
_ADDED_IN_ORDER = 64
"""Up to so many numbers are added in their order, as the engine does."""
_SURE_BELOW, _NEAR_HALF = 1e11, 1e-3


class Unliftable(Exception):
    """Not for all scenarios at once."""


@dataclass(slots=True)
class ScenarioPlace(PlaceOf):
    """Where a formula is calculated for `count` scenarios; `columns`: the values of the cells that differ between them."""

    columns: Mapping[Key, Arr] = field(default_factory=dict)
    count: int = 1


def _column(numbers: NDArray[np.float64]) -> Arr:
    """A result for each scenario. Raises Unliftable where one is no number."""
    if not np.isfinite(numbers).all():
        raise Unliftable
    return Arr.numbers(np.where(np.abs(numbers) < np.finfo(float).tiny, 0.0, numbers).reshape(-1, 1))


def plain_numbers(value: Value, count: int, kinds: tuple[int, ...] = (NUMBER,)) -> NDArray[np.float64]:
    """A column or a single value as a number for each scenario."""
    if isinstance(value, Arr) and value.shape == (count, 1) and bool(np.isin(value.kind, kinds).all()):
        return value.num[:, 0]
    if isinstance(value, bool) and LOGICAL in kinds:
        return np.full(count, float(value))
    if isinstance(value, float) and NUMBER in kinds:
        return np.full(count, value)
    raise Unliftable


def _of_area(at: ScenarioPlace, ref: Ref, kinds: tuple[int, ...]) -> list[NDArray[np.float64]]:
    """The cells of an area that count, row by row, each for all scenarios; text and blanks that stand fast are passed over."""
    used = ref.used()
    if used.has(ERROR) or used.size * at.count > _MAX_ELEMENTS:
        raise Unliftable
    found = []
    for row in range(used.shape[0]):
        for column in range(used.shape[1]):
            moving = at.columns.get((ref.sheet.index, ref.top + row, ref.left + column))
            if moving is not None:
                found.append(plain_numbers(moving, at.count, kinds))
            elif used.kind[row, column] in kinds:
                found.append(np.full(at.count, used.num[row, column]))
    return found


def _all(
    at: ScenarioPlace, given: Sequence[Value], kinds: tuple[int, ...] = (NUMBER,)
) -> list[NDArray[np.float64]]:
    found: list[NDArray[np.float64]] = []
    for one in given:
        if isinstance(one, Union):
            raise Unliftable
        found += _of_area(at, one, kinds) if isinstance(one, Ref) else [plain_numbers(one, at.count, kinds)]
    return found


def _added(columns: Sequence[NDArray[np.float64]], count: int) -> NDArray[np.float64]:
    if len(columns) > _ADDED_IN_ORDER:
        matrix = np.ascontiguousarray(np.stack(columns, axis=1))
        return np.asarray(np.add.reduce(matrix, axis=1))
    total = np.zeros(count)
    for column in columns:
        total = total + column
    return total


def _sum(at: ScenarioPlace, *given: Value) -> Arr:
    return _column(_added(_all(at, given), at.count))


def _average(at: ScenarioPlace, *given: Value) -> Arr:
    found = _all(at, given)
    if not found:
        raise FailedError(DIV0)
    return _column(_column(_added(found, at.count)).num[:, 0] / len(found))


def _extreme(choose: Callable[..., NDArray[np.float64]]) -> Callable[..., Arr]:
    def call(at: ScenarioPlace, *given: Value) -> Arr:
        found = _all(at, given)
        return _column(choose.reduce(found) if found else np.zeros(at.count))  # type: ignore[attr-defined]

    return call


def _sumproduct(at: ScenarioPlace, *given: Value) -> Arr:
    if not all(isinstance(one, Ref) for one in given):
        raise Unliftable
    refs = [one for one in given if isinstance(one, Ref)]
    if len({(ref.rows, ref.columns) for ref in refs}) != 1 or any(_is_mixed(ref) for ref in refs):
        raise Unliftable
    product = np.ones((refs[0].rows * refs[0].columns, at.count))
    for ref in refs:
        product = product * np.stack(_of_area(at, ref, (NUMBER,)))
    return _column(_added(list(product), at.count))


def _is_mixed(ref: Ref) -> bool:
    """Whether anything but numbers stands in an area."""
    return (
        ref.bottom > ref.sheet.rows
        or ref.right > ref.sheet.columns
        or bool((ref.used().kind != NUMBER).any())
    )


def _truths(choose: Callable[..., NDArray[np.bool_]]) -> Callable[..., Arr]:
    def call(at: ScenarioPlace, *given: Value) -> Arr:
        found = _all(at, given, (NUMBER, LOGICAL))
        if not found:
            raise Unliftable
        return Arr.logicals(choose.reduce([each != 0 for each in found]).reshape(-1, 1))  # type: ignore[attr-defined]

    return call


def _not(at: ScenarioPlace, value: Value) -> Arr:
    return Arr.logicals((plain_numbers(seen(at, value), at.count, (NUMBER, LOGICAL)) == 0).reshape(-1, 1))


def _abs(at: ScenarioPlace, value: Value) -> Arr:
    return _column(np.abs(plain_numbers(seen(at, value), at.count)))


def _round(at: ScenarioPlace, value: Value, digits: Value) -> Arr:
    digits = seen(at, digits)
    if not isinstance(digits, float) or not 0 <= digits <= 9:
        raise Unliftable
    number, scale = plain_numbers(seen(at, value), at.count), 10.0 ** int(digits)
    size = np.abs(number) * scale
    whole = np.floor(size)
    result = np.copysign(np.floor(size + 0.5) / scale, number) + 0.0
    doubtful = (np.abs(size - whole - 0.5) < _NEAR_HALF) | (size >= _SURE_BELOW)
    if doubtful.any():  # near a half, the digits decide that Excel keeps
        result[doubtful] = [rounded(each, int(digits)) for each in number[doubtful].tolist()]
    return _column(result)


def seen(at: ScenarioPlace, value: Value) -> Value:
    """A single cell as its column or its value."""
    if isinstance(value, Ref) and value.is_cell:
        moving = at.columns.get((value.sheet.index, value.top, value.left))
        return moving if moving is not None else value.sheet.get(value.top, value.left)
    return value


def vector(name: str, takes: str, call: Callable[..., Arr]) -> Function:
    """A function that is given its place, and its arguments as they come."""
    letters, needed, group = signature(takes)
    return Function(name, letters, needed, group, call, places=True)


VECTORS: Final[Mapping[str, Function]] = {
    "SUM": vector("SUM", "?(r)", _sum),
    "AVERAGE": vector("AVERAGE", "(r)", _average),
    "MIN": vector("MIN", "?(r)", _extreme(np.minimum)),
    "MAX": vector("MAX", "?(r)", _extreme(np.maximum)),
    "SUMPRODUCT": vector("SUMPRODUCT", "(r)", _sumproduct),
    "AND": vector("AND", "(r)", _truths(np.logical_and)),
    "OR": vector("OR", "(r)", _truths(np.logical_or)),
    "NOT": vector("NOT", "r", _not),
    "ABS": vector("ABS", "r", _abs),
    "ROUND": vector("ROUND", "rr", _round),
}
"""Functions that take columns, by name."""
