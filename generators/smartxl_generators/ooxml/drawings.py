"""The drawings of a workbook: charts, the template's pictures, and the parts that they stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor

from smartxl.cells import Area
from smartxl.model.sheetdesign import Chart
from smartxl_generators.ooxml.chart import chart_xml
from smartxl_generators.ooxml.pictures import Picture
from smartxl_generators.ooxml.xml import DECLARATION, attribute

__all__ = ["Drawings"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_EMU = 360_000  # to the centimetre


class Drawings:
    """Numbers drawings and charts through a workbook, and keeps their parts (name → content).

    `shown` tells what the cells of an area show.
    """

    def __init__(self, shown: Callable[[Area], Sequence[str | float]]) -> None:
        self._shown = shown
        self._count = self._charts = 0
        self._media: dict[bytes, str] = {}
        self.parts: dict[str, str | bytes] = {}

    def add(self, charts: Sequence[tuple[int, int, Chart]], pictures: Sequence[Picture] = ()) -> str:
        """Draws the charts (row, column, chart) and pictures of a sheet; gives the name of the drawing's part."""
        targets = [*(("chart", self._chart(chart)) for _, _, chart in charts)]
        targets += [("image", self._stored(picture)) for picture in pictures]
        anchors = [_chart_anchor(*placed, number) for number, placed in enumerate(charts, 1)]
        numbered = sorted(  # anchors to a place on the sheet, not to a cell, come last
            enumerate(pictures, len(charts) + 1), key=lambda pair: isinstance(pair[1].anchor, AbsoluteAnchor)
        )
        anchors += [picture.element(number) for number, picture in numbered]
        self._count += 1
        name = f"xl/drawings/drawing{self._count}.xml"
        self.parts[name] = f'{DECLARATION}<wsDr xmlns="{_DRAWING}">{"".join(anchors)}</wsDr>'
        self.parts[f"xl/drawings/_rels/drawing{self._count}.xml.rels"] = _relations(targets)
        return name

    def _chart(self, chart: Chart) -> str:
        self._charts += 1
        name = f"xl/charts/chart{self._charts}.xml"
        self.parts[name] = DECLARATION + chart_xml(chart, self._shown)
        return name

    def _stored(self, picture: Picture) -> str:
        """Keeps the bytes of a picture once for all the sheets that show it."""
        name = self._media.setdefault(
            picture.content, f"xl/media/image{len(self._media) + 1}.{picture.format}"
        )
        self.parts[name] = picture.content
        return name


def _chart_anchor(row: int, column: int, chart: Chart, number: int) -> str:
    """The place of a chart; `number` is that of its relation and of the chart on the sheet."""
    width, height = (round(length * _EMU) for length in chart.size)
    size = f'<ext cx="{width}" cy="{height}"/>'
    name = f'<cNvPr id="{number}" name="Chart {number}" descr="{attribute(chart.title)}"/>'
    return (
        f"<oneCellAnchor><from><col>{column - 1}</col><colOff>0</colOff><row>{row - 1}</row><rowOff>0</rowOff></from>{size}"
        f"<graphicFrame><nvGraphicFramePr>{name}<cNvGraphicFramePr/></nvGraphicFramePr>"
        f'<xfrm/><a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_OFFICE}" r:id="rId{number}"/></a:graphicData></a:graphic></graphicFrame>'
        "<clientData/></oneCellAnchor>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    elements = "".join(
        f'<Relationship Type="{_OFFICE}/{kind}" Target="/{target}" Id="rId{number}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_RELATIONS}">{elements}</Relationships>'
