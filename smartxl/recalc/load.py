"""A file as a workbook to calculate: its inputs, its formulas, and what it shows for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from openpyxl.formula.translate import Translator

from smartxl.cells import a1, column_number
from smartxl.errors import UnreadableFile
from smartxl.recalc.calculation import ArrayFormula, FormulaCell
from smartxl.recalc.planes import SheetPlanes
from smartxl.recalc.structured import TableArea
from smartxl.recalc.values import ERRORS, VALUE, Scalar, serial_of
from smartxl.recalc.workbook import Workbook
from smartxl.text import Text
from smartxl.xlsx import RawSheet
from smartxl.xlsx.cellvalues import plain_text

if TYPE_CHECKING:
    from smartxl.xlsx import RawBook
    from smartxl.xlsx.settings import SheetSettings

__all__ = ["LoadedBook", "load_book"]

Place = tuple[int, int]
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
_MAX_SPREAD = 1_000_000
_ESCAPED_CONTROL = re.compile(r"_x(00[01][0-9A-Fa-f])_")


@dataclass(frozen=True)
class LoadedBook:
    """A workbook with its inputs set, its formulas, and the value that the file has for each formula cell, by sheet."""

    workbook: Workbook
    formulas: tuple[FormulaCell, ...]
    cached: Mapping[str, Mapping[Place, Scalar]]


def load_book(book: RawBook) -> LoadedBook:
    """A file that was read with its settings (`smartxl.xlsx.open_saved`). Raises UnreadableFile for an array without bounds."""
    formulas: list[FormulaCell] = []
    cached: dict[str, dict[Place, Scalar]] = {}
    sheets: dict[str, SheetPlanes] = {}
    settings = book.settings.sheets if book.settings else {}
    for index, sheet in enumerate(book.sheets.values()):
        numbers, empty = _noted(settings.get(sheet.name))
        values = dict(_values(sheet, numbers, book.from_1904)) | dict.fromkeys(empty, "")
        found = list(_formulas(sheet))
        formulas += found
        filled = {place for formula in found for place in formula.places()}
        cells = _sheet(sheet, index, values, filled)
        sheets[sheet.name.casefold()] = cells
        cached[sheet.name] = {place: values.get(place) for place in filled}
    names = (
        {(n.sheet.casefold(), n.name.casefold()): n.text for n in book.settings.names}
        if book.settings
        else {}
    )
    for name, rows in _filtered(book):
        sheets[name.casefold()].filtered.append(rows)
    return LoadedBook(Workbook(sheets, names, dict(_tables(book)), book.from_1904), tuple(formulas), cached)


def _filtered(book: RawBook) -> Iterator[tuple[str, tuple[int, int]]]:
    """Sheets, and the rows between which filters hide some: those of the sheet and those of tables."""
    if book.settings is None:
        return
    for name, settings in book.settings.sheets.items():
        if settings.filtered:
            yield name, (settings.filtered[0], settings.filtered[2])
    for table in book.settings.tables:
        area = _area(table.area) if table.filtered else None
        if area is not None:
            yield table.sheet, (area.top, area.bottom)


def _noted(settings: SheetSettings | None) -> tuple[Mapping[Place, float], frozenset[Place]]:
    """Numbers that are read as days or shares, and the cells with a text of no characters."""
    return (settings.numbers, settings.empty_texts) if settings else ({}, frozenset())


def _tables(book: RawBook) -> Iterator[tuple[str, TableArea]]:
    for table in book.settings.tables if book.settings else ():
        area = _area(table.area)
        if area is not None:
            corners = area.top, area.left, area.bottom, area.right
            yield (
                table.name.casefold(),
                TableArea(
                    table.sheet, *corners, tuple(map(plain_text, table.columns)), table.headers, table.totals
                ),
            )


def _sheet(sheet: RawSheet, index: int, values: Mapping[Place, Scalar], filled: set[Place]) -> SheetPlanes:
    places = [*values, *filled]
    rows = max((row for row, _ in places), default=1)
    columns = max((column for _, column in places), default=1)
    cells = SheetPlanes(sheet.name, index, rows, columns)
    cells.hidden_rows = sheet.hidden_rows
    cells.put_all({place: value for place, value in values.items() if place not in filled})
    return cells


def _values(
    sheet: RawSheet, numbers: Mapping[Place, float], from_1904: bool
) -> Iterator[tuple[Place, Scalar]]:
    for row, entries in enumerate(sheet.values, start=1):
        for column, value in enumerate(entries, start=1):
            if value != "":
                yield (row, column), _scalar(value, numbers.get((row, column)), from_1904)
    for place in sheet.formulas:
        value = sheet.at(*place)
        if isinstance(value, str) and place not in sheet.uncached and place not in sheet.errors:
            yield place, _with_controls(value)
    for place, text in sheet.errors.items():
        if text:
            yield place, ERRORS.get(text.upper(), VALUE)


def _with_controls(text: str) -> str:
    """A text with the control characters that the file writes as _x0001_; all other escapes are read already (`plain_text`)."""
    return _ESCAPED_CONTROL.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


_DAYS_TO_1904 = 1462.0


def _of_day(value: date | datetime | time, from_1904: bool) -> float:
    """The number of a day, a moment or a time that the file writes as a text of its own kind."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
    whole = serial_of(value.date() if isinstance(value, datetime) else value)
    part = _of_day(value.time(), from_1904) if isinstance(value, datetime) else 0.0
    return whole + part - (_DAYS_TO_1904 if from_1904 else 0.0)


def _scalar(value: object, number: float | None, from_1904: bool) -> Scalar:
    if number is not None:
        return float(number)
    if isinstance(value, str):
        return _with_controls(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, date | time):
        return _of_day(value, from_1904)
    return float(value) if isinstance(value, int | float) else str(value)


def _formulas(sheet: RawSheet) -> Iterator[FormulaCell]:
    for place, text in sheet.formulas.items():
        full = f"={text}"
        if place in sheet.shared:
            head = sheet.shared[place]
            first = Translator(f"={sheet.formulas[head]}", origin=a1(*head))
            full = str(first.translate_formula(a1(*place)))
        yield FormulaCell(sheet.name, *place, full, _fills(sheet, place))


def _fills(sheet: RawSheet, place: Place) -> ArrayFormula | None:
    written = sheet.arrays.get(place)
    if written is None:
        return None
    area = _area(written) or ArrayFormula(*place, *place)
    if (area.bottom - area.top + 1) * (area.right - area.left + 1) > _MAX_SPREAD:
        what = Text(
            f"{a1(*place)} 的数组公式填充了 {_MAX_SPREAD:,} 个以上的单元格",
            f"the array formula of {a1(*place)} fills more than {_MAX_SPREAD:,} cells",
        )
        remedy = Text("只填充需要的单元格", "let it fill the cells that it is meant for")
        raise UnreadableFile(sheet.name, what, remedy)
    return area


def _area(written: str) -> ArrayFormula | None:
    match = _AREA.fullmatch(written.upper())
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return ArrayFormula(int(top), column_number(left), int(bottom or top), column_number(right or left))
