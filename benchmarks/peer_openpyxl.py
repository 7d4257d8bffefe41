"""The peer of the build benchmark: the sheets of a plan written with openpyxl alone, by its documented means.

`values_only` writes texts, numbers and formulas into bare sheets. `same_sheet` writes the sheet that an official gets:
the template's fonts, fills, borders, alignments, formats and merges, widths and heights, open and locked cells, drop-downs,
names, frozen heads, protection. Neither plans anything, and neither has cached values: openpyxl writes none.
"""

from __future__ import annotations

import io
from copy import copy
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import Area, a1, area, column_letter, joined, qualified
from smartxl.model.plan import (
    Check,
    Computed,
    Content,
    InputCell,
    Link,
    PlannedRow,
    RowCheckFormula,
    SheetPlan,
    WorkbookPlan,
)
from smartxl_generators import Template
from smartxl_generators.ooxml.frame import protect
from smartxl_generators.ooxml.validation import validation

__all__ = ["SameSheet", "values_only"]

_OPEN = Protection(locked=False)


def values_only(plan: WorkbookPlan) -> bytes:
    """The texts, numbers and formulas of a plan, written cell by cell."""
    book = _empty()
    for sheet in plan.sheets:
        target = book.create_sheet(sheet.name)
        for row in sheet.rows:
            for column, content in row.cells.items():
                _put(target, row.row, column, content)
    return _saved(book)


_LOOKS = ("font", "fill", "border", "alignment", "number_format")


@dataclass
class SameSheet:
    """Writes plans as the template looks.

    A look is set by the documented means once for each workbook; the other cells take its style record, a well-known
    short cut (setting five properties on every cell takes ten times as long).
    """

    template: Template

    def write(self, plan: WorkbookPlan) -> bytes:
        """The workbook as bytes."""
        book = _empty()
        for sheet in plan.sheets:
            _Sheet(self.template, book.create_sheet(sheet.name), sheet).write()
        for name, place in plan.names.items():
            book.defined_names[name] = DefinedName(name, attr_text=qualified(place.sheet, _absolute(place)))
        return _saved(book)


@dataclass
class _Sheet:
    template: Template
    target: Worksheet
    plan: SheetPlan
    styles: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def write(self) -> None:
        for row in self.plan.rows:
            self._row(row)
        if self.plan.template:
            self._page(self.template.sheet(self.plan.template))
        if self.plan.frozen != (0, 0):
            self.target.freeze_panes = a1(*self.plan.frozen)
        self._validate()
        if self.plan.hidden:
            self.target.sheet_state = "hidden"
        protect(self.target)

    def _validate(self) -> None:
        """One validation for all the cells that share a check."""
        cells: dict[Check, list[tuple[int, int]]] = {}
        for row in self.plan.rows:
            for column, content in row.cells.items():
                if isinstance(content, InputCell):
                    cells.setdefault(content.check, []).append((column, row.row))
        for check, places in cells.items():
            found = validation(check, "?", "?")
            for column, first, last in joined((column, row, row) for column, row in places):
                found.add(area(first, column, last, column))
            self.target.add_data_validation(found)

    def _row(self, row: PlannedRow) -> None:
        if row.style_row and self.plan.template:
            source = self.template.sheet(self.plan.template)
            for column in self.plan.column_styles:
                self._style(source, row, column)
            self.target.row_dimensions[row.row].height = source.row_dimensions[row.style_row].height
        for column, content in row.cells.items():
            cell = _put(self.target, row.row, column, content)
            if isinstance(content, InputCell):
                cell.protection = _OPEN

    def _style(self, source: Worksheet, row: PlannedRow, column: int) -> None:
        key = (row.style_row, row.style_columns.get(column, column))
        look = source.cell(*key)
        if not look.has_style:
            return
        cell = _cell(self.target, row.row, column)
        if key in self.styles:
            cell._style = copy(self.styles[key]._style)  # type: ignore[attr-defined]
            return
        for name in _LOOKS:
            setattr(cell, name, copy(getattr(look, name)))
        self.styles[key] = cell

    def _page(self, source: Worksheet) -> None:
        merges: dict[int, list[tuple[int, int]]] = {}
        for merged in source.merged_cells.ranges:
            merges.setdefault(merged.min_row, []).append((merged.min_col, merged.max_col))
        for row in self.plan.rows:
            for first, last in merges.get(row.style_row, ()):
                self.target.merged_cells.add(area(row.row, first, row.row, last))
        for column, styled in self.plan.column_styles.items():
            width = source.column_dimensions[column_letter(styled)].width
            self.target.column_dimensions[column_letter(column)].width = width
        self.target.page_setup, self.target.page_margins = (
            copy(source.page_setup),
            copy(source.page_margins),
        )


def _absolute(place: Area) -> str:
    first, last = column_letter(place.first_column), column_letter(place.last_column)
    return f"${first}${place.first_row}:${last}${place.last_row}"


def _empty() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(target: Worksheet, row: int, column: int) -> Cell:
    cell = target.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("merges are areas only: no merged cell was made")
    return cell


def _put(target: Worksheet, row: int, column: int, content: Content) -> Cell:
    cell = _cell(target, row, column)
    if isinstance(content, str | float):
        cell.value = content
    elif isinstance(content, Computed | RowCheckFormula):
        cell.value = content.formula
    elif isinstance(content, Link):
        cell.value = content.text
    return cell
