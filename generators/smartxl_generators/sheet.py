"""Writes one planned sheet into a workbook that already holds the template's sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Protection
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, area, qualified
from smartxl.model.answers import Answer, Scalar
from smartxl.model.plan import (
    Carried,
    Chart,
    Computed,
    Content,
    InputCell,
    Line,
    Link,
    PlannedRow,
    Remark,
    SheetPlan,
    Spread,
)
from smartxl.model.scores import ScoreTable
from smartxl.rules.rowcheck import row_fault
from smartxl_generators.cellstyle import set_style
from smartxl_generators.chart import add_radar
from smartxl_generators.looks import Looks
from smartxl_generators.remarks import add_carried_formats, add_remark_formats
from smartxl_generators.validation import add_validations
from smartxl_generators.values import cached_value

__all__ = ["Cached", "SheetWriter", "protect"]

Cached = dict[str, float | str]
"""Cell address → the value to store beside its formula."""


@dataclass
class SheetWriter:
    """Writes the cells of one sheet and keeps what its formulas must show."""

    sheet: Worksheet
    plan: SheetPlan
    looks: Looks | None
    table: ScoreTable
    answers: Mapping[tuple[str, str], Answer]
    words: Mapping[str, str]

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """Row key → the row that can be answered."""
        return {line.key: line for section in self.plan.sections for line in section.lines}

    def write(self, *, protected: bool) -> Cached:
        """Writes everything; gives the cached values of the sheet's formulas."""
        cached: Cached = {}
        if self.looks:
            self.looks.page()
        for row in self.plan.rows:
            if self.looks:
                self.looks.row(row, self._answered(row))
            for column, content in row.cells.items():
                value = self._write(row, column, content)
                if value is not None:
                    cached[a1(row.row, column)] = value
        self._finish(protected=protected)
        return cached

    def _answered(self, row: PlannedRow) -> dict[int, str]:
        """The texts that stand in a row's inputs."""
        texts = {}
        for column, content in row.cells.items():
            if isinstance(content, InputCell) and (answer := self.answers.get((self.plan.unit, content.key))):
                texts[column] = str(answer.fields.get(content.field, ""))
        return texts

    def growing_rows(self) -> frozenset[int]:
        """Rows that someone types into: their height must follow what is typed."""
        return frozenset(
            row.row for row in self.plan.rows if any(isinstance(c, InputCell) for c in row.cells.values())
        )

    def _write(self, row: PlannedRow, column: int, content: Content) -> float | str | None:
        if isinstance(content, Chart):
            add_radar(self.sheet, content, row.row, column)
            return None
        cell = cast("Cell", self.sheet.cell(row.row, column))  # merges are areas only: no MergedCell was made
        match content:
            case Computed():
                return self._write_formula(row, cell, content)
            case Remark():
                cell.value = content.formula
                return self._remark(content)
            case Carried():
                _put(cell, content.value)
            case Spread():
                _put(cell, cached_value(content, self.table))
            case InputCell():
                self._write_input(row, cell, content)
            case Link():
                _put(cell, content.text)
                target = qualified(content.target.sheet, a1(content.target.row, content.target.column))
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            case _:
                _put(cell, content)
        return None

    def _remark(self, content: Remark) -> str:
        """What a remark says of the answers that are written into its row."""
        answer = self.answers.get((self.plan.unit, content.key))
        return content.word(row_fault(self.lines[content.key].checks, answer.fields if answer else {}))

    def _write_formula(self, row: PlannedRow, cell: Cell, content: Computed) -> float | str:
        if content.spread > 1:
            reach = area(cell.row, cell.column, cell.row + content.spread - 1, cell.column)
            cell.value = ArrayFormula(reach, content.formula)
        else:
            cell.value = content.formula
        if content.number_format and self.looks:
            template_column = row.style_columns.get(cell.column, cell.column)
            style = self.looks.style(row.style_row, template_column, number_format=content.number_format)
            set_style(cell, style)
        return cached_value(content, self.table)

    def _write_input(self, row: PlannedRow, cell: Cell, content: InputCell) -> None:
        if self.looks:
            template_column = row.style_columns.get(cell.column, cell.column)
            set_style(cell, self.looks.style(row.style_row, template_column, unlocked=True))
        else:
            cell.protection = Protection(locked=False)
        answer = self.answers.get((self.plan.unit, content.key))
        if answer and (value := answer.fields.get(content.field)) is not None:
            _put(cell, value)

    def _finish(self, *, protected: bool) -> None:
        sheet, plan = self.sheet, self.plan
        if plan.frozen != (0, 0):
            sheet.freeze_panes = a1(*plan.frozen)
        if plan.filter_range:
            sheet.auto_filter.ref = plan.filter_range
        if plan.title_row:
            sheet.print_title_rows = f"{plan.title_row}:{plan.title_row}"
        if not plan.hidden:
            sheet.column_dimensions["A"].hidden = True
        add_validations(sheet, plan, self.words)
        add_remark_formats(sheet, plan)
        add_carried_formats(sheet, plan)
        if plan.hidden:
            sheet.sheet_state = "hidden"
        if protected:
            protect(sheet)


def protect(sheet: Worksheet) -> None:
    """Protects a sheet without a password: locked cells stay, but filtering, widths and heights are free."""
    rights = sheet.protection
    rights.sheet = True
    rights.autoFilter = rights.formatColumns = rights.formatRows = False


def _put(cell: Cell, value: Scalar) -> None:
    """A value as a value: text never becomes a formula, and carries no character that XML cannot."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        if value[:1] in {"=", "+", "-", "@"}:
            cell.data_type = "s"
            cell.quotePrefix = True
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = int(value) if value == int(value) else value
