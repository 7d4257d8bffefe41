"""The drawings of a workbook: charts, the template's pictures, and the parts that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.model.plan import Chart
from smartxl_generators.chart import add_radar
from smartxl_generators.ooxml.pictures import Picture
from smartxl_generators.ooxml.xml import DECLARATION, serialised

__all__ = ["Drawings"]


class Drawings:
    """Numbers drawings and charts through a workbook, and keeps their parts (name → content)."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._sheets = tuple(sheets)
        self._count = self._charts = 0
        self._media: dict[bytes, str] = {}
        self.parts: dict[str, str | bytes] = {}

    def add(
        self, sheet: str, charts: Sequence[tuple[int, int, Chart]], pictures: Sequence[Picture] = ()
    ) -> str:
        """Draws the charts (row, column, chart) and pictures of a sheet; gives the name of the drawing's part."""
        drawing: Any = SpreadsheetDrawing()
        if charts:
            target = self._scratch()[sheet]
            for row, column, chart in charts:
                add_radar(target, chart, row, column)
            drawing.charts = _drawn(target)
        drawing.images = [self._stored(picture) for picture in pictures]
        self._count += 1
        drawing._id = self._count
        for chart in drawing.charts:
            self._charts += 1
            chart._id = self._charts
            self._keep(chart.path, chart._write())
        name = self._keep(drawing.path, drawing._write())
        self._keep(_relations_of(name), drawing._write_rels())
        return name

    def _stored(self, picture: Picture) -> Picture:
        """Keeps the bytes of a picture once for all the sheets that show it."""
        name = self._media.setdefault(
            picture.content, f"xl/media/image{len(self._media) + 1}.{picture.format}"
        )
        self.parts[name] = picture.content
        picture.path = f"/{name}"
        return picture

    def _scratch(self) -> Workbook:
        """An empty workbook with the same sheets: a chart's references look their sheet up."""
        book = Workbook()
        book.remove(book.worksheets[0])
        for name in self._sheets:
            book.create_sheet(name)
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
