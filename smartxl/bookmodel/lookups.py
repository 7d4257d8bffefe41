"""VLOOKUP, MATCH and INDEX for many scenarios at once, in areas that are the same in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from smartxl.bookmodel.vectors import ScenarioPlace, Unliftable, plain_numbers, seen, vector
from smartxl.recalc.arrays import NUMBER, Arr
from smartxl.recalc.planes import Ref
from smartxl.recalc.values import NA, as_logical, as_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from smartxl.recalc.place import Value
    from smartxl.recalc.registry import Function

__all__ = ["LOOKUPS"]

_NEAR = 1e-13
"""Numbers that lie so near are compared by the 15 digits that Excel keeps."""


def _constant(at: ScenarioPlace, value: Value) -> float:
    """A single number that is the same in all scenarios. Raises Unliftable."""
    value = seen(at, value)
    if isinstance(value, bool) or not isinstance(value, float):
        raise Unliftable
    return value


def _fixed(at: ScenarioPlace, given: Value) -> tuple[Ref, Arr]:
    """An area that is the same in all scenarios, as far as its sheet is in use. Raises Unliftable."""
    if not isinstance(given, Ref) or any(
        key[0] == given.sheet.index and given.holds(key[1:]) for key in at.columns
    ):
        raise Unliftable
    return given, given.used()


def _places(line: Arr, wanted: NDArray[np.float64], *, near: bool) -> NDArray[np.intp]:
    """Where each wanted number stands in a line of values, from 0; -1 for nowhere. Raises Unliftable."""
    numbers = np.flatnonzero(line.kind.ravel() == NUMBER)
    keys = line.num.ravel()[numbers]
    if not keys.size:
        raise Unliftable
    if near:
        return _up_to(numbers, keys, wanted)
    order = np.argsort(keys, kind="stable")
    at = np.minimum(np.searchsorted(keys[order], wanted), keys.size - 1)
    found = order[at]
    return np.where(keys[found] == wanted, numbers[found], -1)


def _up_to(
    numbers: NDArray[np.intp], keys: NDArray[np.float64], wanted: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Where the last number that is not greater stands."""
    settled = _settled(keys)
    if (np.diff(settled) < 0).any() or (np.diff(keys) < 0).any():
        raise Unliftable
    place = np.searchsorted(keys, wanted, side="right") - 1
    above = keys[np.minimum(place + 1, keys.size - 1)]
    doubtful = np.abs(above - wanted) <= _NEAR * np.abs(wanted)
    if doubtful.any():
        place[doubtful] = np.searchsorted(settled, _settled(wanted[doubtful]), side="right") - 1
    return np.where(place >= 0, numbers[np.maximum(place, 0)], -1)


def _settled(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray([float(f"{number:.15g}") for number in numbers.tolist()], np.float64)


def _taken(line: Arr, places: NDArray[np.intp]) -> Arr:
    """The values at some places of a line, #N/A at -1."""
    found = line.taken(np.maximum(places, 0).astype(np.intp))
    if (places >= 0).all():
        return found
    obj = found.obj.copy()
    obj[places < 0, 0] = NA
    return Arr.from_objects(obj)


def _vlookup(at: ScenarioPlace, wanted: Value, given: Value, index: Value, near: Value = True) -> Arr:
    ref, table = _fixed(at, given)
    column = int(_constant(at, index))
    if not 1 <= column <= min(ref.columns, table.shape[1]):
        raise Unliftable
    keys = table.part(0, 0, table.shape[0], 1)
    places = _places(keys, plain_numbers(seen(at, wanted), at.count), near=_is_near(at, near))
    return _taken(table.part(0, column - 1, table.shape[0], 1), places)


def _is_near(at: ScenarioPlace, near: Value) -> bool:
    value = seen(at, near)
    if value is None:
        return False
    if isinstance(value, float | bool):
        return as_logical(value)
    raise Unliftable


def _match(at: ScenarioPlace, wanted: Value, among: Value, how: Value = 1.0) -> Arr:
    ref, line = _fixed(at, among)
    order = as_number(_constant(at, how))
    if 1 not in {ref.rows, ref.columns} or order < 0:
        raise Unliftable
    places = _places(line, plain_numbers(seen(at, wanted), at.count), near=order > 0)
    numbers = Arr.numbers(np.arange(1.0, line.size + 1).reshape(-1, 1))
    return _taken(numbers, places)


def _index(at: ScenarioPlace, given: Value, first: Value, second: Value = None) -> Arr:
    ref, table = _fixed(at, given)
    if second is None and ref.rows == 1:
        first, second = 1.0, first
    rows = np.trunc(plain_numbers(seen(at, first), at.count))
    columns = np.trunc(plain_numbers(1.0 if second is None else seen(at, second), at.count))
    if second is None and ref.columns != 1:
        raise Unliftable
    inside = (rows >= 1) & (rows <= table.shape[0]) & (columns >= 1) & (columns <= table.shape[1])
    if not inside.all():
        raise Unliftable
    return table.taken(((rows - 1) * table.shape[1] + columns - 1).astype(np.intp))


LOOKUPS: Final[Mapping[str, Function]] = {
    "VLOOKUP": vector("VLOOKUP", "rrr?r", _vlookup),
    "MATCH": vector("MATCH", "rr?r", _match),
    "INDEX": vector("INDEX", "rr?r", _index),
}
"""Functions that look values up, by name."""
