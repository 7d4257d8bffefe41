"""Functions about where cells are: ROW, OFFSET, INDIRECT, ADDRESS, TRANSPOSE."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from smartxl.cells import MAX_COLUMN, MAX_ROW, column_letter
from smartxl.recalc.arrays import BLANK, Arr
from smartxl.recalc.functions.given import Given, array_of, reference
from smartxl.recalc.planes import Ref, Union
from smartxl.recalc.registry import function
from smartxl.recalc.values import NAME, REF, VALUE, FailedError, NotComputed, Scalar, as_number
from smartxl.text import Text

if TYPE_CHECKING:
    from smartxl.recalc.place import PlaceOf

__all__: list[str] = []


@function("ROW", "?r", places=True, unread=True)
def _row(at: PlaceOf, given: Given = None) -> float | Arr:
    if given is None:
        return float(at.row)
    ref = reference(given)
    if ref.rows == 1:
        return float(ref.top)
    return Arr.numbers(np.arange(ref.top, ref.bottom + 1, dtype=np.float64).reshape(-1, 1))


@function("COLUMN", "?r", places=True, unread=True)
def _column(at: PlaceOf, given: Given = None) -> float | Arr:
    if given is None:
        return float(at.column)
    ref = reference(given)
    if ref.columns == 1:
        return float(ref.left)
    return Arr.numbers(np.arange(ref.left, ref.right + 1, dtype=np.float64).reshape(1, -1))


@function("ROWS", "r", unread=True)
def _rows(given: Given) -> float:
    if isinstance(given, Union):
        raise FailedError(REF)
    return float(given.rows if isinstance(given, Ref) else array_of(given).shape[0])


@function("COLUMNS", "r", unread=True)
def _columns(given: Given) -> float:
    if isinstance(given, Union):
        raise FailedError(REF)
    return float(given.columns if isinstance(given, Ref) else array_of(given).shape[1])


@function("AREAS", "r", unread=True)
def _areas(given: Given) -> float:
    return float(len(given.parts) if isinstance(given, Union) else 1)


@function("OFFSET", "rnn?vv", unread=True)
def _offset(given: Given, down: float, across: float, high: Scalar = None, wide: Scalar = None) -> Ref:
    ref = reference(given)
    rows = ref.rows if high is None else int(as_number(high))
    columns = ref.columns if wide is None else int(as_number(wide))
    if rows == 0 or columns == 0:
        raise FailedError(REF)
    return ref.moved(int(down), int(across), rows, columns).check()


_R1C1 = re.compile(r"(?:R(\d+|\[-?\d+\])?)?(?:C(\d+|\[-?\d+\])?)?", re.IGNORECASE)


def _place(written: str | None, here: int, last: int) -> int:
    """A row or column from R1C1 notation: a number, or in brackets how far off. Raises FailedError."""
    place = here if not written else here + int(written[1:-1]) if written[0] == "[" else int(written)
    if not 1 <= place <= last:
        raise FailedError(REF)
    return place


def _corner(written: str, at: PlaceOf) -> str:
    match = _R1C1.fullmatch(written)
    if match is None or not written or written.upper().startswith("R") is False or "C" not in written.upper():
        raise (
            FailedError(REF)
            if match is None or not written
            else NotComputed(Text("R1C1 形式的整行或整列", "whole rows or columns in R1C1 notation"))
        )
    row, column = _place(match[1], at.row, MAX_ROW), _place(match[2], at.column, MAX_COLUMN)
    return f"${column_letter(column)}${row}"


def _as_a1(text: str, at: PlaceOf) -> str:
    """A reference in R1C1 notation as one in A1 notation. Raises FailedError, NotComputed."""
    sheet, mark, cells = text.rpartition("!")
    return sheet + mark + ":".join(_corner(corner, at) for corner in cells.split(":"))


@function("INDIRECT", "t?b", places=True)
def _indirect(at: PlaceOf, text: str, a1: bool = True) -> Any:  # noqa: ANN401
    typed = text.strip() if a1 else _as_a1(text.strip(), at)
    if a1 and "[" in typed and "]" in typed and "!" in typed:
        raise NotComputed(Text(f"外部引用 {typed}", f"the external reference {typed}"))
    try:
        found = at.book.operand(typed.lstrip("="), at)
    except FailedError as failed:
        raise FailedError(REF if failed.error is NAME else failed.error) from None
    except NotComputed:
        raise FailedError(REF) from None
    if not isinstance(found, Ref):
        raise FailedError(REF)
    return found.check()


@function("ADDRESS", "ii?ibt")
def _address(row: int, column: int, lock: int = 1, a1: bool = True, sheet: str | None = None) -> str:
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN and 1 <= lock <= 4):
        raise FailedError(VALUE)
    if a1:
        cell = f"{'$' if lock in {1, 3} else ''}{column_letter(column)}{'$' if lock in {1, 2} else ''}{row}"
    else:
        cell = f"R{row if lock in {1, 2} else f'[{row}]'}C{column if lock in {1, 3} else f'[{column}]'}"
    if sheet is None:
        return cell
    if "[" in sheet:
        raise NotComputed(Text("ADDRESS 中的外部工作簿", "ADDRESS in another workbook"))
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) is not None
    return f"{sheet if plain or not sheet else _quoted(sheet)}!{cell}"


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


@function("TRANSPOSE", "a")
def _transpose(given: Given) -> Arr:
    turned = array_of(given).turned()
    blank = turned.kind == 0
    if blank.any():  # a blank in an array is 0
        obj = turned.obj.copy()
        obj[blank] = 0.0
        return Arr.from_objects(obj)
    return turned


@function("HYPERLINK", "t?(v)")
def _hyperlink(link: str, *shown: Scalar) -> Scalar:
    if len(shown) > 1:
        raise NotComputed(Text("HYPERLINK 的参数个数", "the number of arguments of HYPERLINK"))
    return shown[0] if shown else link


@function("TRIMRANGE", "r?oo")
def _trimrange(given: Given, rows: float | None = None, columns: float | None = None) -> Ref:
    ref = reference(given)
    filled = ref.used().kind != BLANK
    top, bottom = _ends(filled.any(axis=1), 3 if rows is None else rows, ref.rows)
    left, right = _ends(filled.any(axis=0), 3 if columns is None else columns, ref.columns)
    return ref.moved(top, left, bottom - top, right - left)


def _ends(filled: np.ndarray, which: float, size: int) -> tuple[int, int]:
    """The first of some rows or columns and the one after the last, without the empty ones before (1), behind (2) or both."""
    if which not in {0, 1, 2, 3}:
        raise FailedError(VALUE)
    places = np.flatnonzero(filled)
    if not places.size:
        raise FailedError(REF)
    return int(places[0]) if int(which) & 1 else 0, int(places[-1]) + 1 if int(which) & 2 else size


@function("ANCHORARRAY", "r")
def _anchor(given: Given) -> Ref:
    ref = given if isinstance(given, Ref) and given.is_cell else None
    last = ref.sheet.spilled.get((ref.top, ref.left)) if ref else None
    if ref is None or last is None:
        raise FailedError(REF)
    return Ref(ref.sheet, ref.top, ref.left, *last).check()


@function("CELL", "tr", places=True)
def _cell(at: PlaceOf, kind: str, given: Given) -> Scalar:
    ref, wanted = reference(given), kind.lower()
    if wanted == "row":
        return float(ref.top)
    if wanted == "col":
        return float(ref.left)
    if wanted == "address" and ref.sheet is at.sheet:
        return f"${column_letter(ref.left)}${ref.top}"
    value = ref.sheet.get(ref.top, ref.left)
    if wanted == "contents":
        return value
    if wanted == "type":
        return "b" if value is None else "l" if isinstance(value, str) else "v"
    raise NotComputed(Text(f"CELL(“{kind}”) 的值", f'CELL("{kind}")'))


@function("INFO GETPIVOTDATA RTD WEBSERVICE", "(e)")
def _surroundings(*given: Given) -> Scalar:  # noqa: ARG001
    raise NotComputed(
        Text("取决于程序或外部数据的函数", "a function that depends on the program or on outside data")
    )
