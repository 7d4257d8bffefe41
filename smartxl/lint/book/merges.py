"""Merged cells among rows of data."""

from __future__ import annotations

from collections.abc import Iterator

from smartxl.lint.book.reads import key_columns
from smartxl.lint.catalogue import remark
from smartxl.lint.formulas.walk import SheetArea, referred_area
from smartxl.lint.linted import LintBook
from smartxl.lint.remark import Remark

__all__ = ["merged_data"]

_FILTER = "_xlnm._filterdatabase"


def merged_data(book: LintBook) -> Iterator[Remark]:
    """Merged cells over several rows in a column in which formulas look, and in a list that is filtered."""
    for column in key_columns(book):
        yield from _merges(column)
    for name in book.settings.names:
        sheet = book.sheet(name.sheet) if name.name.casefold() == _FILTER else None
        found = referred_area(book, sheet.name, name.text) if sheet else None
        if found and found.sheet is sheet:
            top, left, bottom, right = found.span
            yield from _merges(SheetArea(found.sheet, (top + 1, left, bottom, right)))


def _merges(data: SheetArea) -> Iterator[Remark]:
    top, left, bottom, right = data.span
    for area in data.sheet.raw.merged:
        inside = top <= area.first_row and area.last_row <= bottom and left <= area.first_column <= right
        if inside and area.last_row > area.first_row:
            corners = area.first_row, area.first_column, area.last_row, area.last_column
            yield remark("SXL220", data.sheet.name, [corners])
