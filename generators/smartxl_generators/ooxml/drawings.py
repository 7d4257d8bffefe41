"""The drawings of a workbook: charts, and the parts that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.model.plan import Chart, WorkbookPlan
from smartxl_generators.chart import add_radar
from smartxl_generators.ooxml.xml import DECLARATION, serialised

__all__ = ["Drawings"]


class Drawings:
    """Numbers drawings and charts through a workbook, and keeps their parts (name → content)."""

    def __init__(self, plan: WorkbookPlan) -> None:
        self._plan = plan
        self._count = self._charts = 0
        self.parts: dict[str, str] = {}

    def add(self, sheet: str, charts: Iterable[tuple[int, int, Chart]]) -> str:
        """Draws the charts (row, column, chart) of a sheet; gives the name of the drawing's part."""
        target = self._scratch()[sheet]
        for row, column, chart in charts:
            add_radar(target, chart, row, column)
        drawing: Any = SpreadsheetDrawing()
        drawing.charts = _drawn(target)
        self._count += 1
        drawing._id = self._count
        for chart in drawing.charts:
            self._charts += 1
            chart._id = self._charts
            self._keep(chart.path, chart._write())
        name = self._keep(drawing.path, drawing._write())
        self._keep(_relations_of(name), drawing._write_rels())
        return name

    def _scratch(self) -> Workbook:
        """An empty workbook with the plan's sheets: a chart's references look their sheet up."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for sheet in self._plan.sheets:
            book.create_sheet(sheet.name)
        return book

    def _keep(self, path: str, tree: object) -> str:
        name = path.lstrip("/")
        self.parts[name] = DECLARATION + serialised(tree)
        return name


def _drawn(sheet: Worksheet) -> list[Any]:
    return list(sheet._charts)  # type: ignore[attr-defined]


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"
