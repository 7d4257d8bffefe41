"""Charts: the radar of the areas."""

from __future__ import annotations

from typing import cast

from openpyxl import Workbook
from openpyxl.chart import RadarChart, Reference, Series
from openpyxl.chart.legend import Legend
from openpyxl.worksheet.worksheet import Worksheet

from smartxl.cells import Area, a1
from smartxl.model.plan import Chart

__all__ = ["add_radar"]

# Told apart in black and white too: dashes differ, not only colours.
_LINES = (("2E75B6", "dash"), ("C55A11", "sysDot"), ("1F4E79", "solid"))


def add_radar(sheet: Worksheet, chart: Chart, row: int, column: int) -> None:
    """Anchors a radar chart at a cell: 0 to 100, one line for each series."""
    radar = RadarChart()
    radar.type = "marker"
    radar.title = chart.title
    radar.style = 2
    radar.anchor = a1(row, column)
    setattr(radar, "height", 9.4)  # noqa: B010  (centimetres; the stubs say int)
    setattr(radar, "width", 14.5)  # noqa: B010
    for index, (title, values) in enumerate(chart.series):
        series = Series(_reference(sheet, values), title=title)
        color, dash = _LINES[index % len(_LINES)]
        series.graphicalProperties.line.solidFill = color
        series.graphicalProperties.line.dashStyle = dash
        series.graphicalProperties.line.width = 28_000
        radar.series.append(series)
    radar.set_categories(_reference(sheet, chart.labels))
    radar.y_axis.scaling.min, radar.y_axis.scaling.max = 0, 100
    radar.y_axis.majorUnit = 20
    radar.y_axis.delete = radar.x_axis.delete = False
    radar.y_axis.number_format = "0"
    legend = Legend()
    legend.position = "b"
    radar.legend = legend
    sheet.add_chart(radar)


def _reference(sheet: Worksheet, area: Area) -> Reference:
    source = cast("Workbook", sheet.parent)[area.sheet]
    return Reference(source, area.first_column, area.first_row, area.last_column, area.last_row)
