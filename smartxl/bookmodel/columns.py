"""Arrays of callers as columns of cell values, one for each scenario, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from smartxl.bookmodel.values import as_cell, shown
from smartxl.recalc.arrays import BLANK, ERROR, LOGICAL, NUMBER, Arr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartxl.bookmodel.addresses import Key
    from smartxl.recalc.planes import Ref

__all__ = ["column_of", "gathered"]


def column_of(array: NDArray[Any], where: str, *, from_1904: bool = False) -> Arr:
    """The values of a cell, one for each scenario; NaN is a blank. Raises BookError for what no cell holds."""
    if array.dtype.kind == "b":
        return Arr.logicals(array.astype(bool).reshape(-1, 1))
    if array.dtype.kind in "iuf":
        numbers = array.astype(np.float64)
        if np.isfinite(numbers).all():
            return Arr.numbers(numbers.reshape(-1, 1))
    obj = np.empty((len(array), 1), dtype=object)
    obj[:, 0] = [as_cell(value, where, from_1904=from_1904) for value in array]
    return Arr.from_objects(obj)


def gathered(columns: Mapping[Key, Arr], ref: Ref, shape: tuple[int, ...]) -> Any:  # noqa: ANN401  (an array or a scalar)
    """An output over all scenarios: floats where all are numbers, errors (NaN) and blanks, bools, or objects."""
    found = [
        columns[ref.sheet.index, row, column]
        for row in range(ref.top, ref.bottom + 1)
        for column in range(ref.left, ref.right + 1)
    ]
    end = () if ref.is_cell else (ref.rows, ref.columns)
    return np.stack(_alike(found), axis=-1).reshape((*shape, *end))[()]


def _alike(found: list[Arr]) -> list[NDArray[Any]]:
    kinds = {int(kind) for each in found for kind in np.unique(each.kind)}
    if kinds <= {NUMBER, BLANK, ERROR}:
        return [np.where(each.kind == NUMBER, each.num, np.nan)[:, 0] for each in found]
    if kinds == {LOGICAL}:
        return [each.num[:, 0].astype(bool) for each in found]
    return [_objects(each) for each in found]


def _objects(column: Arr) -> NDArray[np.object_]:
    objects = np.empty(column.size, dtype=object)
    objects[:] = [shown(value) for value in column.flat()]
    return objects
