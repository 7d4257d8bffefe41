"""Two bars from zero in each row, one below the other: what a change down and a change up do."""

from __future__ import annotations

from smartxl.model.report import ReportChart
from smartxl_generators.report.charts.bars import MISSING
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import ChartScale, figures, legend, legend_height
from smartxl_generators.report.charts.labels import MM, em
from smartxl_generators.report.charts.palette import AXIS, INK, SOFT, series_look
from smartxl_generators.report.charts.rows import (
    FOOT,
    GAP,
    ChartRows,
    label_width,
    row_label,
    row_pitch,
    scale_below,
)

__all__ = ["TORNADO_PITCH", "tornado"]

TORNADO_PITCH = 5.4
"""The least height of a row in mm."""
_NUMBERS = 6.6


def tornado(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide and as high as its rows ask for."""
    count = max(1, len(chart.categories))
    pitch, size = row_pitch(TORNADO_PITCH, count)
    label = label_width(chart, width, size)
    shown = max((em(figure.shown) for figure in figures(chart)), default=1.0) * _NUMBERS * MM + 1.5
    scale = ChartScale(*chart.limits, label + GAP + shown, width - shown)
    rows = ChartRows(legend_height(chart, width) + 0.5, pitch, count, size, scale)
    canvas = ChartCanvas(width, rows.bottom + FOOT)
    legend(canvas, chart, 0, 0, width, lines=False)
    scale_below(canvas, rows)
    zero = scale.at(0.0)
    for row, name in enumerate(chart.categories):
        row_label(canvas, rows, row, name, label + GAP)
        for place in range(len(chart.series)):
            _bar(canvas, chart, rows, row, place)
    canvas.line([(zero, rows.top), (zero, rows.bottom)], AXIS, 0.8)
    return canvas


def _bar(canvas: ChartCanvas, chart: ReportChart, rows: ChartRows, row: int, place: int) -> None:
    figure = chart.series[place].values[row]
    thick = 0.8 * rows.pitch / len(chart.series)
    middle = rows.middle(row) + (place - (len(chart.series) - 1) / 2) * thick
    zero = rows.scale.at(0.0)
    end = zero if figure is None else rows.scale.at(figure.value)
    if end != zero:
        corner = (min(zero, end), middle - thick * 0.44)
        canvas.box(*corner, abs(end - zero), thick * 0.88, series_look(place).fill)
    left = figure is not None and figure.value < 0
    at = min(zero, end) - 0.8 if left else max(zero, end) + 0.8
    color = SOFT if figure is None else INK
    text = figure.shown if figure else MISSING
    canvas.words(at, middle, text, _NUMBERS, "right" if left else "left", color=color)
