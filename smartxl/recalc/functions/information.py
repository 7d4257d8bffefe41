"""What a value is: ISBLANK, ISNUMBER, TYPE and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smartxl.recalc.arrays import Arr
from smartxl.recalc.functions.given import Given, reference, scalar_of
from smartxl.recalc.functionvalues import Lambda
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import function
from smartxl.recalc.values import (
    NA,
    VALUE,
    CellError,
    FailedError,
    NotComputed,
    Scalar,
    as_number,
)
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.recalc.place import PlaceOf

__all__: list[str] = []

_ERROR_TYPES = {"#NULL!": 1, "#DIV/0!": 2, "#VALUE!": 3, "#REF!": 4, "#NAME?": 5, "#NUM!": 6, "#N/A": 7,
                "#GETTING_DATA": 8, "#SPILL!": 9, "#CALC!": 14}  # fmt: skip


@function("ISBLANK", "e")
def _isblank(value: Scalar) -> bool:
    return value is None


@function("ISNUMBER", "e")
def _isnumber(value: Scalar) -> bool:
    return isinstance(value, float)


@function("ISTEXT", "e")
def _istext(value: Scalar) -> bool:
    return isinstance(value, str)


@function("ISNONTEXT", "e")
def _isnontext(value: Scalar) -> bool:
    return not isinstance(value, str)


@function("ISLOGICAL", "e")
def _islogical(value: Scalar) -> bool:
    return isinstance(value, bool)


@function("ISERROR", "e")
def _iserror(value: Scalar) -> bool:
    return isinstance(value, CellError)


@function("ISERR", "e")
def _iserr(value: Scalar) -> bool:
    return isinstance(value, CellError) and value is not NA


@function("ISNA", "e")
def _isna(value: Scalar) -> bool:
    return value is NA


@function("ISREF", "s", unread=True)
def _isref(given: Given) -> bool:
    return isinstance(given, Ref | Union)


def _whole(value: Scalar) -> int:
    if isinstance(value, bool):
        raise FailedError(VALUE)
    return int(abs(as_number(value)))


@function("ISEVEN", "q")
def _iseven(value: Scalar) -> bool:
    return _whole(value) % 2 == 0


@function("ISODD", "q")
def _isodd(value: Scalar) -> bool:
    return _whole(value) % 2 == 1


@function("NA", "")
def _na() -> Scalar:
    raise FailedError(NA)


@function("N", "r")
def _n(given: Given) -> float | Arr:
    if isinstance(given, Arr):
        return given.mapped(_plain_number)
    return _plain_number(scalar_of(given))


def _plain_number(value: Scalar) -> float:
    if isinstance(value, CellError):
        raise FailedError(value)
    return float(value) if isinstance(value, float | bool) else 0.0


@function("TYPE", "r")
def _type(given: Any) -> float:  # noqa: ANN401  (a function may be a value)
    if callable(given) or isinstance(given, Lambda):
        return 128.0
    if isinstance(given, Ref) and given.is_cell:
        given = given.sheet.get(given.top, given.left)
    if isinstance(given, Arr | Ref | Union):
        return 64.0
    if isinstance(given, CellError):
        return 16.0
    return 4.0 if isinstance(given, bool) else 2.0 if isinstance(given, str) else 1.0


@function("ERROR.TYPE", "e")
def _error_type(value: Scalar) -> float:
    if not isinstance(value, CellError):
        raise FailedError(NA)
    return float(_ERROR_TYPES.get(value.code, 2))


@function("ISFORMULA", "r", unread=True)
def _isformula(given: Given) -> bool:
    ref = reference(given)
    if not ref.is_cell:
        raise NotComputed(Text("多个单元格的 ISFORMULA", "ISFORMULA of several cells"))
    return (ref.top, ref.left) in ref.sheet.formulas


@function("FORMULATEXT", "r", unread=True)
def _formulatext(given: Given) -> str:
    ref = reference(given)
    text = ref.sheet.formulas.get((ref.top, ref.left))
    if text is None:
        raise FailedError(NA)
    raise NotComputed(Text("FORMULATEXT", "FORMULATEXT"))


@function("SHEET", "?r", places=True, unread=False)
def _sheet(at: PlaceOf, given: Given = None) -> float:
    if isinstance(given, str):
        found = at.book.sheets.get(given.casefold())
        if found is None:
            raise FailedError(NA)
        return float(found.index + 1)
    if isinstance(given, float | bool):
        raise FailedError(NA)
    return float((given.sheet if isinstance(given, Ref) else at.sheet).index + 1)


@function("SHEETS", "", places=True)
def _sheets(at: PlaceOf) -> float:
    return float(len(at.book.sheets))


@function("NOW TODAY RAND", "")
def _changes() -> Scalar:
    raise NotComputed(Text("随时间或随机变化的函数", "a function whose value changes with time or chance"))


@function("RANDBETWEEN RANDARRAY", "(e)")
def _chance(*given: Scalar) -> Scalar:  # noqa: ARG001
    raise NotComputed(Text("随时间或随机变化的函数", "a function whose value changes with time or chance"))
