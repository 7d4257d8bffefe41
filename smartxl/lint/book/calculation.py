"""How the workbook is calculated and printed."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.walk import referred_area
from smartxl.lint.linted import LintBook, LintSheet
from smartxl.lint.remark import Remark
from smartxl.recalc.arrays import BLANK
from smartxl.xlsx.sheetnotes import truth

__all__ = ["displayed_precision", "iteration", "manual_calculation", "print_areas"]

_PRINT_AREA = "_xlnm.print_area"


def manual_calculation(book: LintBook) -> Iterator[Remark]:
    """Formulas are calculated only when somebody asks for it."""
    if book.settings.calculation.get("calcMode") == "manual" and book.loaded.formulas:
        yield remark("SXL223", "")


def displayed_precision(book: LintBook) -> Iterator[Remark]:
    """Numbers are cut to the decimals that are shown."""
    if book.settings.calculation.get("fullPrecision") in {"0", "false"}:
        yield remark("SXL224", "")


def iteration(book: LintBook) -> Iterator[Remark]:
    """Circular references are calculated in rounds, and nobody is told of one."""
    if truth(book.settings.calculation.get("iterate")) and book.loaded.formulas:
        yield remark("SXL225", "")


def print_areas(book: LintBook) -> Iterator[Remark]:
    """Cells right below or beside a print area, which are not printed."""
    for name in book.settings.names:
        sheet = book.sheet(name.sheet) if name.sheet else None
        if sheet is None or name.name.casefold() != _PRINT_AREA:
            continue
        found = referred_area(book, sheet.name, name.text)
        if found and found[0] is sheet:
            _, (top, left, bottom, right) = found
            beside = (top, right + 1, bottom, right + 1), (bottom + 1, left, bottom + 1, right)
            spans = [cell for strip in beside for cell in _filled(sheet, strip)]
            if spans:
                yield remark("SXL226", sheet.name, spans, excerpt=name.text)


def _filled(sheet: LintSheet, span: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    top, left, bottom, right = span
    rows, columns = sheet.size
    for row in range(top, min(bottom, rows) + 1):
        for column in range(left, min(right, columns) + 1):
            if sheet.kind[row - 1, column - 1] != BLANK and sheet.value[row - 1, column - 1] != "":
                yield row, column, row, column
