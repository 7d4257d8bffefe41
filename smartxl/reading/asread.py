"""Answers read as if they stood in a form that came back: typed into the plan, without a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from smartxl.reading.extract import Extraction, extract
from smartxl.xlsx.book import RawBook, RawSheet

if TYPE_CHECKING:
    from smartxl.model.answers import Field
    from smartxl.model.definition import Definition
    from smartxl.model.plan import WorkbookPlan
    from smartxl.xlsx.cellvalues import CellValue

__all__ = ["Typed", "read_as_typed"]

Typed = Mapping[tuple[str, "Field"], "CellValue"]
"""(row key, input) → what is typed there."""


def read_as_typed(
    plan: WorkbookPlan, definition: Definition, typed: Typed, file_name: str = ""
) -> Extraction:
    """What intake makes of a form of this plan in which nothing but this is filled in."""
    return extract(plan, definition, _book(plan, typed, file_name))


def _book(plan: WorkbookPlan, typed: Typed, file_name: str) -> RawBook:
    sheets = {}
    for sheet in plan.sheets:
        cells: dict[tuple[int, int], CellValue] = {
            (row.row, column): content
            for row in sheet.rows
            for column, content in row.cells.items()
            if isinstance(content, str | float)
        }
        for section in sheet.sections:
            for line in section.lines:
                for asked, column in line.inputs.items():
                    if (value := typed.get((line.key, asked))) is not None:
                        cells[line.row, column] = value
        sheets[sheet.name] = RawSheet(sheet.name, _grid(cells), frozenset(), frozenset(), ())
    return RawBook(file_name, "", sheets, {}, plan.stamp.to_properties())


def _grid(cells: Mapping[tuple[int, int], CellValue]) -> tuple[tuple[CellValue, ...], ...]:
    height = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    return tuple(tuple(cells.get((r, c), "") for c in range(1, width + 1)) for r in range(1, height + 1))
