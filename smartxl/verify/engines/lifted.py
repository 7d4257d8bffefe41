"""Functions of `smartxl.recalc` called by another engine, which hands over values and not references."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from smartxl.recalc.arrays import Arr
from smartxl.recalc.calls import AS_IT_COMES, over_arrays
from smartxl.recalc.place import PlaceOf, Value
from smartxl.recalc.planes import Ref, SheetPlanes
from smartxl.recalc.registry import Function
from smartxl.recalc.values import NotComputed
from smartxl.recalc.workbook import Workbook
from smartxl.text import Text

__all__ = ["call_lifted", "reference_to"]

_OF_THE_SAME_SIZE: Final = frozenset({"SUMIF", "AVERAGEIF"})
"""Functions that read beyond a range that they are given, which is not known here."""


def call_lifted(entry: Function, given: Sequence[Value]) -> Value:
    """A function of values, element by element where an array stands for a single one. Raises FailedError, NotComputed."""
    if not entry.takes(len(given)):
        raise NotComputed(Text(f"{entry.name} 的参数个数", f"the number of arguments of {entry.name}"))
    arguments = [_argument(one, entry.letter(index)) for index, one in enumerate(given)]
    if entry.name in _OF_THE_SAME_SIZE:
        _check_sizes(arguments)
    place = PlaceOf(Workbook({}), SheetPlanes("", 0, 1, 1), 1, 1)
    found: Value = over_arrays(entry, [_always(one) for one in arguments])(place)
    return found.values() if isinstance(found, Ref) else found


def reference_to(array: Arr) -> Ref:
    """A reference to the values of a range, which stand on a sheet of their own."""
    rows, columns = array.shape
    sheet = SheetPlanes("", 0, rows, columns)
    sheet.kind, sheet.num, sheet.obj = array.kind, array.num, array.obj
    return Ref(sheet, 1, 1, rows, columns)


def _argument(value: Value, letter: str) -> Value:
    if letter not in AS_IT_COMES and isinstance(value, Ref):
        array = value.values()
        return array.at(0, 0) if array.size == 1 else array
    return value


def _always(value: Value) -> Callable[[PlaceOf], Value]:
    return lambda _: value


def _check_sizes(given: Sequence[Value]) -> None:
    ranges = [one for one in (given[0], *given[2:]) if isinstance(one, Ref)]
    if len({(one.rows, one.columns) for one in ranges}) > 1:
        raise NotComputed(Text("大小不同的区域", "ranges of several sizes"))
