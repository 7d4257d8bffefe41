"""Workbooks of Excel 97 to 2003 (.xls, also .et of WPS) as sheets, for moving answers. Their formulas are read as results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from smartxl.cells import Area
from smartxl.findings import FindingCode
from smartxl.xlsx.book import Place, RawSheet
from smartxl.xlsx.cellvalues import CellValue, typed_number
from smartxl.xlsx.gate import Budget, FileRefused, megabytes, refused, unlocked
from smartxl.xlsx.numberformat import kind_of_format

__all__ = ["read_xls"]

_BYTES = 16 * 2**20  # it has 65,536 rows at most, so that size is all that there is to limit
_OWN_FORMATS = 164  # from this number on formats are the file's own
_TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = 1, 2, 3, 4, 5


def read_xls(content: bytes, budget: Budget, passwords: Iterable[str] = ()) -> tuple[RawSheet, ...]:
    """The sheets in order. Raises FileRefused for what is too large or damaged, or has a password that is not given."""
    if len(content) > _BYTES:
        raise refused(FindingCode.TOO_BIG, megabytes(len(content)), megabytes(_BYTES))
    book = _opened(content, passwords)
    kinds = _kinds(book)
    try:
        return tuple(_sheet(book, sheet, kinds, budget) for sheet in book.sheets())
    except (FileRefused, MemoryError):
        raise
    except Exception as error:  # of any kind: the library does not expect damage
        raise refused(FindingCode.DAMAGED, type(error).__name__) from error


def _opened(content: bytes, passwords: Iterable[str]) -> Any:  # noqa: ANN401  (xlrd has no types)
    import xlrd  # needed for few files

    def load(plain: bytes) -> Any:  # noqa: ANN401
        with open(os.devnull, "w") as silent:  # noqa: PTH123
            return xlrd.open_workbook(
                file_contents=plain, formatting_info=True, ragged_rows=True, logfile=silent
            )

    try:
        return load(content)
    except MemoryError:
        raise
    except Exception as error:
        if "encrypted" not in str(error):
            raise refused(FindingCode.DAMAGED, type(error).__name__) from error
    plain = unlocked(content, passwords)
    try:
        return load(plain)
    except MemoryError:
        raise
    except Exception as error:
        raise refused(FindingCode.DAMAGED, type(error).__name__) from error


def _kinds(book: Any) -> Mapping[int, str]:  # noqa: ANN401
    """The number of each cell format that shows more than the number → "d", "t" or "p"."""
    found = {}
    for number, look in enumerate(book.xf_list):
        key = look.format_key
        code = book.format_map[key].format_str if key >= _OWN_FORMATS and key in book.format_map else ""
        found[number] = kind_of_format(str(key), code)
    return found


def _sheet(book: Any, sheet: Any, kinds: Mapping[int, str], budget: Budget) -> RawSheet:  # noqa: ANN401
    if sheet.nrows > budget.rows or sheet.ncols > budget.columns:
        raise refused(
            FindingCode.TOO_BIG, f"{sheet.nrows} × {sheet.ncols}", f"{budget.rows} × {budget.columns}"
        )
    errors: dict[Place, str] = {}
    rows = tuple(tuple(_row(book, sheet, row, kinds, errors)) for row in range(sheet.nrows))
    merged = tuple(
        Area(sheet.name, top + 1, left + 1, below, right) for top, below, left, right in sheet.merged_cells
    )
    return RawSheet(sheet.name, rows, errors, {}, merged)


def _row(
    book: Any,  # noqa: ANN401
    sheet: Any,  # noqa: ANN401
    row: int,
    kinds: Mapping[int, str],
    errors: dict[Place, str],
) -> Iterator[CellValue]:
    from xlrd import error_text_from_code

    for column, cell in enumerate(sheet.row(row)):
        if cell.ctype in {_NUMBER, _DATE}:
            yield typed_number(cell.value, kinds.get(cell.xf_index, ""), from_1904=bool(book.datemode))
        elif cell.ctype == _TEXT:
            yield cell.value
        elif cell.ctype == _TRUTH:
            yield bool(cell.value)
        else:
            if cell.ctype == _ERROR:
                errors[row + 1, column + 1] = error_text_from_code.get(cell.value, "#N/A")
            yield ""
