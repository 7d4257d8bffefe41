"""DSUM, DCOUNT, DGET and their like: lists with a heading, and criteria under headings.

A row meets a row of criteria where it meets all of its cells; it is taken where it meets any row. A criterion without an
operator is met by texts that begin with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.criteria import met_by
from smartxl.recalc.functions.given import Given, array_of
from smartxl.recalc.registry import FUNCTIONS, function
from smartxl.recalc.values import NUM, VALUE, CellError, FailedError, NotComputed, Scalar, as_text
from smartxl.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__: list[str] = []


def _heading(value: Scalar) -> str:
    return "" if isinstance(value, CellError) else as_text(value).strip().lower()


def _column(table: Arr, field: Scalar) -> int:
    """The column of a field by its heading or number, counted from 0. Raises FailedError."""
    if isinstance(field, CellError):
        raise FailedError(field)
    if isinstance(field, str):
        headings = [_heading(one) for one in table.obj[0].tolist()]
        if _heading(field) not in headings:
            raise FailedError(VALUE)
        return headings.index(_heading(field))
    if isinstance(field, float) and int(field) == 0:
        raise NotComputed(Text("字段序号 0", "a field of number 0"))
    if isinstance(field, float) and 1 <= int(field) <= table.shape[1]:
        return int(field) - 1
    raise FailedError(VALUE)


def _taken(table: Arr, criteria: Arr) -> NDArray[np.bool_]:
    """Which rows under the heading meet the criteria."""
    headings = [_heading(one) for one in table.obj[0].tolist()]
    body = table.part(1, 0, table.shape[0] - 1, table.shape[1])
    found = np.zeros(body.shape[0], bool)
    for row in range(1, criteria.shape[0]):
        mask = np.ones(body.shape[0], bool)
        for column, title in enumerate(criteria.obj[0].tolist()):
            wanted = criteria.at(row, column)
            if wanted is None:
                continue
            if _heading(title) not in headings:
                raise NotComputed(
                    Text("条件的标题不在列表中", "criteria under a heading that the list has not")
                )
            at = headings.index(_heading(title))
            mask &= met_by(body.part(0, at, body.shape[0], 1), _as_criterion(wanted)).ravel()
        found |= mask
    return found


def _as_criterion(wanted: Scalar) -> Scalar:
    if isinstance(wanted, CellError):
        raise NotComputed(Text("条件是错误值", "a criterion that is an error"))
    if isinstance(wanted, str) and wanted and wanted[0] not in "<>=" and not wanted.endswith("*"):
        return wanted if _is_number(wanted) else f"{wanted}*"
    return wanted


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _values(table: Given, field: Scalar, criteria: Given) -> Arr:
    whole, wanted = array_of(table), array_of(criteria)
    if whole.shape[0] < 2:
        raise FailedError(VALUE)
    rows = np.flatnonzero(_taken(whole, wanted))
    column = _column(whole, field)
    obj = whole.obj[1:, column][rows].reshape(-1, 1)
    return Arr.from_objects(obj)


def _over(name: str, plain: str) -> None:
    """A function of a list by the plain one of the values that are taken."""

    def call(table: Given, field: Scalar, criteria: Given) -> Scalar:
        result: Scalar = FUNCTIONS[plain].call(_values(table, field, criteria))
        return result

    function(name, "aea")(call)


for _name, _plain in {
    "DSUM": "SUM",
    "DAVERAGE": "AVERAGE",
    "DMAX": "MAX",
    "DMIN": "MIN",
    "DPRODUCT": "PRODUCT",
    "DSTDEV": "STDEV",
    "DSTDEVP": "STDEVP",
    "DVAR": "VAR",
    "DVARP": "VARP",
}.items():
    _over(_name, _plain)


def _counted(table: Given, field: Scalar, criteria: Given, count: Callable[[Arr], float]) -> float:
    if field is None:
        return float(_taken(array_of(table), array_of(criteria)).sum())
    return count(_values(table, field, criteria))


@function("DCOUNT", "aua")
def _dcount(table: Given, field: Scalar, criteria: Given) -> float:
    return _counted(table, field, criteria, FUNCTIONS["COUNT"].call)


@function("DCOUNTA", "aua")
def _dcounta(table: Given, field: Scalar, criteria: Given) -> float:
    return _counted(table, field, criteria, FUNCTIONS["COUNTA"].call)


@function("DGET", "aea")
def _dget(table: Given, field: Scalar, criteria: Given) -> Scalar:
    found = _values(table, field, criteria)
    if not found.size:
        raise FailedError(VALUE)
    if found.size > 1:
        raise FailedError(NUM)
    return found.at(0, 0)
