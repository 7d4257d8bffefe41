"""Inputs of a template that nobody would see: in hidden or very narrow columns, in hidden or very low rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import a1, column_letter
from smartxl.define.template import open_template
from smartxl.define.template_table import Kind, template_table
from smartxl.errors import Problem
from smartxl.text import Text

__all__ = ["unseen_inputs"]

_NARROWEST = 3.0  # characters: one Chinese character and the margins of its cell
_LOWEST = 6.0  # points
_USUAL_WIDTH = 8.43


def unseen_inputs(path: Path) -> tuple[Problem, ...]:
    """The inputs that cannot be seen, with their cells. Raises TemplateError for what is no workbook."""
    sheets = (s for s in open_template(path).worksheets if isinstance(s, Worksheet))
    known = (sheet for sheet in sheets if sheet.title in template_table())
    return tuple(problem for sheet in known for problem in _in_sheet(path.name, sheet))


def _in_sheet(source: str, sheet: Worksheet) -> Iterator[Problem]:
    table = template_table()[sheet.title]
    names = {entry.name for entry in table.placeholders if entry.kind is Kind.INPUT}
    for row in sheet.iter_rows(min_col=2):
        for cell in row:
            if isinstance(cell, MergedCell) or not isinstance(cell.value, str):
                continue
            name = cell.value.strip(" {}")
            fault = _fault(sheet, cell.row, cell.column) if name in names else None
            if fault is not None:
                what, remedy = fault
                where = f"{sheet.title}!{a1(cell.row, cell.column)}"
                yield Problem(
                    source,
                    None,
                    where,
                    Text(f"{name} {what.zh}，无法填写", f"{name} {what.en}, so nobody can fill it in"),
                    remedy,
                )


def _fault(sheet: Worksheet, row: int, column: int) -> tuple[Text, Text] | None:
    """Why an input cannot be seen, and what to do; None where it can."""
    merged = next((m for m in sheet.merged_cells.ranges if (row, column) == (m.min_row, m.min_col)), None)
    columns = range(column, merged.max_col + 1 if merged else column + 1)
    rows = range(row, merged.max_row + 1 if merged else row + 1)
    shown = [width for width in (_width(sheet, each) for each in columns) if width > 0]
    letter = column_letter(column)
    if not shown:
        return Text(f"在隐藏的 {letter} 列", f"stands in the hidden column {letter}"), Text(
            f"显示 {letter} 列，或移动填写单元格", f"show column {letter}, or move the input"
        )
    if sum(shown) < _NARROWEST:
        return Text(
            f"在 {letter} 列，列宽只有 {sum(shown):g}",
            f"stands in column {letter}, which is {sum(shown):g} wide",
        ), Text(f"加宽 {letter} 列", f"widen column {letter}")
    heights = [sheet.row_dimensions[each] for each in rows]
    if all(each.hidden for each in heights):
        return Text(f"在隐藏的第{row}行", f"stands in the hidden row {row}"), Text(
            f"显示第{row}行：由它生成的行也会被隐藏", f"show row {row}: the rows made from it are hidden too"
        )
    if all(each.hidden or (each.height is not None and each.height < _LOWEST) for each in heights):
        return (
            Text(
                f"在第{row}行，行高只有 {heights[0].height or 0:g} 磅",
                f"stands in row {row}, which is {heights[0].height or 0:g} points high",
            ),
            Text(f"加高第{row}行", f"make row {row} higher"),
        )
    return None


def _width(sheet: Worksheet, column: int) -> float:
    """The width of a column in characters, 0 where it is hidden; one entry of the file may speak of many columns."""
    for dimension in sheet.column_dimensions.values():
        dimension.reindex()
        if (dimension.min or 1) <= column <= (dimension.max or 1):
            return 0.0 if dimension.hidden else float(dimension.width)
    given = sheet.sheet_format.defaultColWidth
    return float(given) if given is not None else _USUAL_WIDTH
