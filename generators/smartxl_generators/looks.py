"""The visual side: what is taken from the template sheet for a planned sheet."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from copy import copy

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import area
from smartxl.model.plan import Content, Link, PlannedRow, SheetPlan
from smartxl_generators.cellstyle import restyled, set_style, style_of

__all__ = ["Looks"]

_LINE_HEIGHT = 15.0
_FALLBACK_WIDTH = 8.43
_PADDING = 1.2


class Looks:
    """Copies widths, heights, styles, merges and print set-up of a template sheet onto a planned sheet."""

    def __init__(self, template: Worksheet, sheet: Worksheet, plan: SheetPlan) -> None:
        self.template, self.sheet, self.plan = template, sheet, plan
        self.merges: dict[int, list[tuple[int, int]]] = {}
        for merged in template.merged_cells.ranges:
            if merged.min_row == merged.max_row:
                self.merges.setdefault(merged.min_row, []).append((merged.min_col, merged.max_col))
        self._styles: dict[tuple[int, int, bool, str], StyleArray] = {}
        self.widths: dict[int, float] = {}

    def page(self) -> None:
        """Everything that belongs to the sheet as a whole."""
        source, target = self.template, self.sheet
        target.page_setup = copy(source.page_setup)
        target.page_margins = copy(source.page_margins)
        target.print_options = copy(source.print_options)
        target.sheet_properties = copy(source.sheet_properties)
        target.oddFooter = copy(source.oddFooter)
        target.oddHeader = copy(source.oddHeader)
        target.sheet_view.showGridLines = source.sheet_view.showGridLines
        for column, template_column in self.plan.column_styles.items():
            letter = self._letter(template_column)
            width = (
                source.column_dimensions[letter].width
                if letter in source.column_dimensions
                else _FALLBACK_WIDTH
            )
            self.widths[column] = width
            target.column_dimensions[self._letter(column)].width = width

    @staticmethod
    def _letter(column: int) -> str:
        return area(1, column, 1, column).partition("1")[0]

    def row(self, planned: PlannedRow, answers: Mapping[int, str]) -> None:
        """Styles, merges and height of one row, before its values are written; `answers` are texts in its inputs."""
        if not planned.style_row:
            return
        columns = self.plan.column_styles
        for column in columns:
            template_column = planned.style_columns.get(column, column)
            if self._template_cell(planned.style_row, template_column).has_style:
                set_style(
                    self.sheet.cell(planned.row, column), self.style(planned.style_row, template_column)
                )
        for first, last in self.merges.get(planned.style_row, ()):
            # Not merge_cells(): it would redraw borders that the template's cells already carry, at 2 ms a merge.
            self.sheet.merged_cells.add(area(planned.row, first, planned.row, last))
        self.sheet.row_dimensions[planned.row].height = self._height(planned, answers)

    def _template_cell(self, row: int, column: int) -> Cell | MergedCell:
        return self.template.cell(row, column)

    def style(self, row: int, column: int, *, unlocked: bool = False, number_format: str = "") -> StyleArray:
        """The style of a template cell, unlocked or with another number format where the plan says so."""
        key = (row, column, unlocked, number_format)
        if key not in self._styles:
            self._styles[key] = restyled(
                self.sheet,
                style_of(self._template_cell(row, column)),
                unlocked=unlocked,
                number_format=number_format,
            )
        return self._styles[key]

    def _height(self, planned: PlannedRow, answers: Mapping[int, str]) -> float:
        """The template's height, or more where a text needs more lines than it has room for."""
        given = self.template.row_dimensions[planned.style_row].height
        texts = {c: t for c, content in planned.cells.items() if (t := answers.get(c) or _text(content))}
        lines = max(
            (self._lines(planned.style_row, planned, c, text) for c, text in texts.items()), default=1
        )
        needed = lines * _LINE_HEIGHT + 3
        return max(float(given or _LINE_HEIGHT + 3), needed if lines > 1 else 0.0)

    def _lines(self, style_row: int, planned: PlannedRow, column: int, text: str) -> int:
        cell = self._template_cell(style_row, planned.style_columns.get(column, column))
        if column == self.plan.key_column or cell.alignment is None or not cell.alignment.wrap_text:
            return 1
        room = max(self._room(style_row, column) - _PADDING, 2.0) * 10 / (cell.font.size or 10)
        return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))

    def _room(self, style_row: int, column: int) -> float:
        for first, last in self.merges.get(style_row, ()):
            if first <= column <= last:
                return sum(self.widths.get(c, _FALLBACK_WIDTH) for c in range(first, last + 1))
        return self.widths.get(column, _FALLBACK_WIDTH)


def _text(content: Content) -> str:
    return content.text if isinstance(content, Link) else content if isinstance(content, str) else ""


def _width(text: str) -> float:
    """Display width in Latin characters: a Chinese character takes two, and a little more in most fonts."""
    return sum(1.95 if unicodedata.east_asian_width(char) in "WF" else 1.0 for char in text)
