"""A matrix of shares: categories down, series across, darker for more; the numbers where they have room."""

from __future__ import annotations

import math

from smartxl.model.report import ReportChart
from smartxl.text import number_text
from smartxl_generators.report.charts.canvas import ChartCanvas
from smartxl_generators.report.charts.frame import ChartScale, figures, share
from smartxl_generators.report.charts.labels import MM, broken, em, ticks
from smartxl_generators.report.charts.palette import AXIS, SOFT, ink_on, shade
from smartxl_generators.report.charts.rows import GAP, ChartRows, label_width, row_label, row_pitch

__all__ = ["SHARE_PITCH", "shares"]

SHARE_PITCH = 3.7
"""The least height of a row in mm."""
_WIDEST, _HEAD, _KEY = 22.0, 6.6, 8.0
_LEAST_SIZE = 4.6


def shares(chart: ReportChart, width: float) -> ChartCanvas:
    """The chart, `width` mm wide and as high as its rows ask for."""
    count, across = max(1, len(chart.categories)), max(1, len(chart.series))
    pitch, size = row_pitch(SHARE_PITCH, count)
    left = label_width(chart, width, size) + GAP
    column = min(_WIDEST, (width - left) / across)
    heads = [broken(series.name, max(4.0, column / (_HEAD * MM)), 1)[0] for series in chart.series]
    top = 1.3 * _HEAD * MM + 1.0
    scale = ChartScale(0, across, left, left + column * across)
    rows = ChartRows(top, pitch, count, size, scale)
    canvas = ChartCanvas(width, rows.bottom + _KEY)
    _heads(canvas, heads, rows, column)
    for row, name in enumerate(chart.categories):
        row_label(canvas, rows, row, name, left)
        for place in range(len(chart.series)):
            _cell(canvas, chart, rows, row, place)
    _key(canvas, chart, rows)
    return canvas


def _heads(canvas: ChartCanvas, heads: list[str], rows: ChartRows, column: float) -> None:
    """The names over the columns; every second, third … where they would touch."""
    longest = max(map(em, heads), default=0.0) * _HEAD * MM + 0.8
    every = max(1, math.ceil(longest / column))
    for place in range(0, len(heads), every):
        canvas.words(rows.scale.at(place + 0.5), rows.top - 2.0, heads[place], _HEAD, "center", color=SOFT)


def _cell(canvas: ChartCanvas, chart: ReportChart, rows: ChartRows, row: int, place: int) -> None:
    figure = chart.series[place].values[row]
    left, right = rows.scale.at(place), rows.scale.at(place + 1)
    top = rows.top + row * rows.pitch
    if figure is None:
        canvas.line([(left, top + rows.pitch), (right, top + rows.pitch)], AXIS, 0.2)
        return
    dark = share(figure.value, *chart.limits)
    seam = min(0.12, 0.05 * (right - left))
    canvas.box(left + seam, top + 0.12, right - left - 2 * seam, rows.pitch - 0.24, shade(dark))
    longest = max((em(other.shown) for other in figures(chart)), default=1.0)
    size = min(rows.size - 0.8, (right - left - 0.6) / (longest * MM))
    if size >= _LEAST_SIZE:
        middle = ((left + right) / 2, top + rows.pitch / 2)
        canvas.words(*middle, figure.shown, size, "center", color=ink_on(dark))


def _key(canvas: ChartCanvas, chart: ReportChart, rows: ChartRows) -> None:
    """Which shade stands for which number."""
    marks = ticks(*chart.limits, most=5)
    step = min(16.0, (canvas.width - rows.scale.start) / len(marks))
    for place, mark in enumerate(marks):
        x, y = rows.scale.start + place * step, rows.bottom + 2.5
        canvas.box(x, y, 5, 3.2, shade(share(mark, *chart.limits)))
        canvas.words(x + 6, y + 1.6, number_text(mark), 7, color=SOFT)
